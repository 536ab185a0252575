/** The stand-in of WhatsApp Web as the crash tests' channel. */
import { type City, type LineRun, openLineRun } from '../line-run.ts';
import type { Writer } from '../line-traffic.ts';
import { chromiumFor } from './chromium-for.ts';
import { createWhatsappWeb, type WhatsappWeb } from './whatsapp-web.ts';

export type WhatsappRun = LineRun & { readonly web: WhatsappWeb };

/** @param folder for the files of the run. */
export async function openWhatsappRun(city: Omit<City, 'presses'>, folder: string): Promise<WhatsappRun> {
  const web = await createWhatsappWeb({ receipts: 'read' });
  const { world } = web;
  const run = openLineRun(
    { ...city, presses: false },
    {
      channel: 'whatsapp',
      env: { CHROMIUM_PATH: chromiumFor(web, folder) },
      writer: (person) => writerOf(web, person),
      logged: () => world.sent.length,
      arrived: () =>
        world.sent.map(({ key, to, body }, seq) => ({
          externalId: `us:${key.id}`,
          chat: to,
          text: body ?? '',
          seq,
          at: world.sentAt.get(key.id) ?? 0,
          answerLost: false,
        })),
      pending: web.unacknowledged,
      until: web.until,
      close: web.close,
    },
  );
  return { ...run, web };
}

/** Half of the people go by their phone, half by a LID. */
function writerOf(web: WhatsappWeb, person: number): Writer {
  const phone = `62000000${String(1_000 + person)}`;
  const citizen = web.citizen({ phone, name: 'Warga', addressing: person % 2 === 0 ? 'phone' : 'lid' });
  return {
    chat: citizen.chat(),
    text: (text) => `them:${citizen.write(text).key.id}`,
    photo: ({ bytes, caption }) => `them:${citizen.photo({ bytes, mime: 'image/png', caption }).key.id}`,
    buttons: () => [],
    press: () => {
      throw new Error('WhatsApp has no buttons');
    },
  };
}
