/** One queue for the whole account: whoever may speak gets a turn, with pauses that a person would make. */
import type { Clock } from '../../lib/clock.ts';
import { addDays, dayMs, dayOf, hourMs, instantOf, minuteMs } from '../../lib/wib.ts';
import type { MessageId, Millis } from '../../model.ts';
import type { WhatsappLimits } from './limits.ts';

export type Turn = {
  id: MessageId;
  address: string;
  /** A 112 answer: waits behind nothing. */
  isUrgent: boolean;
  /** Not an answer to somebody who wrote lately: the caps count it. */
  isBegun: boolean;
};

export type Pacer = {
  /** @returns how long until this message's turn; 0 once it is. Asked again, it keeps its place. */
  turn(turn: Turn): Millis;
  /** It went out. */
  spoke(turn: Turn): void;
  typingMs(text: string): Millis;
};

/** Who did not come for a turn within this time has lost it. */
const keptMs = 10 * minuteMs;

/** What the account began lately, and since when it is linked: kept by the caller over restarts. */
export type PaceMemory = { linkedAt: Millis; begun: readonly Millis[] };

export function createPacer(deps: {
  limits: WhatsappLimits;
  clock: Clock;
  /** A whole number below `below`. */
  below(below: number): number;
  read(): PaceMemory;
  save(memory: PaceMemory): void;
}): Pacer {
  const { limits, clock, below } = deps;
  const { replies } = limits;
  const places = new Map<MessageId, Millis>();
  const chats = new Map<string, Millis>();
  let freeAt = 0;

  function place({ id, address }: Turn, now: Millis): Millis {
    const kept = places.get(id);
    if (kept !== undefined && now - kept < keptMs) return kept;
    const at = Math.max(now, freeAt, chats.get(address) ?? 0);
    freeAt = at + replies.gapFromMs + below(replies.gapToMs - replies.gapFromMs + 1);
    chats.set(address, at + replies.chatGapMs);
    places.set(id, at);
    return at;
  }

  function forgetOld(now: Millis): void {
    for (const [id, at] of places) if (now - at >= keptMs) places.delete(id);
    for (const [chat, at] of chats) if (at < now) chats.delete(chat);
  }

  return {
    turn(turn) {
      const now = clock.now();
      if (turn.isUrgent) return 0;
      const capped = turn.isBegun ? mayBeginAt(deps.read(), limits, now) - now : 0;
      if (capped > 0) return capped;
      forgetOld(now);
      return Math.max(0, place(turn, now) - now);
    },
    spoke({ id, isBegun }) {
      const now = clock.now();
      places.delete(id);
      if (!isBegun) return;
      const memory = deps.read();
      deps.save({ ...memory, begun: [...memory.begun.filter((at) => now - at < dayMs), now] });
    },
    typingMs: (text) => Math.min(replies.typingMaxMs, text.length * replies.typingMsPerCharacter),
  };
}

/** @returns when the desk may begin something itself: by hour of the day, then by the caps of the account's age. */
export function mayBeginAt({ linkedAt, begun }: PaceMemory, limits: WhatsappLimits, now: Millis): Millis {
  const today = dayOf(now);
  const from = instantOf(today, limits.begunFrom);
  if (now < from) return from;
  if (now >= instantOf(today, limits.begunUntil)) return instantOf(addDays(today, 1), limits.begunFrom);
  const ageDays = Math.floor((now - linkedAt) / dayMs);
  const cap = limits.begun.findLast(({ fromDay }) => fromDay <= ageDays) ?? limits.begun[0]!;
  const freeAgain = (within: Millis, max: number) => {
    const lately = begun.filter((at) => now - at < within);
    return lately.length < max ? now : (lately[lately.length - Math.max(max, 1)] ?? now) + within;
  };
  return Math.max(freeAgain(hourMs, cap.perHour), freeAgain(dayMs, cap.perDay));
}
