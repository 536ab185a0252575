/** `npm run whatsapp -- link|backup|restore`: the WhatsApp login from the command line, while the desk is stopped. */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { packLogin, unpackLogin } from '../channels/whatsapp/archive.ts';
import { readLimits } from '../channels/whatsapp/limits.ts';
import { createWhatsappAdapter } from '../channels/whatsapp/whatsapp-adapter.ts';
import { type Config, readEnvironment } from '../config.ts';
import { lockFolder } from '../db/lock.ts';
import { systemClock } from '../lib/clock.ts';
import { SetupError } from '../lib/errors.ts';
import { createIds } from '../lib/ids.ts';
import { readKey } from '../lib/keys.ts';
import { silentLog } from '../lib/log.ts';
import { systemTimers } from '../lib/timers.ts';
import { linkInTerminal } from './whatsapp/link.ts';

const usage = `npm run whatsapp -- link [--phone 6281…]   links the account: a QR, or a code to type into this phone
npm run whatsapp -- backup FILE            writes the login, encrypted with DATA_KEY
npm run whatsapp -- restore FILE           puts it back; --replace: in place of one that is there`;

try {
  await main();
  // What the library keeps open holds up nobody.
  process.exit(0);
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  for (const fault of error.faults) console.error(fault);
  process.exit(1);
}

async function main(): Promise<void> {
  const { command, file, phone, replace } = readArguments(process.argv.slice(2));
  const config = readEnvironment();
  const folder = resolve(config.DATA_DIR, 'whatsapp');
  if (command === 'link') return await link(config, folder, phone);
  const key = readKey('data', config.DATA_KEY, join(config.DATA_DIR, 'keys'));
  if (command === 'restore' && existsSync(join(folder, 'session')) && !replace)
    throw new SetupError([`${folder}: a login is there already → say --replace, if it is to be lost`]);
  const lock = lockFolder(folder, `whatsapp ${command}`);
  try {
    await (command === 'backup' ? packLogin(folder, file, key) : unpackLogin(folder, file, key));
  } finally {
    lock.release();
  }
  console.error(command === 'backup' ? `Written: ${file}. It is the account: keep it as one.` : `Restored: ${folder}.`);
}

async function link(config: Config, folder: string, phone: string | undefined): Promise<void> {
  if (!process.stdout.isTTY)
    throw new SetupError(['this is no terminal → run it in one: what it shows must not end in a file or a log']);
  const adapter = createWhatsappAdapter(
    {
      folder,
      chromiumPath: config.CHROMIUM_PATH,
      chromiumArgs: config.CHROMIUM_ARGS.split(' ').filter(Boolean),
      limits: readLimits(join(import.meta.dirname, '../../data')),
    },
    {
      clock: systemClock,
      timers: systemTimers,
      ids: createIds(systemClock),
      log: silentLog,
      choiceHint: '',
      lock: (path) => lockFolder(path, 'whatsapp link'),
    },
  );
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void adapter.stop().finally(() => process.exit(1)));
  const account = await linkInTerminal(adapter, process.stdout, phone);
  console.error(`Linked: ${account}. Start the desk with WHATSAPP_MODE=web.`);
}

/** @throws {SetupError} with the usage. */
function readArguments(args: string[]) {
  try {
    const options = { phone: { type: 'string' }, replace: { type: 'boolean', default: false } } as const;
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
    const [command, file = ''] = positionals;
    const isKnown = command === 'link' || ((command === 'backup' || command === 'restore') && file !== '');
    if (!isKnown) throw new Error(`${positionals.join(' ') || 'nothing'}: not known, or not whole`);
    const phone = values.phone?.replace(/\D/g, '');
    if (phone !== undefined && !/^[1-9]\d{7,14}$/.test(phone))
      throw new Error('--phone: no number → digits with the code of the country');
    return { command, file: resolve(file), phone, replace: values.replace };
  } catch (error) {
    throw new SetupError([(error as Error).message, usage]);
  }
}
