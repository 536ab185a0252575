/**
 * What the web chat asks of the desk: the messages of one visitor, both directions. The desk implements it on its
 * database; here is only what is asked, and how it is read without missing a message.
 */
import type { Clock } from '../../lib/clock.ts';
import type { AttachmentKind, Choice, Location, Millis } from '../../model.ts';
import type { WebchatLimits } from './limits.ts';

export interface Mailbox {
  /** @returns at most `limit` messages of this visitor with a seq above `afterSeq`, lowest first; [] for a stranger. */
  read(address: string, afterSeq: number, limit: number): Promise<ChatItem[]>;
  /** @returns the last `limit` messages with a seq below `beforeSeq` (null: the last ones of all), lowest first. */
  earlier(address: string, beforeSeq: number | null, limit: number): Promise<ChatItem[]>;
  /**
   * The page has got every message up to this seq: outbound rows that are not yet 'delivered' become it. May be told
   * again, and before `send` has accepted a row.
   */
  delivered(address: string, upToSeq: number): Promise<void>;
}

export type ChatItem = {
  /** Order of the conversation. */
  seq: number;
  author: 'citizen' | 'bot' | 'staff';
  /** Masked. For a pressed choice its label. */
  text: string;
  choices: readonly Choice[];
  files: readonly { name: string | null; kind: AttachmentKind }[];
  location?: Location;
  /** When the row was written, not when a platform says it was sent: `settled` relies on it. */
  at: Millis;
  state: 'stored' | 'pending' | 'sent' | 'delivered' | 'read' | 'failed';
  /** Inbound: as given to the intake. The page knows its own messages again by it. */
  externalId?: string;
  /** Of a staff member: whose answer it is. */
  department?: { short: string; name: string };
  /** On the bot's message that says that a ticket was filed. */
  ticketCode?: string;
};

/**
 * Numbers are given out before the commit, so a message may appear below one that was already read. A reader therefore
 * goes on from `resume`, the last message old enough that none can appear below it, and leaves out what it has seen.
 */
export type Reading = { items: ChatItem[]; resume: number };

/** @returns everything above `after`, and where to read on next time. */
export async function readOn(
  deps: { mailbox: Mailbox; clock: Clock; limits: WebchatLimits },
  address: string,
  after: number,
): Promise<Reading> {
  const { pageItemsMax } = deps.limits;
  const items: ChatItem[] = [];
  for (let from = after; ; ) {
    const page = await deps.mailbox.read(address, from, pageItemsMax);
    items.push(...page);
    const last = page.at(-1);
    if (!last || page.length < pageItemsMax) break;
    from = last.seq;
  }
  return { items, resume: settled(items, after, deps.clock.now() - deps.limits.settleMs) };
}

/** @returns the seq up to which nothing can appear any more: before the first message younger than `before`. */
export function settled(items: readonly ChatItem[], after: number, before: Millis): number {
  let resume = after;
  for (const item of items) {
    if (item.at > before) break;
    resume = item.seq;
  }
  return resume;
}
