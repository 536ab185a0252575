/** The WhatsApp login on the command line: linked in a real terminal, carried off as an archive, and put back. */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserProcesses, killAll } from '../support/browser-processes.ts';
import { findChromium } from '../support/chromium.ts';
import { type Environment, eventually, killDesks, makeDataFolder, startScript } from '../support/desk-process.ts';
import { chromiumFor } from '../support/whatsapp-web/chromium-for.ts';
import { createWhatsappWeb, type WhatsappWeb } from '../support/whatsapp-web/whatsapp-web.ts';

const root = join(import.meta.dirname, '../..');
const limitMs = 180_000;
const hasTerminal = spawnSync('script', ['--version']).status === 0;
const missing = [findChromium() ? '' : 'no Chromium → install chromium', hasTerminal ? '' : 'no script → util-linux']
  .filter(Boolean)
  .join(', ');
const account = '620000000000';

describe.skipIf(missing !== '')(`npm run whatsapp${missing ? ` [not run: ${missing}]` : ''}`, () => {
  let web: WhatsappWeb;
  let data: ReturnType<typeof makeDataFolder>;
  let env: Environment;
  const elsewhere = mkdtempSync(join(tmpdir(), 'klinik-archive-'));
  const archive = join(elsewhere, 'login.archive');

  beforeAll(async () => {
    web = await createWhatsappWeb();
    data = makeDataFolder();
    env = { DATA_DIR: data.path, PORT: '0', CHROMIUM_PATH: chromiumFor(web, elsewhere), LOG_LEVEL: 'debug' };
  });
  afterAll(async () => {
    await killDesks();
    killAll(browserProcesses(join(data.path, 'whatsapp/session')).browsers);
    await web.close();
    data.remove();
    rmSync(elsewhere, { recursive: true, force: true });
  });

  async function run(...args: string[]) {
    const command = startScript('src/cli/whatsapp.ts', env, args);
    const { code } = await command.exited;
    return { code, stdout: command.stdout(), stderr: command.stderr() };
  }

  /** In a terminal of its own. */
  function inTerminal(...args: string[]) {
    const command = `${process.execPath} --import tsx src/cli/whatsapp.ts ${args.join(' ')}`;
    const child = spawn('script', ['-qfec', command, '/dev/null'], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { PATH: process.env.PATH, HOME: process.env.HOME, NODE_ENV: 'test', TERM: 'xterm', ...env },
    });
    let screen = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      screen += text;
    });
    const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
    return { ended, screen: () => screen };
  }

  const unlink = () => rmSync(join(data.path, 'whatsapp'), { recursive: true, force: true });

  it(
    'shows no QR where that could end in a file',
    async () => {
      const { code, stdout, stderr } = await run('link');
      expect(stderr).toMatch(/no terminal → run it in one/);
      expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    },
    limitMs,
  );

  it(
    'links by a code for the phone that is named',
    async () => {
      const terminal = inTerminal('link', '--phone', `+${account}`);
      await eventually('a code', terminal.screen, (text) => /KODE-\d{4}/.test(text), 60_000);
      expect(terminal.screen()).toMatch(/Be alone with this screen/);
      web.phone.enterCode(/KODE-\d{4}/.exec(terminal.screen())![0].replace('-', ''));
      expect(await terminal.ended, terminal.screen()).toBe(0);
      expect(terminal.screen()).toContain(`Linked: ${account}`);
      unlink();
    },
    limitMs,
  );

  it(
    'links by a QR, which is wiped away, and the desk goes on with that login; the log never holds it',
    async () => {
      const terminal = inTerminal('link');
      await eventually('a QR', terminal.screen, (text) => text.includes('▄▄▄▄'), 60_000);
      expect(terminal.screen()).toMatch(/decides which account the desk speaks with/);
      web.phone.scanQr();
      expect(await terminal.ended, terminal.screen()).toBe(0);
      const left = terminal.screen().split('\u001b[2J').at(-1);
      expect(left).toContain(`Linked: ${account}`);
      expect(left).not.toContain('▄');
      expect(browserProcesses(join(data.path, 'whatsapp/session')).browsers).toEqual([]);

      const desk = await startLinked();
      const busy = await run('backup', archive);
      expect(busy.stderr).toContain(`process ${desk.pid}`);
      expect(existsSync(archive)).toBe(false);
      await desk.stop();
      expect(desk.stderr() + desk.stdout()).not.toMatch(/ref-\d|adv-secret|KODE/);
    },
    limitMs,
  );

  it(
    'carries the login off encrypted, and brings it back whole or not at all',
    async () => {
      expect(await run('backup', archive)).toMatchObject({ code: 0 });
      expect(statSync(archive).mode & 0o077).toBe(0);
      const bytes = readFileSync(archive);
      expect(bytes.includes('web.whatsapp.com')).toBe(false);

      const kept = await run('restore', archive);
      expect(kept.stderr).toMatch(/a login is there already → say --replace/);
      const changed = join(elsewhere, 'changed');
      writeFileSync(
        changed,
        Buffer.concat([bytes.subarray(0, 400), Buffer.from([bytes[400]! ^ 1]), bytes.subarray(401)]),
      );
      for (const bad of [changed, join(elsewhere, 'none'), env.CHROMIUM_PATH!])
        expect(await run('restore', bad, '--replace')).toMatchObject({ code: 1 });
      // What was there is there still.
      await (await startLinked()).stop();

      unlink();
      expect(await run('restore', archive)).toMatchObject({ code: 0 });
      expect(statSync(join(data.path, 'whatsapp')).mode & 0o077).toBe(0);
      await (await startLinked()).stop();
    },
    limitMs,
  );

  it.each([[[]], [['unlink']], [['backup']], [['link', '--phone', 'rumah']]])(
    'named wrongly (%j) it says what there is',
    async (args) => {
      const { code, stderr } = await run(...args);
      expect(stderr).toContain('npm run whatsapp -- restore FILE');
      expect(code).toBe(1);
    },
    limitMs,
  );

  /** A desk that is on by the login it finds. */
  async function startLinked() {
    const desk = startScript('test/support/whatsapp-desk.ts', env);
    await desk.started();
    const states = () =>
      desk
        .log()
        .filter(({ channel }) => channel === 'whatsapp')
        .map(({ state }) => state);
    await eventually('it is on', states, (seen) => seen.includes('on'), 60_000);
    expect(states()).not.toContain('unlinked');
    return desk;
  }
});
