/** Links the WhatsApp account in a terminal: a QR drawn in it, or a code for a phone; gone once it is linked. */
import { toString as drawQr } from 'qrcode';
import type { Intake } from '../../channels/channel-adapter.ts';
import type { WhatsappAdapter } from '../../channels/whatsapp/whatsapp-adapter.ts';
import { DomainError, SetupError } from '../../lib/errors.ts';

export type Screen = { write(text: string): void };

const clear = '\u001b[2J\u001b[3J\u001b[H';
const warning = `Whoever has what is shown here decides which account the desk speaks with. Be alone with this screen,
take no picture of it, and let no recording run. It goes into no log and no file.`;
const where = 'On the phone of the desk: WhatsApp → Linked devices → Link a device';

/** Nothing is taken in meanwhile: it stays with WhatsApp, unread, and comes when the desk starts. */
const takesNothing: Intake = {
  receive: async () => {
    throw new Error('only linking');
  },
  cursor: async () => undefined,
  connected: async () => {},
};

/**
 * @param phone of the account, to type a code into it instead of scanning.
 * @returns whose account it is now.
 * @throws {SetupError} for what only the operator can mend.
 */
export async function linkInTerminal(
  adapter: WhatsappAdapter,
  screen: Screen,
  phone: string | undefined,
): Promise<string> {
  let shown = '';
  let asked = false;
  const draw = async () => {
    const { qr, code } = adapter.link.read();
    if (phone !== undefined && qr && !asked) {
      asked = true;
      await adapter.link.requestCode(phone).catch(throwNamed);
    }
    const picture = phone === undefined ? qr && (await drawQr(qr.text, { type: 'terminal', small: true })) : code?.text;
    if (picture === undefined || picture === shown) return;
    shown = picture;
    const how = phone === undefined ? where : `${where} → Link with phone number instead, and type:`;
    screen.write(`${clear}${warning}\n\n${how}\n\n${phone === undefined ? picture : `    ${inGroups(picture)}\n`}\n`);
  };
  const linked = new Promise<void>((resolve, reject) => {
    adapter.link.follow(() => {
      const { state, problem } = adapter.status();
      if (state === 'on') resolve();
      else if (state === 'broken') reject(new SetupError([faultWords(problem)]));
      else draw().catch(reject);
    });
  });
  await adapter.start(takesNothing);
  try {
    await linked;
    return adapter.link.read().account?.phone ?? '';
  } finally {
    if (shown !== '') screen.write(clear);
    await adapter.stop();
  }
}

/** ABCD1234 → ABCD-1234, as the phone shows it. */
function inGroups(code: string): string {
  return code.replace(/^(.{4})(.{4})$/, '$1-$2');
}

function throwNamed(error: unknown): never {
  if (!(error instanceof DomainError)) throw error;
  throw new SetupError(['--phone: WhatsApp gives no code for this number → check it, or scan the QR instead']);
}

function faultWords(problem: string | undefined): string {
  const faults: Readonly<Record<string, string>> = {
    'chromium-missing': 'there is no Chromium → install chromium, or set CHROMIUM_PATH',
    'chromium-failed': 'Chromium does not start → in a container set CHROMIUM_ARGS=--no-sandbox',
    'profile-in-use': 'a desk has this login open → stop it first, or link on its page /saluran',
    'account-blocked': 'WhatsApp blocks the account → look on its phone, and follow what it says there',
    outdated: 'WhatsApp no longer takes this version → update the desk',
  };
  return faults[problem ?? ''] ?? `the channel is broken: ${problem}`;
}
