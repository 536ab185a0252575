/** What belongs to a ticket that is there already: further bubbles, photos, an address, words after a danger. */

import { confidentialDepartment } from '../desk/tickets/ticket.ts';
import { isDenied, wordsOf } from '../flow/answers.ts';
import type { PlaceAnswer } from '../flow/events.ts';
import { dayMs, hourMs, minuteMs } from '../lib/wib.ts';
import type { TicketId } from '../model.ts';
import type { TriageResult } from '../triage/triage.ts';
import { whoAnswers } from './actions/action.ts';
import { isOpen, placeWords } from './actions/following.ts';
import { isDangerFresh, pendingMax, turnLimits } from './memory.ts';
import type { Said } from './said.ts';
import type { Talk } from './talk.ts';
import type { KnownTicket } from './turn.ts';

/** As surely as this, what looks like advertising is none of the ticket's. */
const spamSure = 0.9;
/** More words than these are more than an address. */
const addressWordsMax = 8;
/** "Ini fotonya" is as little as it is enough: we have just asked for it. */
const additionWordsMin = 3;
const captionWordsMax = 3;

/**
 * Further bubbles belong to the ticket just filed, unless they are plainly about something else: another department or
 * topic, and triage is sure of it.
 */
export function supplemented(said: Said, result: TriageResult, talk: Talk): KnownTicket | null {
  const latest = recentTicket(talk);
  if (!latest) return null;
  if (result.wrongdoing !== 'no') return latest.confidential ? latest : null;
  const named = otherOf(latest, said, result, talk);
  if (named) return named;
  if (isAddress(said, result, talk) || isCaption(said)) return latest;
  const saysEnough = said.hasFiles || wordsOf(said.text).length >= additionWordsMin;
  if (result.intent === 'other') return result.department === null && saysEnough ? latest : null;
  if (result.decision !== 'route' || result.matters.length > 1) return result.matters.length > 1 ? null : latest;
  if (latest.confidential) return result.topic === latest.topic ? latest : null;
  const place = result.place.kelurahan[0] ?? null;
  const isElsewhere = place !== null && latest.kelurahan !== null && place !== latest.kelurahan;
  if (result.topic === latest.topic && !isElsewhere) return latest;
  // The request for a person had no subject yet: this is it.
  if (latest.department === null && latest.intent === 'human') return latest;
  return null;
}

/**
 * What reads like advertising or an insult beside a fresh ticket may be its addition ("uangnya 200rb"); after a danger
 * everything is that is no matter of its own.
 */
export function additionAnyway(result: TriageResult, talk: Talk): KnownTicket | null {
  const latest = recentTicket(talk);
  if (!latest) return null;
  if (isDangerFresh(talk.memory, talk.deps.clock.now()) && latest.urgent)
    return result.decision !== 'route' || ['other', 'abuse', 'spam', 'greet'].includes(result.intent) ? latest : null;
  const isAddition = result.intent === 'spam' && result.confidence < spamSure;
  return isAddition || result.intent === 'abuse' ? latest : null;
}

/**
 * What further words may be about: the ticket spoken of last while nobody has answered or its citizen said "belum",
 * else the open one that a department wrote about last, and then left to the bot.
 */
export function recentTicket(talk: Talk): KnownTicket | null {
  const { memory, state, deps } = talk;
  const now = deps.clock.now();
  const open = state.tickets.filter(isOpen);
  const latest = open.find((ticket) => ticket.id === memory.lastTicket);
  const isFresh = now - memory.lastTicketAt <= turnLimits.supplementHours * hourMs;
  if (latest && isFresh && (latest.firstReplyAt === null || latest.id === memory.reopened)) return latest;
  const since = now - turnLimits.answeredDays * dayMs;
  const answered = open.filter((ticket) => ticket.firstReplyAt !== null && (ticket.lastOutAt ?? 0) >= since);
  return answered.sort((a, b) => (b.lastOutAt ?? 0) - (a.lastOutAt ?? 0))[0] ?? null;
}

