/** A channel in memory, for the terminal chat, the tests and the bench: whoever looks sees what it was given to say. */
import type { Clock } from '../../lib/clock.ts';
import { assert } from '../../lib/errors.ts';
import type { Choice, MessageId, Millis } from '../../model.ts';
import type {
  Capabilities,
  ChannelAdapter,
  ChannelStatus,
  FetchResult,
  InboundEvent,
  Intake,
  SendFailure,
  SendResult,
} from '../channel-adapter.ts';
import { render } from '../render.ts';

/** One part as the citizen sees it. */
export type SentPart = {
  externalId: string;
  address: string;
  messageId: MessageId;
  text: string;
  /** Empty where the choices stand in the text as numbers. */
  choices: readonly Choice[];
  quote?: string;
  at: Millis;
};

export type Simulator = ChannelAdapter & {
  /** Events arrive from the wire; resolves when stored. @throws what the intake throws, a bug before `start` */
  inject(events: readonly InboundEvent[]): Promise<void>;
  /** Everything that was sent, oldest first. */
  readonly sent: readonly SentPart[];
  /** Is told of each part from now on. @returns how to unsubscribe. */
  onSent(listener: (part: SentPart) => void): () => void;
  /** Forgets what was sent: a bench would fill the memory with it. */
  forget(): void;
  /**
   * The next `count` parts fail. `after`: the part arrives, and the failure is told nevertheless, as when a line
   * breaks between the platform's acceptance and our hearing of it.
   */
  failNext(count: number, failure: SendFailure, options?: { retryAfterMs?: Millis; after?: boolean }): void;
  /** Makes a file that `fetchFile` finds under `ref`. */
  putFile(ref: string, bytes: Uint8Array, declaredMime?: string): void;
};

/** Buttons, and long labels: text and choices stay apart. */
export const simulatorCapabilities: Capabilities = {
  textMax: 4096,
  choices: { kind: 'buttons', max: 20, labelMax: 200 },
  receipts: 'none',
  edits: true,
};

/** @param deps.choiceHint closing line under numbered choices, where the capabilities ask for numbers. */
export function createSimulator({
  clock,
  capabilities = simulatorCapabilities,
  choiceHint = '',
}: {
  clock: Clock;
  capabilities?: Capabilities;
  choiceHint?: string;
}): Simulator {
  const wire = createWire(clock);
  const files = new Map<string, { bytes: Uint8Array; declaredMime?: string }>();
  let status: ChannelStatus = { state: 'off', since: clock.now() };
  const storing = new Set<Promise<void>>();
  let intake: Intake | undefined;

  return {
    ...wire.seen,
    name: 'simulator',
    capabilities,
    async start(into) {
      intake = into;
      status = { ...status, state: 'on', since: clock.now() };
    },
    async stop() {
      intake = undefined;
      await Promise.allSettled(storing);
      if (status.state !== 'stopped') status = { ...status, state: 'stopped', since: clock.now() };
    },
    async send({ id, address, quote, ...message }, progress) {
      const parts = render(message, capabilities, choiceHint);
      if (parts.length === 0) return { ok: false, failure: 'rejected', detail: 'nothing to say' };
      for (const [index, { text, buttons }] of parts.entries()) {
        if (index < progress.sent.length) continue;
        const shownQuote = index === 0 ? quote : undefined;
        const outcome = wire.carry({ address, messageId: id, text, choices: buttons, quote: shownQuote });
        if (typeof outcome !== 'string') return outcome;
        status = { ...status, lastOutAt: clock.now() };
        await progress.partSent(outcome);
      }
      return { ok: true };
    },
    async fetchFile(ref, bytesMax): Promise<FetchResult> {
      const file = files.get(ref);
      if (file === undefined) return { ok: false, failure: 'gone' };
      return file.bytes.byteLength > bytesMax ? { ok: false, failure: 'too-large' } : { ok: true, ...file };
    },
    status: () => status,
    async typing() {},
    async inject(events) {
      assert(intake !== undefined, 'the simulator receives only between start and stop');
      const stored = intake.receive(events);
      storing.add(stored);
      await stored.finally(() => storing.delete(stored));
      status = { ...status, lastInAt: clock.now() };
    },
    putFile(ref, bytes, declaredMime) {
      files.set(ref, { bytes, declaredMime });
    },
  };
}

/** The far side: what arrived there, who watches, and what is to go wrong next. */
function createWire(clock: Clock) {
  const sent: SentPart[] = [];
  const listeners = new Set<(part: SentPart) => void>();
  const failures: { result: SendResult; after: boolean }[] = [];
  let count = 0;

  const seen: Pick<Simulator, 'sent' | 'onSent' | 'forget' | 'failNext'> = {
    sent,
    onSent(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    forget() {
      sent.length = 0;
    },
    failNext(times, failure, { retryAfterMs, after = false } = {}) {
      for (let n = 0; n < times; n++) failures.push({ result: { ok: false, failure, retryAfterMs }, after });
    },
  };

  /** @returns the part's external id, or the failure that was asked for. */
  function carry(part: Omit<SentPart, 'externalId' | 'at'>): string | SendResult {
    const failure = failures.shift();
    if (failure !== undefined && !failure.after) return failure.result;
    count += 1;
    const arrived = { ...part, externalId: `${part.messageId}:${count}`, at: clock.now() };
    sent.push(arrived);
    for (const listener of listeners) listener(arrived);
    return failure === undefined ? arrived.externalId : failure.result;
  }

  return { seen, carry };
}
