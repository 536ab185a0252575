/**
 * The WhatsApp channel as the contract's suite drives it: the real library, the real Chromium, our stand-in of the
 * page.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SendFailure } from '../../../src/channels/channel-adapter.ts';
import type { WhatsappConfig } from '../../../src/channels/whatsapp/config.ts';
import {
  createWhatsappAdapter,
  type WhatsappAdapter,
  type WhatsappDeps,
} from '../../../src/channels/whatsapp/whatsapp-adapter.ts';
import { systemClock } from '../../../src/lib/clock.ts';
import { createIds } from '../../../src/lib/ids.ts';
import { silentLog } from '../../../src/lib/log.ts';
import { systemTimers } from '../../../src/lib/timers.ts';
import type { ChannelHarness, HarnessCitizen } from '../../contract/channel.contract.ts';
import { findChromium } from '../../support/chromium.ts';
import { testLimits, testTiming } from '../../support/whatsapp-pace.ts';
import type { Knobs, SendFault } from '../../support/whatsapp-web/servers.ts';
import { createWhatsappWeb, type WhatsappWeb } from '../../support/whatsapp-web/whatsapp-web.ts';

export type WhatsappHarness = ChannelHarness & {
  readonly web: WhatsappWeb;
  readonly folder: string;
  /** @param deps what is given otherwise than by the machine: its clock, its timers, a log. */
  adapter(config?: Partial<WhatsappConfig>, deps?: Partial<WhatsappDeps>): WhatsappAdapter;
};

export async function openWhatsappHarness(knobs: Partial<Knobs> = {}): Promise<WhatsappHarness> {
  const web = await createWhatsappWeb(knobs);
  const folder = mkdtempSync(join(tmpdir(), 'klinik-whatsapp-'));
  const harness: WhatsappHarness = {
    web,
    folder,
    adapter: (config, deps) => createTestAdapter(web, folder, config, deps),
    async connect() {
      const adapter = harness.adapter();
      // The owner stands beside it, and scans what it shows.
      adapter.link.follow(() => adapter.link.read().qr && web.phone.scanQr());
      return {
        ...adapter,
        // A browser takes its time; what a case measures begins when it is there.
        async start(intake) {
          await adapter.start(intake);
          await web.until(() => adapter.status().state === 'on', 50_000);
        },
        async send(message, progress) {
          await web.until(web.knowsWhoLeft);
          return await adapter.send(message, progress);
        },
      };
    },
    citizen: (name) => createHarnessCitizen(web, name === 'a' ? '620000000501' : '620000000502'),
    wire: {
      unacknowledged: web.unacknowledged,
      loseAcknowledgement: web.loseReceived,
      failNextSend: (failure, options = {}) => fail(web, failure, options),
      cut: web.cut,
      mend: web.mend,
    },
    async close() {
      await web.close();
      rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
      if (web.complaints.length > 0) throw new Error(`the stand-in complains: ${web.complaints.join('; ')}`);
    },
  };
  return harness;
}

function createTestAdapter(
  web: WhatsappWeb,
  folder: string,
  config: Partial<WhatsappConfig> = {},
  deps: Partial<WhatsappDeps> = {},
): WhatsappAdapter {
  return createWhatsappAdapter(
    {
      folder,
      chromiumPath: findChromium() ?? undefined,
      chromiumArgs: ['--no-sandbox', '--disable-gpu', ...web.chromiumArgs],
      limits: testLimits,
      ...config,
      timing: { ...testTiming, ...config.timing },
    },
    {
      clock: systemClock,
      timers: systemTimers,
      ids: createIds(systemClock),
      log: silentLog,
      choiceHint: 'Balas dengan angkanya.',
      lock: () => ({ release() {} }),
      ...deps,
    },
  );
}

function createHarnessCitizen(web: WhatsappWeb, phone: string): HarnessCitizen {
  const citizen = web.citizen({ phone, name: 'Siti Contoh' });
  const written: ReturnType<typeof citizen.write>[] = [];
  const keyOf = (id: string, fromMe: boolean) => `${fromMe ? 'us' : 'them'}:${id}`;
  return {
    open: async () => void citizen.write('halo'),
    address: citizen.chat,
    write: async (text) => void written.push(citizen.write(text)),
    press: () => Promise.reject(new Error('WhatsApp has no buttons')),
    photo: async (bytes, caption) => void citizen.photo({ bytes, mime: 'image/png', caption }),
    location: async (latitude, longitude) => void citizen.location(latitude, longitude),
    edit: async (text) => citizen.edit(written.at(-1)!, text),
    quote: async (text) => void citizen.quote(citizen.received().at(-1)!, text),
    block: () => Promise.reject(new Error('WhatsApp does not tell')),
    unblock: () => Promise.reject(new Error('WhatsApp does not tell')),
    arrived: async () =>
      citizen.received().map(({ key, body, quotedStanzaID }) => ({
        externalId: keyOf(key.id, true),
        text: body ?? '',
        choices: [],
        quote:
          quotedStanzaID &&
          keyOf(
            quotedStanzaID,
            web.world.sent.some((sent) => sent.key.id === quotedStanzaID),
          ),
      })),
  };
}

function fail(web: WhatsappWeb, failure: SendFailure, { after }: { after?: true }): void {
  if (failure === 'no-such-chat') {
    for (const phone of ['620000000501', '620000000502']) web.leave(web.citizen({ phone }));
    return;
  }
  const faults: Partial<Record<SendFailure, SendFault[]>> = {
    unreachable: [after ? 'answer-lost' : 'lost'],
    // It is tried once more, as a person would.
    rejected: ['refused', 'refused'],
    unauthorised: ['logged-out'],
  };
  web.failNextSend(...(faults[failure] ?? []));
}
