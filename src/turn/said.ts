/** What was said in a turn: bubbles that belong together as one text, a pressed button by itself. */
import type { Location, MessageId } from '../model.ts';
import type { TurnMessage } from './turn.ts';

export type Said = {
  messageIds: MessageId[];
  /** The bubbles, joined by line breaks. */
  text: string;
  choice: string | null;
  location: Location | null;
  quote: MessageId | null;
  emergency: string | null;
  /** The 112 answer is still owed: the danger was not seen on arrival. */
  owesAnswer?: boolean;
  hasFiles: boolean;
  /** Only things that this desk cannot read. */
  unsupported: boolean;
};

/** @returns the groups in order: what stands between two button presses is one group. */
export function gather(messages: readonly TurnMessage[]): Said[] {
  const groups: TurnMessage[][] = [];
  for (const message of messages) {
    const last = groups.at(-1);
    if (message.choice !== null || !last || last[0]?.choice !== null) groups.push([message]);
    else last.push(message);
  }
  return groups.map((group) => ({
    messageIds: group.map((message) => message.id),
    text: group
      .map((message) => message.text.trim())
      .filter(Boolean)
      .join('\n'),
    choice: group[0]?.choice ?? null,
    location: group.find((message) => message.location)?.location ?? null,
    quote: group.find((message) => message.quote)?.quote ?? null,
    emergency: group.find((message) => message.emergency)?.emergency ?? null,
    hasFiles: group.some((message) => message.hasFile),
    unsupported: group.every((message) => message.kind === 'unsupported'),
  }));
}
