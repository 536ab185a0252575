/** One linked account for a whole suite of talks; each case has people of its own. */
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import type {
  InboundEvent,
  InboundMessage,
  OutboundMessage,
  SendResult,
} from '../../../src/channels/channel-adapter.ts';
import type { WhatsappAdapter } from '../../../src/channels/whatsapp/whatsapp-adapter.ts';
import { createMemoryIntake } from '../../contract/memory-intake.ts';
import type { Citizen } from '../../support/whatsapp-web/citizens.ts';
import type { Knobs } from '../../support/whatsapp-web/servers.ts';
import type { PersonSpec } from '../../support/whatsapp-web/world.ts';
import { openWhatsappHarness, type WhatsappHarness } from './whatsapp-harness.ts';

/** The beginning of a PNG: enough for a file. */
export const pixels = Buffer.from('89504e470d0a1a0a0000000d4948445200000001', 'hex');

/** For `describe.each`. */
export const keysOfBothKinds: [string, Partial<Knobs>][] = [
  ['keys as they were', { keyProp: '_serialized' }],
  ['keys of July 2026', { keyProp: '$1' }],
];

/** Registers the hooks; what it returns is there within the cases. */
export function openStage(knobs: Partial<Knobs>) {
  const intake = createMemoryIntake();
  let harness: WhatsappHarness;
  let adapter: WhatsappAdapter;
  let people = 0;
  let messages = 0;

  beforeAll(async () => {
    harness = await openWhatsappHarness(knobs);
    adapter = harness.adapter({ timing: { fileMs: 1_000, ackMs: 1_000 } });
    await adapter.start(intake);
    await until(() => adapter.link.read().qr !== undefined);
    harness.web.phone.scanQr();
    await until(() => adapter.status().state === 'on');
  });
  afterAll(async () => {
    await adapter.stop();
    await harness.close();
  });
  afterEach(() => intake.release());
  beforeEach(() => {
    intake.forget();
    people += 1;
  });

  const until = (holds: () => boolean) => harness.web.until(holds, 20_000);

  /** @param place of several people in one case. */
  function person(more: Partial<PersonSpec> = {}, place = 0): Citizen {
    const phone = `6200000${String(people * 10 + place).padStart(5, '0')}`;
    return harness.web.citizen({ phone, name: 'Siti', ...more });
  }

  async function heard(count = 1): Promise<readonly InboundMessage[]> {
    await until(() => intake.messages.length >= count);
    return intake.messages;
  }

  return {
    intake,
    get harness() {
      return harness;
    },
    get adapter() {
      return adapter;
    },
    /** The number of the case. */
    get people() {
      return people;
    },
    until,
    person,
    heard,
    async event<K extends InboundEvent['kind']>(kind: K): Promise<Extract<InboundEvent, { kind: K }>> {
      const find = () => intake.events.find((one) => one.kind === kind);
      await until(() => find() !== undefined);
      return find() as Extract<InboundEvent, { kind: K }>;
    },
    outbound(address: string, text: string, more: Partial<OutboundMessage> = {}): OutboundMessage {
      messages += 1;
      return { id: `m${messages}` as never, address, text, choices: [], ...more };
    },
    async send(message: OutboundMessage, sent: string[] = []): Promise<SendResult> {
      return await adapter.send(message, { sent: [...sent], partSent: async (id) => void sent.push(id) });
    },
    /** Somebody who has written, so that they may be answered. */
    async known(more: Partial<PersonSpec> = {}): Promise<Citizen> {
      const citizen = person(more);
      citizen.write('halo');
      await heard();
      intake.forget();
      return citizen;
    },
  };
}
