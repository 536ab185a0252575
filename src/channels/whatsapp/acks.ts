/** What WhatsApp says of messages of ours: the server's word ends a sending, a phone's word becomes a receipt. */
import type { Timers } from '../../lib/timers.ts';
import type { Millis } from '../../model.ts';
import { DeadlineError, within } from './time.ts';

export type Acks = {
  heard(id: string, ack: number): void;
  /** @returns the server's word: 1 or more accepted, -1 refused; undefined where none came in time. */
  wait(id: string, ms: Millis): Promise<number | undefined>;
};

/** Words that came before anybody waited for them. */
const keptMax = 500;

export function createAcks(timers: Timers): Acks {
  const latest = new Map<string, number>();
  const waiting = new Map<string, (ack: number) => void>();
  return {
    heard(id, ack) {
      if (ack === 0) return;
      latest.delete(id);
      latest.set(id, ack);
      if (latest.size > keptMax) latest.delete(latest.keys().next().value ?? '');
      waiting.get(id)?.(ack);
    },
    async wait(id, ms) {
      const known = latest.get(id);
      if (known !== undefined) return known;
      const word = new Promise<number>((resolve) => waiting.set(id, resolve));
      try {
        return await within(timers, ms, word);
      } catch (error) {
        if (error instanceof DeadlineError) return undefined;
        throw error;
      } finally {
        waiting.delete(id);
      }
    },
  };
}
