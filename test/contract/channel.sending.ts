/** The contract's cases of sending: it arrives whole, goes on where it ended, and every failure has its name. */
import { expect } from 'vitest';
import type { OutboundMessage, SendFailure, SendResult } from '../../src/channels/channel-adapter.ts';
import type { Choice } from '../../src/model.ts';
import type { ContractCase, ContractContext } from './channel.contract.ts';

function message(address: string, text: string, more: Partial<OutboundMessage> = {}): OutboundMessage {
  return { id: 'm1' as never, address, text, choices: [], ...more };
}

/** Sends as the worker does. @param sent the parts that earlier attempts sent; grows. */
function send({ adapter }: ContractContext, what: OutboundMessage, sent: string[] = []): Promise<SendResult> {
  return adapter.send(what, { sent: [...sent], partSent: async (id) => void sent.push(id) });
}

const arrives: readonly ContractCase[] = [
  {
    title: 'sends a text as it is written, and tells its id',
    async run(context) {
      const text = 'Terima kasih, Bu Contoh. <b>Tidak</b> *tebal* & _miring_ 🙏\nKP-7FX3-MQ9';
      const sent: string[] = [];
      expect(await send(context, message(context.a.address(), text), sent)).toEqual({ ok: true });
      expect(await context.a.arrived()).toMatchObject([{ text, choices: [], externalId: sent[0] }]);
      expect(sent).toHaveLength(1);
      expect(await context.b.arrived()).toEqual([]);
      expect(context.adapter.status().lastOutAt).toBeDefined();
    },
  },
  {
    title: 'shows choices as buttons, or as numbers below the text',
    async run(context) {
      const choices = [
        { id: 'jalan', label: 'Jalan' },
        { id: 'lampu', label: 'Lampu jalan' },
      ];
      await send(context, message(context.a.address(), 'Tentang apa?', { choices }));
      const [part] = await context.a.arrived();
      if (context.adapter.capabilities.choices.kind === 'buttons') {
        expect(part).toMatchObject({ text: 'Tentang apa?', choices: ['Jalan', 'Lampu jalan'] });
      } else expect(part!.text).toContain('Tentang apa?\n\n1. Jalan\n2. Lampu jalan\n');
    },
  },
  {
    title: 'writes more choices than there is room for buttons as numbers',
    async run(context) {
      const { max } = context.adapter.capabilities.choices;
      const choices = Array.from({ length: max + 1 }, (_, n): Choice => ({ id: `c${n}`, label: `Pilihan ${n}` }));
      await send(context, message(context.a.address(), 'Yang mana?', { choices }));
      const [part] = await context.a.arrived();
      expect(part!.choices).toEqual([]);
      for (const [index, { label }] of choices.entries()) expect(part!.text).toContain(`${index + 1}. ${label}`);
    },
  },
  {
    title: 'sends a long text in parts, in order, buttons on the last only',
    async run(context) {
      const { textMax } = context.adapter.capabilities;
      const text = sentences(textMax * 2);
      const choices = [{ id: 'ya', label: 'Ya' }];
      const sent: string[] = [];
      expect(await send(context, message(context.a.address(), text, { choices }), sent)).toEqual({ ok: true });
      const parts = await context.a.arrived();
      expect(parts.length).toBeGreaterThan(1);
      expect(parts.map(({ externalId }) => externalId)).toEqual(sent);
      const whole = parts.map((part) => part.text).join(' ');
      expect(whole.slice(0, text.length)).toBe(text);
      if (context.adapter.capabilities.choices.kind === 'buttons') expect(parts.at(-1)!.choices).toEqual(['Ya']);
      else expect(whole.slice(text.length)).toContain('1. Ya');
      for (const part of parts) expect(part.text.length).toBeLessThanOrEqual(textMax);
      for (const part of parts.slice(0, -1)) expect(part.choices).toEqual([]);
    },
  },
  {
    title: 'goes on with the part at which an earlier attempt ended',
    async run(context) {
      const { harness, adapter, a } = context;
      const text = sentences(adapter.capabilities.textMax * 2);
      const long = message(a.address(), text);
      const sent: string[] = [];
      const first = await adapter.send(long, {
        sent: [],
        async partSent(id) {
          sent.push(id);
          if (sent.length === 1) harness.wire.failNextSend('unreachable');
        },
      });
      expect(first).toMatchObject({ ok: false, failure: 'unreachable' });
      expect(sent).toHaveLength(1);
      expect(await send(context, long, sent)).toEqual({ ok: true });
      expect((await a.arrived()).map((part) => part.text).join(' ')).toBe(text);
    },
  },
  {
    title: 'waits until a part is noted before it sends the next',
    async run({ adapter, a }) {
      const long = message(a.address(), sentences(adapter.capabilities.textMax * 2));
      const seen: number[] = [];
      await adapter.send(long, {
        sent: [],
        async partSent() {
          await new Promise((resolve) => setImmediate(resolve));
          seen.push((await a.arrived()).length);
        },
      });
      expect(seen).toEqual(seen.map((_, index) => index + 1));
    },
  },
  {
    title: 'quotes the message that it answers',
    async run(context) {
      const { intake, a } = context;
      await a.write('Kapan diperbaiki?');
      await intake.quiet(() => intake.messages.length === 1);
      const { externalId } = intake.messages[0]!;
      await send(context, message(a.address(), 'Besok, Bu.', { quote: externalId }));
      expect(await a.arrived()).toMatchObject([{ text: 'Besok, Bu.', quote: externalId }]);
    },
  },
  {
    title: 'sends without the quote where the quoted message cannot be found',
    async run(context) {
      const result = await send(context, message(context.a.address(), 'Besok, Bu.', { quote: 'cb:1' }));
      expect(result).toEqual({ ok: true });
      expect((await context.a.arrived()).map(({ text, quote }) => ({ text, quote }))).toEqual([
        { text: 'Besok, Bu.', quote: undefined },
      ]);
    },
  },
];

