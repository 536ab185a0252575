/** One desk as this process: started, greeted for, and stopped within a limit when it is told to. */
import { type AppExtras, startApp } from './app.ts';
import { readEnvironment } from './config.ts';
import { SetupError } from './lib/errors.ts';
import { createLog } from './lib/log.ts';

/** What is under way may finish; then the process ends anyhow, and the sweep of the next start finds the rest. */
const stopLimitMs = 10_000;

/** @param extras what is different from the shipped desk. */
export async function runDesk(extras?: AppExtras): Promise<void> {
  try {
    const config = readEnvironment();
    const log = createLog(config.LOG_LEVEL);
    // What a library forgot to await must end nothing; channels begin within the start.
    process.on('unhandledRejection', (error) => log.error({ error: String(error) }, 'unhandled rejection'));
    const app = await startApp(config, log, extras);
    greet(app);
    let stopping = false;
    const stop = (signal: string) => {
      if (stopping) process.exit(1);
      stopping = true;
      log.info({ signal }, 'stopping');
      setTimeout(() => process.exit(1), stopLimitMs + 2_000).unref();
      app.stop(stopLimitMs).then(
        () => process.exit(0),
        (error) => {
          log.error({ error: String(error) }, 'stop failed');
          process.exit(1);
        },
      );
    };
    process.on('SIGTERM', () => stop('SIGTERM'));
    process.on('SIGINT', () => stop('SIGINT'));
    log.info({ roles: config.ROLES, url: app.url }, 'started');
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    process.stderr.write(`Cannot start:\n${error.faults.map((fault) => `  ${fault}\n`).join('')}`);
    process.exit(1);
  }
}

/** To the terminal, never to the log: the first password is shown this once. */
function greet(app: Awaited<ReturnType<typeof startApp>>): void {
  const lines: string[] = [];
  if (app.url) lines.push(`Klinik Prodamas Plus`, `  chat     ${app.url}/chat`, `  console  ${app.url}/masuk`);
  if (app.firstPassword) {
    const { username, password } = app.firstPassword;
    lines.push('', `  First sign-in (shown once, to be changed there): ${username} / ${password}`);
  }
  if (lines.length > 0) process.stdout.write(`\n${lines.join('\n')}\n\n`);
}
