/**
 * A department owns the next reply (law 5): the message goes to the ticket that it quotes or names, else to the
 * owner's. The bot is silent, but asks where two departments that both talk with this person are plausible.
 */
import { wordsOf } from '../flow/answers.ts';
import type { Value, Vars } from '../flow/session.ts';
import { hourMs, minuteMs } from '../lib/wib.ts';
import type { TicketId } from '../model.ts';
import type { TriageResult } from '../triage/triage.ts';
import { isOpen } from './actions/following.ts';
import { isOwnMatter, ticketOfQuote } from './decide-matter.ts';
import { accusesInspektorat, matterVars } from './matter.ts';
import { turnLimits } from './memory.ts';
import type { Said } from './said.ts';
import { belongsToSealed, sealToo } from './supplement.ts';
import type { Talk } from './talk.ts';
import type { KnownTicket } from './turn.ts';

/** How sure triage must be that the words are for the other department. */
const otherConfidenceMin = 0.88;
/** So many words at least are a matter of their own. */
const newMatterWordsMin = 5;

export async function toOwner(said: Said, talk: Talk): Promise<void> {
  const { conversation, tickets } = talk.state;
  if (talk.wait() && (await talk.answer({ text: said.text, choice: null, place: null, location: null }, false))) return;
  const result = talk.judge(said.text);
  const vars: Vars = matterVars(result, said.text, said.messageIds, talk.deps);
  if (belongsToSealed(said, result, talk)) return sealToo(said, talk);
  const named = tickets.find((ticket) => result.codes.includes(ticket.code) && isOpen(ticket));
  const owned = tickets.find((ticket) => ticket.id === conversation.ownerTicketId);
  // What accuses somebody is for Inspektorat alone, whoever is talking (law 8).
  const isAccusation = accusesInspektorat(result) || (result.wrongdoing !== 'no' && !owned?.confidential);
  if (isAccusation) return await talk.start('matter', { ...vars, owned: true });
  const quoted = await ticketOfQuote(said, talk);
  const ticketId = quoted ?? named?.id ?? conversation.ownerTicketId;
  if (!ticketId) return;
  const isChosen = quoted !== null || named !== undefined;
  if (!isChosen && owned) {
    const asked = otherMeant(owned, said, result, talk);
    if (asked === 'confided') return joinConfided(said, talk);
    if (asked) return await talk.start('which-ticket', { ...vars, ...asked });
  }
  if (isOwnMatter(said, result, ticketId as TicketId, talk))
    return await talk.start('matter', { ...vars, owned: true });
  talk.emit({ kind: 'ticket_joined', ticketId: ticketId as TicketId, messageIds: said.messageIds });
}

type Asked = { options: Value[]; confided: string | null };

/**
 * What else than the owner's ticket the words may be for: the one told in confidence a moment ago, another
 * department's, or, where the owner's is confidential, something new that it should not swallow.
 */
function otherMeant(owned: KnownTicket, said: Said, result: TriageResult, talk: Talk): Asked | 'confided' | null {
  const { conversation, tickets } = talk.state;
  const now = talk.deps.clock.now();
  const isSure = result.decision === 'route' && result.intent !== 'other' && result.confidence >= otherConfidenceMin;
  const isOwners = isSure && result.department === owned.department;
  const latest = tickets.find((ticket) => ticket.id === talk.memory.lastTicket);
  const isConfiding = now - talk.memory.lastTicketAt <= turnLimits.confidedHours * hourMs;
  if (latest?.confidential && isOpen(latest) && latest.id !== owned.id && isConfiding && !isOwners) {
    if (now - talk.memory.confidingAt <= turnLimits.confidingMinutes * minuteMs) return 'confided';
    const confided = { id: latest.id as string, label: talk.deps.words('option-confided') };
    return { options: [optionOf(owned), confided], confided: latest.id };
  }
  if (owned.confidential) {
    const isElse = isSure && result.department !== owned.department && wordsOf(said.text).length >= newMatterWordsMin;
    const options = [
      { id: owned.id as string, label: talk.deps.words('option-confided') },
      { id: 'new', label: talk.deps.words('option-new') },
    ];
    return isElse && result.department !== 'luar' ? { options, confided: owned.id } : null;
  }
  const other = tickets.find(
    (ticket) =>
      isOpen(ticket) &&
      ticket.firstReplyAt !== null &&
      ticket.department === result.department &&
      ticket.department !== conversation.owner &&
      !ticket.confidential,
  );
  return other && isSure ? { options: [optionOf(owned), optionOf(other)], confided: null } : null;
}

function joinConfided(said: Said, talk: Talk): void {
  const { lastTicket } = talk.memory;
  const ticket = talk.state.tickets.find((one) => one.id === lastTicket);
  if (!ticket) return;
  talk.memory.confidingAt = talk.deps.clock.now();
  talk.emit({ kind: 'ticket_joined', ticketId: ticket.id, messageIds: said.messageIds });
  talk.say('joined', { code: ticket.code });
}

function optionOf(ticket: KnownTicket): { id: string; label: string } {
  return { id: ticket.id as string, label: `${ticket.code} ${shown(ticket.subject)}` };
}

function shown(subject: string): string {
  return subject.length > 30 ? `${subject.slice(0, 29)}…` : subject;
}