function fails(failure: SendFailure, title: string): ContractCase {
  return {
    title,
    async run(context) {
      context.harness.wire.failNextSend(failure);
      expect(await send(context, message(context.a.address(), 'halo'))).toMatchObject({ ok: false, failure });
      expect(await context.a.arrived()).toEqual([]);
    },
  };
}

const failures: readonly ContractCase[] = [
  fails('unreachable', 'names a lost connection: unreachable'),
  fails('blocked', 'names a citizen who blocked us: blocked'),
  fails('no-such-chat', 'names a chat that is not there: no-such-chat'),
  fails('unauthorised', 'names credentials that are not accepted: unauthorised'),
  fails('rejected', 'names a message that the platform refuses: rejected'),
  {
    title: 'names a platform that wants it slower, with the time to wait: rate-limited',
    async run(context) {
      context.harness.wire.failNextSend('rate-limited', { retryAfterMs: 7_000 });
      const result = await send(context, message(context.a.address(), 'halo'));
      expect(result).toMatchObject({ ok: false, failure: 'rate-limited', retryAfterMs: 7_000 });
    },
  },
  {
    title: 'says unreachable of what arrived while its answer was lost: sent twice rather than never',
    async run(context) {
      context.harness.wire.failNextSend('unreachable', { after: true });
      const what = message(context.a.address(), 'halo');
      const sent: string[] = [];
      expect(await send(context, what, sent)).toMatchObject({ ok: false, failure: 'unreachable' });
      expect(sent).toEqual([]);
      expect(await send(context, what, sent)).toEqual({ ok: true });
      expect((await context.a.arrived()).map(({ text }) => text)).toEqual(['halo', 'halo']);
    },
  },
  {
    title: 'names an address that is none: no-such-chat',
    async run(context) {
      const result = await send(context, message('@not an address', 'halo'));
      expect(result).toMatchObject({ ok: false, failure: 'no-such-chat' });
    },
  },
  {
    title: 'has nothing to send of a blank message: rejected',
    async run(context) {
      const result = await send(context, message(context.a.address(), ' \n '));
      expect(result).toMatchObject({ ok: false, failure: 'rejected' });
      expect(await context.a.arrived()).toEqual([]);
    },
  },
  {
    title: 'does not throw on a cut wire, whatever is asked of it',
    async run(context) {
      const { adapter, harness, a } = context;
      harness.wire.cut();
      const result = await send(context, message(a.address(), 'halo'));
      expect(result).toMatchObject({ ok: false, failure: 'unreachable' });
      expect(await adapter.fetchFile('some-file', 10)).toMatchObject({ ok: false });
      await adapter.typing?.(a.address());
      harness.wire.mend();
      expect(await send(context, message(a.address(), 'halo'))).toEqual({ ok: true });
    },
  },
];

export const sendingCases: readonly ContractCase[] = [...arrives, ...failures];

function sentences(atLeast: number): string {
  const one = 'Petugas akan memeriksa lampu di gang itu besok pagi.';
  return Array.from({ length: Math.ceil(atLeast / (one.length + 1)) + 1 }, () => one).join(' ');
}