export function addTo(ticketId: TicketId, said: Said, talk: Talk): void {
  const ticket = talk.state.tickets.find((one) => one.id === ticketId);
  const { memory, deps } = talk;
  const messageIds = [...memory.pending, ...said.messageIds];
  memory.pending = [];
  memory.lastTicket = ticketId;
  memory.lastTicketAt = deps.clock.now();
  talk.emit({ kind: 'ticket_joined', ticketId, messageIds });
  if (!ticket) return;
  const result = talk.judge(said.text);
  const { department } = result;
  const mayRoute = ticket.department === null && !ticket.urgent && result.decision === 'route';
  const isRouted = mayRoute && department !== null && department !== 'luar';
  if (isRouted)
    talk.emit({
      kind: 'ticket_routed',
      ticketId,
      department,
      topic: result.topic,
      evidence: { ...result, matters: undefined, settledBy: 'router' },
    });
  const isCorrection = result.intent === 'other' && isAddress(said, result, talk);
  const place = ticket.kelurahan === null || isCorrection ? placeIn(said, talk) : null;
  if (place) talk.emit({ kind: 'ticket_placed', ticketId, place });
  const { code } = ticket;
  if (isRouted) talk.say('joined-routed', { code, who: whoAnswers(department, deps) });
  else if (ticket.urgent && isDangerFresh(memory, deps.clock.now())) talk.say('joined-danger', { code });
  else if (place?.kelurahan || place?.rt || place?.rw)
    talk.say('joined-place', { code, place: placeWords(place, deps) });
  else talk.say('joined', { code });
}

/** What follows a sealed accusation, and is plainly nothing else, is more of it: nobody at this desk reads it. */
export function belongsToSealed(said: Said, result: TriageResult, talk: Talk): boolean {
  const isFresh = talk.deps.clock.now() - talk.memory.sealedAt <= turnLimits.sealedMinutes * minuteMs;
  if (!isFresh || said.unsupported) return false;
  const isElse =
    result.decision === 'route' && result.department !== confidentialDepartment && result.intent !== 'other';
  return said.text === '' || result.wrongdoing !== 'no' || !isElse;
}

export function sealToo({ messageIds }: Said, talk: Talk): void {
  talk.emit({ kind: 'messages_sealed', messageIds });
  talk.say('sealed-too');
}

/** A photo or a pin without words: to the ticket just filed, else it waits for its words. */
export function filesOnly(said: Said, talk: Talk): void {
  const latest = recentTicket(talk);
  if (latest) {
    addTo(latest.id, said, talk);
    return;
  }
  waitForTicket(said, talk);
  if (said.location) talk.memory.pin = said.location;
  talk.say('photo-first');
}

/** Kept for the ticket that comes next. */
export function waitForTicket({ messageIds }: Pick<Said, 'messageIds'>, { memory }: Talk): void {
  memory.pending = [...memory.pending, ...messageIds].slice(-pendingMax);
}

/** "Yang jalan di rt 2", "lampunya yang depan mushola": the words are of another open ticket than the latest one. */
function otherOf(latest: KnownTicket, said: Said, result: TriageResult, talk: Talk): KnownTicket | null {
  const { department } = result;
  if (department === null || department === latest.department || said.hasFiles) return null;
  const isShort = wordsOf(said.text).length <= addressWordsMax;
  const open = talk.state.tickets.filter((ticket) => isOpen(ticket) && !ticket.confidential);
  const own = open.filter((ticket) => ticket.department === department);
  return isShort && own.length === 1 ? (own[0] ?? null) : null;
}

/** "Ini fotonya pak" says what the picture is of: the ticket that it comes after. */
function isCaption(said: Said): boolean {
  return said.hasFiles && wordsOf(said.text).length <= captionWordsMax;
}

/** An address and nothing else. */
export function isAddress(said: Said, result: TriageResult, talk: Talk): boolean {
  const isMore = result.decision === 'route' && result.intent !== 'other';
  return !isMore && wordsOf(said.text).length <= addressWordsMax && placeIn(said, talk) !== null;
}

/**
 * The place that the words name, or the pin. Where a place is awaited a bare "bawang rt 2" is one: the word "kelurahan"
 * before it lets ordinary words count as names.
 */
export function placeIn(said: Pick<Said, 'text' | 'location'>, talk: Talk): PlaceAnswer | null {
  const named = talk.judge(said.text).place;
  const place = named.kelurahan.length > 0 ? named : talk.judge(`kelurahan ${said.text}`).place;
  const kelurahan = place.kelurahan.filter((name) => !isDenied(name, said.text));
  if (kelurahan.length === 0 && !place.rt && !place.rw && !said.location) return null;
  return {
    kelurahan: kelurahan[0] ?? null,
    rt: place.rt,
    rw: place.rw,
    location: said.location,
    words: said.text.trim() === '' ? null : said.text.slice(0, 300),
  };
}
