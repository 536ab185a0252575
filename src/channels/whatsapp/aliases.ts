/**
 * A person has two names in WhatsApp, a phone and a LID; which of them a chat goes by is WhatsApp's to choose, and
 * changes.
 */
import type { Clock } from '../../lib/clock.ts';
import { hourMs } from '../../lib/wib.ts';
import type { Millis } from '../../model.ts';

export type Aliases = {
  /** @returns the other names of whoever is behind a chat; [] where WhatsApp does not say. Never rejects. */
  of(chat: string): Promise<readonly string[]>;
};

/** WhatsApp may learn the other name later. */
const askAgainMs = hourMs;
const keptMax = 20_000;

/** @param ask WhatsApp, through the page. Never is one name made from the other: a LID's digits are no phone. */
export function createAliases(ask: (chat: string) => Promise<{ lid?: string; phone?: string }>, clock: Clock): Aliases {
  const known = new Map<string, { others: readonly string[]; at: Millis }>();
  return {
    async of(chat) {
      const kept = known.get(chat);
      if (kept && (kept.others.length > 0 || clock.now() - kept.at < askAgainMs)) return kept.others;
      const names = await ask(chat).catch(() => undefined);
      // Not asked is not the same as not known.
      if (names === undefined) return kept?.others ?? [];
      const others = [names.lid, names.phone].filter((name): name is string => name !== undefined && name !== chat);
      if (known.size >= keptMax) known.delete(known.keys().next().value ?? '');
      known.set(chat, { others, at: clock.now() });
      return others;
    },
  };
}
