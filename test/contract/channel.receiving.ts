/** The contract's cases of receiving: stored before acknowledged, in order, none lost, known when it comes twice. */
import { expect } from 'vitest';
import type { ContractCase, ContractContext } from './channel.contract.ts';

const texts = ({ intake }: ContractContext) => intake.messages.map(({ text }) => text);

/** Waits for it; fails with the difference where it does not come. */
function soon<T>(read: () => T | Promise<T>) {
  return expect.poll(read, { timeout: 10_000, interval: 10 });
}

const whatIsWritten: readonly ContractCase[] = [
  {
    title: 'hands over what a citizen writes, with an address to answer to',
    async run(context) {
      await context.a.write('Lampu gang mati, Pak 🙏');
      await soon(() => texts(context)).toEqual(['Lampu gang mati, Pak 🙏']);
      const [message] = context.intake.messages;
      expect(message).toMatchObject({ address: context.a.address() });
      expect(message!.externalId).not.toBe('');
      expect(message!.sentAt).toBeGreaterThan(0);
      expect(message!.unsupported).toBeUndefined();
      expect(context.adapter.status().lastInAt).toBeDefined();
    },
  },
  {
    title: 'cleans what no database keeps: NUL and half surrogates',
    async run(context) {
      await context.a.write('a\0b\ud83dc');
      await soon(() => texts(context)).toEqual(['abc']);
    },
  },
  {
    title: 'hands over a pressed button as its choice, and the button goes away',
    async run(context) {
      const { adapter, a, intake } = context;
      const choices = [
        { id: 'resolved:yes:KP-1', label: 'Sudah' },
        { id: 'resolved:no:KP-1', label: 'Belum' },
      ];
      const message = { id: 'm1' as never, address: a.address(), text: 'Sudah selesai?', choices };
      expect(await adapter.send(message, nothingSent)).toEqual({ ok: true });
      await soon(async () => (await a.arrived()).at(-1)?.choices).toEqual(['Sudah', 'Belum']);
      await a.press('Belum');
      await soon(() => intake.messages.map(({ choice }) => choice)).toEqual(['resolved:no:KP-1']);
      expect(intake.messages[0]).toMatchObject({ address: a.address() });
      await soon(async () => (await a.arrived()).at(-1)?.choices).toEqual([]);
    },
  },
  {
    title: 'hands over a photo with its caption; the file can be fetched, within a cap',
    async run(context) {
      const { adapter, a, intake } = context;
      await a.photo(pixel, 'jalan berlubang');
      await soon(() => texts(context)).toEqual(['jalan berlubang']);
      const attachments = intake.messages[0]!.attachments ?? [];
      expect(attachments).toMatchObject([{ kind: 'photo' }]);
      const { ref } = attachments[0]!;
      expect(await adapter.fetchFile(ref, pixel.byteLength - 1)).toEqual({ ok: false, failure: 'too-large' });
      const fetched = await adapter.fetchFile(ref, pixel.byteLength);
      expect(fetched.ok && Buffer.from(fetched.bytes)).toEqual(Buffer.from(pixel));
    },
  },
  {
    title: 'says that a file is gone',
    async run({ adapter }) {
      expect(await adapter.fetchFile('nothing-of-this-name', 1_000)).toEqual({ ok: false, failure: 'gone' });
    },
  },
  {
    title: 'hands over a location',
    async run({ a, intake }) {
      await a.location(-7.82, 112.01);
      await soon(() => intake.messages.map(({ location }) => location)).toMatchObject([
        { latitude: -7.82, longitude: 112.01 },
      ]);
    },
  },
  {
    title: 'hands over an edit under the id of the message that it changes',
    async run(context) {
      await context.a.write('RT 3');
      await soon(() => texts(context)).toEqual(['RT 3']);
      await context.a.edit('RT 4');
      await soon(() => context.intake.events.find(({ kind }) => kind === 'edit')).toMatchObject({
        externalId: context.intake.messages[0]!.externalId,
        address: context.a.address(),
        text: 'RT 4',
      });
    },
  },
  {
    title: 'hands over which of our messages is quoted, by the id that sending told',
    async run(context) {
      const { adapter, a, intake } = context;
      const sent: string[] = [];
      const message = { id: 'm1' as never, address: a.address(), text: 'KP-7FX3-MQ9 kami teruskan.', choices: [] };
      await adapter.send(message, { sent: [], partSent: async (id) => void sent.push(id) });
      await a.quote('yang ini belum');
      await soon(() => intake.messages.map(({ quote }) => quote)).toEqual(sent);
    },
  },
  {
    title: 'says when a citizen blocks us and comes back',
    async run({ a, intake }) {
      await a.block();
      await a.unblock();
      await soon(() => intake.events).toMatchObject([
        { kind: 'blocked', address: a.address() },
        { kind: 'unblocked', address: a.address() },
      ]);
    },
  },
];

