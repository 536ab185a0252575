/** Words that stand by themselves: an addition to a ticket, an answer to "sudah selesai?", or something new. */
import { isContrary, isWithdrawal, matchChoice, matchYesNo, wordsOf } from '../flow/answers.ts';
import { looksLikeCode } from '../lib/ticket-code.ts';
import { dayMs } from '../lib/wib.ts';
import type { Intent, TicketId } from '../model.ts';
import type { TriageResult } from '../triage/triage.ts';
import { isOpen } from './actions/following.ts';
import { runCommand } from './decide-command.ts';
import type { Entrance } from './entrances.ts';
import { ticketsOfMessage } from './load-turn.ts';
import { accusesInspektorat, isSureMatter, matterVars } from './matter.ts';
import { countIn, isDangerFresh, turnLimits, unclearWindowMs } from './memory.ts';
import type { Said } from './said.ts';
import {
  additionAnyway,
  addTo,
  belongsToSealed,
  filesOnly,
  recentTicket,
  sealToo,
  supplemented,
  waitForTicket,
} from './supplement.ts';
import type { Talk } from './talk.ts';
import type { KnownTicket } from './turn.ts';

/** The flow behind an intent. Ask, complain and what is outside go through `matter` and `outside`. */
const flowOf: Partial<Record<Intent, Entrance>> = {
  book: 'booking',
  reschedule: 'booking',
  cancel_booking: 'booking',
  status: 'status',
  greet: 'greet',
  thanks: 'thanks',
  human: 'human',
  faq_hours: 'hours',
  abuse: 'abuse',
  spam: 'abuse',
};

/** "Hmm" and "lho kok" are nothing that a person would have to read. */
const unclearWordsMin = 3;
/** From here on words are a matter of their own, whatever they are said to. */
const ownMatterConfidenceMin = 0.88;
const ownMatterWordsMin = 5;
/** More words than these are no mere "sudah" or "belum". */
const verdictWordsMax = 12;
/** A question for the status that says so much more is kept with what it may be about. */
const statusWordsMax = 6;

export async function newWords(said: Said, talk: Talk): Promise<void> {
  if (said.unsupported) return talk.say('unsupported');
  const quoted = await ticketOfQuote(said, talk);
  const result = talk.judge(said.text);
  if (accusesInspektorat(result)) return await start('matter', said, result, talk);
  if (belongsToSealed(said, result, talk)) return sealToo(said, talk);
  const mayJoin = (id: TicketId) =>
    result.wrongdoing === 'no' || talk.state.tickets.some((ticket) => ticket.id === id && ticket.confidential);
  if (said.text === '') return quoted ? addTo(quoted, said, talk) : filesOnly(said, talk);
  if (quoted && mayJoin(quoted) && !isOwnMatter(said, result, quoted, talk)) return addTo(quoted, said, talk);
  if (await verdict(said, result, talk)) return;
  const named = talk.state.tickets.find((ticket) => result.codes.includes(ticket.code) && isOpen(ticket));
  if (named && mayJoin(named.id) && result.intent !== 'status' && wordsOf(said.text).length >= 6)
    return addTo(named.id, said, talk);
  if (result.codes.length > 0) return await start('status', said, result, talk);
  // A code with a slip is answered like an unknown one.
  if (looksLikeCode(said.text)) return await start('status', said, { ...result, codes: [said.text] }, talk);
  const anyway = additionAnyway(result, talk);
  if (anyway && result.intent !== 'abuse') return addTo(anyway.id, said, talk);
  if (isSecondThought(said, result, talk)) return await runCommand('cancel', said, talk);
  courtesy(result, talk);
  if (result.intent === 'status') {
    if (isWithdrawal(said.text)) return await start('withdraw', said, result, talk);
    const latest = wordsOf(said.text).length > statusWordsMax ? recentTicket(talk) : null;
    if (latest) talk.emit({ kind: 'ticket_joined', ticketId: latest.id, messageIds: said.messageIds });
  } else if (isWithdrawal(said.text) && !isSureMatter(result)) return await start('withdraw', said, result, talk);
  // A wish beside a complaint ("batalkan janji, sekalian lapor …"): each gets its ticket.
  const flow = result.matters.length > 1 ? undefined : flowOf[result.intent];
  if (flow) return await start(flow, said, result, talk);
  await matter(said, result, talk);
}

/**
 * Whole words about something that the ticket is not about, and triage is sure: who quotes an old message is often
 * only looking for somewhere to write.
 */
export function isOwnMatter(said: Said, result: TriageResult, ticketId: TicketId, talk: Talk): boolean {
  const ticket = talk.state.tickets.find((one) => one.id === ticketId);
  if (!ticket || ticket.confidential || result.department === 'luar') return false;
  const isSure = isSureMatter(result) && result.confidence >= ownMatterConfidenceMin;
  return isSure && result.department !== ticket.department && wordsOf(said.text).length >= ownMatterWordsMin;
}

