/**
 * A department owns the next reply (law 5): the message goes to the ticket that it quotes or names, else to the
 * owner's. The bot is silent, but asks where two departments that both talk with this person are plausible.
 */
import type { TicketId } from '../model.ts';
import { isOpen } from './actions/following.ts';
import { isOwnMatter, ticketOfQuote } from './decide-matter.ts';
import { matterVars } from './matter.ts';
import type { Said } from './said.ts';
import type { Talk } from './talk.ts';

/** How sure triage must be that the words are for the other department. */
const otherConfidenceMin = 0.88;

export async function toOwner(said: Said, talk: Talk): Promise<void> {
  const { conversation, tickets } = talk.state;
  if (talk.wait() && (await talk.answer({ text: said.text, choice: null, place: null, location: null }, false))) return;
  const result = talk.judge(said.text);
  const named = tickets.find((ticket) => result.codes.includes(ticket.code) && isOpen(ticket));
  const owned = tickets.find((ticket) => ticket.id === conversation.ownerTicketId);
  // What accuses somebody is for Inspektorat alone, whoever is talking (law 8).
  if (result.wrongdoing !== 'no' && !owned?.confidential)
    return await talk.start('matter', { ...matterVars(result, said.text, said.messageIds, talk.deps), owned: true });
  const ticketId = (await ticketOfQuote(said, talk)) ?? named?.id ?? conversation.ownerTicketId;
  if (!ticketId) return;
  const other = tickets.find(
    (ticket) =>
      isOpen(ticket) &&
      ticket.firstReplyAt !== null &&
      ticket.department === result.department &&
      ticket.department !== conversation.owner &&
      !ticket.confidential,
  );
  // Nobody would look for another department's matter in the owner's ticket.
  if (!other && isOwnMatter(said, result, ticketId as TicketId, talk))
    return await talk.start('matter', { ...matterVars(result, said.text, said.messageIds, talk.deps), owned: true });
  const isDoubtful = ticketId === conversation.ownerTicketId && result.decision === 'route';
  if (other && owned && !owned.confidential && isDoubtful && result.confidence >= otherConfidenceMin)
    return await talk.start('which-ticket', {
      messages: said.messageIds,
      options: [owned, other].map((ticket) => ({
        id: ticket.id as string,
        label: `${ticket.code} ${shown(ticket.subject)}`,
      })),
    });
  talk.emit({ kind: 'ticket_joined', ticketId: ticketId as TicketId, messageIds: said.messageIds });
}

function shown(subject: string): string {
  return subject.length > 30 ? `${subject.slice(0, 29)}…` : subject;
}