const nothingLost: readonly ContractCase[] = [
  {
    title: 'keeps the order of a chat, two chats at a time',
    async run({ a, b, intake }) {
      const numbers = Array.from({ length: 40 }, (_, index) => String(index));
      for (const number of numbers) await Promise.all([a.write(number), b.write(number)]);
      const of = (address: string) => intake.messages.filter((one) => one.address === address).map(({ text }) => text);
      await soon(() => of(a.address())).toEqual(numbers);
      await soon(() => of(b.address())).toEqual(numbers);
    },
  },
  {
    title: 'acknowledges nothing before it is stored',
    async run(context) {
      const { harness, intake, a } = context;
      intake.hold();
      await a.write('satu');
      await intake.quiet(() => intake.held());
      expect(harness.wire.unacknowledged()).toBeGreaterThan(0);
      intake.release();
      await soon(() => texts(context)).toEqual(['satu']);
      await soon(() => harness.wire.unacknowledged()).toBe(0);
    },
  },
  {
    title: 'acknowledges nothing that could not be stored, and gets it again',
    async run(context) {
      const { harness, intake, a } = context;
      const waitingThen: number[] = [];
      intake.failNext(3, () => waitingThen.push(harness.wire.unacknowledged()));
      await a.write('satu');
      await a.write('dua');
      await soon(() => texts(context)).toEqual(['satu', 'dua']);
      expect(intake.failed).toBe(3);
      expect(Math.min(...waitingThen)).toBeGreaterThan(0);
      await soon(() => harness.wire.unacknowledged()).toBe(0);
    },
  },
  {
    title: 'gives the same id to what comes twice',
    async run(context) {
      const { harness, intake, a } = context;
      harness.wire.loseAcknowledgement();
      await a.write('satu');
      await soon(() => intake.handedOver.length).toBeGreaterThan(1);
      await soon(() => harness.wire.unacknowledged()).toBe(0);
      const ids = intake.handedOver.map((event) => event.kind === 'message' && event.externalId);
      expect(new Set(ids).size).toBe(1);
      expect(texts(context)).toEqual(['satu']);
    },
  },
  {
    title: 'leaves to the next process what came while none was there',
    async run(context) {
      const { harness, adapter, intake, a } = context;
      await a.write('sebelum');
      await soon(() => texts(context)).toEqual(['sebelum']);
      await adapter.stop();
      expect(adapter.status().state).toBe('stopped');
      await a.write('sementara');
      expect(texts(context)).toEqual(['sebelum']);
      context.adapter = await harness.connect();
      await context.adapter.start(intake);
      await soon(() => texts(context)).toEqual(['sebelum', 'sementara']);
      await soon(() => harness.wire.unacknowledged()).toBe(0);
    },
  },
  {
    title: 'lets a batch that is being stored finish before it has stopped, and stops twice',
    async run(context) {
      const { adapter, intake, a } = context;
      intake.hold();
      await a.write('satu');
      await intake.quiet(() => intake.held());
      let stopped = false;
      const stopping = adapter.stop().then(() => {
        stopped = true;
      });
      // Long enough for a stop that does not wait to have come to its end.
      await new Promise((resolve) => setTimeout(resolve, 50));
      expect(stopped).toBe(false);
      intake.release();
      await stopping;
      expect(texts(context)).toEqual(['satu']);
      await adapter.stop();
      expect(adapter.status().state).toBe('stopped');
    },
  },
  {
    title: 'says that the wire is cut, comes back by itself, and has lost nothing',
    async run(context) {
      const { harness, adapter, intake, a } = context;
      await soon(() => adapter.status().state).toBe('on');
      const before = intake.connections;
      harness.wire.cut();
      await soon(() => adapter.status()).toMatchObject({ state: 'retrying', problem: 'unreachable' });
      await a.write('halo');
      harness.wire.mend();
      await soon(() => texts(context)).toEqual(['halo']);
      await soon(() => adapter.status().state).toBe('on');
      expect(adapter.status().problem).toBeUndefined();
      expect(intake.connections).toBe(before + 1);
    },
  },
];

export const receivingCases: readonly ContractCase[] = [...whatIsWritten, ...nothingLost];

/** The smallest PNG. */
const pixel = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

const nothingSent = { sent: [], partSent: async () => {} };