async function matter(said: Said, result: TriageResult, talk: Talk): Promise<void> {
  const latest = supplemented(said, result, talk);
  if (latest) return addTo(latest.id, said, talk);
  if (result.intent === 'other' && result.department === null) return await unclear(said, result, talk);
  talk.memory.unclear = { since: 0, count: 0 };
  await start(result.intent === 'other' ? 'outside' : 'matter', said, result, talk);
}

/** "Ga jadi pak, udah nyala": begins like the command, and is no matter of its own. */
function isSecondThought(said: Said, result: TriageResult, talk: Talk): boolean {
  const begins = wordsOf(said.text).slice(0, 2).join(' ');
  return !isSureMatter(result) && talk.deps.commands(begins) === 'cancel' && recentTicket(talk) !== null;
}

/** About nothing that we know: asked for again, then a person reads it, with what was said before. */
async function unclear(said: Said, result: TriageResult, talk: Talk): Promise<void> {
  const { memory, deps } = talk;
  talk.emit({ kind: 'tallied', what: 'unsure', key: 'all' });
  const times = countIn(memory.unclear, deps.clock.now(), unclearWindowMs);
  const isWorthReading = wordsOf(said.text).length >= unclearWordsMin;
  if (times >= turnLimits.unclearMax && isWorthReading) {
    memory.unclear = { since: 0, count: 0 };
    return await start('matter', said, { ...result, intent: 'ask', decision: 'person' }, talk);
  }
  waitForTicket(said, talk);
  if (isDangerFresh(memory, deps.clock.now())) talk.say('danger-still');
  else await start('other', said, result, talk);
}

async function start(flow: Entrance, said: Said, result: TriageResult, talk: Talk): Promise<void> {
  const vars = matterVars(result, said.text, said.messageIds, talk.deps);
  await talk.start(flow, { ...vars, first: true });
}

const isOver = ({ status }: KnownTicket) => status === 'closed' || status === 'withdrawn';

/** The ticket that somebody answers by quoting one of its messages. */
export async function ticketOfQuote(said: Said, talk: Talk): Promise<TicketId | null> {
  if (!said.quote) return null;
  const ids = await ticketsOfMessage(talk.deps.db, said.quote);
  // What is said to a closed ticket would be read by nobody.
  const own = talk.state.tickets.filter((ticket) => ids.includes(ticket.id) && !isOver(ticket));
  return own.length === 1 ? (own[0]?.id ?? null) : null;
}

/** "Sudah" or "belum" after a department closed it, also in free words; the same trouble again counts as "belum". */
export async function verdict(said: Said, result: TriageResult, talk: Talk): Promise<boolean> {
  const { deps, state } = talk;
  const since = deps.clock.now() - turnLimits.reopenDays * dayMs;
  const resolved = state.tickets
    .filter((ticket) => ticket.status === 'resolved' && (ticket.lastOutAt ?? 0) > since)
    .sort((a, b) => (b.lastOutAt ?? 0) - (a.lastOutAt ?? 0))[0];
  if (!resolved) return false;
  const choices = [
    { id: 'yes', label: deps.words('resolved-yes') },
    { id: 'no', label: deps.words('resolved-no') },
  ];
  const isShort = wordsOf(said.text).length <= verdictWordsMax;
  const isElse = isSureOfAnother(result, resolved);
  const answer = isShort && !isElse ? (matchChoice(said.text, choices)?.id ?? yesNo(said.text, result)) : null;
  const isSame = result.topic !== null && result.topic === resolved.topic;
  const says = answer ?? (isSame && result.intent === 'complain' ? 'no' : null);
  if (says === null) return false;
  await start('solved', said, result, {
    ...talk,
    start: (flow, vars) => talk.start(flow, { ...vars, verdict: says, code: resolved.code }),
  });
  return true;
}

/** Thanks with a "but" are no yes: "makasih pak, tapi belum nyala juga". */
function yesNo(text: string, result: TriageResult): 'yes' | 'no' | null {
  if (isContrary(text)) return 'no';
  return result.intent === 'thanks' || matchYesNo(text) ? 'yes' : null;
}

function isSureOfAnother(result: TriageResult, resolved: KnownTicket): boolean {
  return isSureMatter(result) && result.department !== resolved.department;
}

/** A department has closed a ticket since the bot's question was put: what comes next answers that first. */
export function isAskedSince(since: number, { state }: Talk): boolean {
  return state.tickets.some((ticket) => ticket.status === 'resolved' && (ticket.lastOutAt ?? 0) >= since);
}

function courtesy(result: TriageResult, talk: Talk): void {
  if (result.courtesy.greeting === 'salam') talk.say('salam');
  else if (result.courtesy.greeting === 'krama' && result.intent !== 'greet' && result.intent !== 'thanks')
    talk.say('krama');
}
