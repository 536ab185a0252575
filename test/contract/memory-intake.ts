/** An intake in memory that keeps each event once, as the desk does, and can be slow or fail. */
import { setTimeout as wait } from 'node:timers/promises';
import type { InboundEvent, InboundMessage, Intake } from '../../src/channels/channel-adapter.ts';

export type MemoryIntake = Intake & {
  /** What is stored: messages once each, everything else as it came. */
  readonly events: readonly InboundEvent[];
  readonly messages: readonly InboundMessage[];
  /** Every event that was handed over, duplicates and failures too. */
  readonly handedOver: readonly InboundEvent[];
  readonly failed: number;
  /** How often the platform could be reached again. */
  readonly connections: number;
  /** The next `times` batches are not stored; `also` is called at each. */
  failNext(times: number, also?: () => void): void;
  /** Batches wait until `release`. */
  hold(): void;
  release(): void;
  /** A batch waits. */
  held(): boolean;
  /** Forgets the events, not the ids and the cursor. */
  forget(): void;
  /** Resolves when `holds` (looked at every 5 ms), rejects after 10 s. */
  quiet(holds: () => boolean): Promise<void>;
};

export function createMemoryIntake(): MemoryIntake {
  const events: InboundEvent[] = [];
  const handedOver: InboundEvent[] = [];
  const known = new Set<string>();
  let cursor: string | undefined;
  let failing = { times: 0, also: () => {} };
  let failed = 0;
  let connections = 0;
  let gate: Promise<void> | undefined;
  let open = () => {};
  let waiting = 0;

  return {
    events,
    handedOver,
    get messages() {
      return events.flatMap((event) => (event.kind === 'message' ? [event] : []));
    },
    get failed() {
      return failed;
    },
    async receive(batch, next) {
      handedOver.push(...batch);
      waiting += 1;
      await gate;
      waiting -= 1;
      if (failing.times > 0) {
        failing.times -= 1;
        failed += 1;
        failing.also();
        throw new Error('the database is locked');
      }
      for (const event of batch) {
        if (event.kind === 'message' && known.has(event.externalId)) continue;
        if (event.kind === 'message') known.add(event.externalId);
        events.push(event);
      }
      cursor = next ?? cursor;
    },
    cursor: async () => cursor,
    async connected() {
      connections += 1;
    },
    get connections() {
      return connections;
    },
    failNext(times, also = () => {}) {
      failing = { times, also };
    },
    hold() {
      gate = new Promise((resolve) => {
        open = resolve;
      });
    },
    release() {
      gate = undefined;
      open();
    },
    held: () => waiting > 0,
    forget() {
      events.length = 0;
      handedOver.length = 0;
    },
    async quiet(holds) {
      for (let tries = 0; !holds(); tries++) {
        if (tries > 2_000) throw new Error('did not happen within 10 s');
        await wait(5);
      }
    },
  };
}
