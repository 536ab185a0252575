/** Files matters: which department, which class, what is still to be asked, and the words that say so. */
import { deadlineWord } from '../../desk/reference/settings.ts';
import { targetFor } from '../../desk/reference/sla.ts';
import { confidentialDepartment, type TicketEvidence } from '../../desk/tickets/ticket.ts';
import type { FlowEvent, NewTicketFacts, PlaceAnswer } from '../../flow/events.ts';
import { newCode } from '../../lib/ticket-code.ts';
import { dayOf, longDay } from '../../lib/wib.ts';
import type { DepartmentKey, Intent, Location, MessageId, Millis, TicketId, TopicKey } from '../../model.ts';
import { findAmounts } from '../../triage/money.ts';
import { findProgrammes } from '../../triage/programme.ts';
import type { TriageResult } from '../../triage/triage.ts';
import { findTimes } from '../../triage/when.ts';
import { noneOfThese, otherOptions, outsideLine, readOption, routeVars, type Secrecy, secrecyOf } from '../matter.ts';
import type { TurnDeps } from '../turn.ts';
import { type Action, type ActionResult, type ActionScope, messagesOf, textOf, whoAnswers } from './action.ts';

const subjectCharsMax = 160;
/** The owner of the programme takes what concerns the clinic itself. */
const clinicDepartment: DepartmentKey = 'pemerintahan';
const clinicTopic: TopicKey = 'pemerintahan.jadwal-klinik';
const bookingIntents: readonly Intent[] = ['book', 'reschedule', 'cancel_booking'];

type Draft = {
  text: string;
  result: TriageResult;
  department: DepartmentKey | null;
  topic: TopicKey | null;
  settledBy: 'router' | 'citizen' | 'nobody';
  secrecy: Secrecy;
};

export const fileTicket: Action = (vars, scope) => {
  const text = textOf(vars, 'text');
  const result = scope.judge(text);
  // One of the choices settles one matter; what is left of a danger is one, too.
  const isOne = readOption(textOf(vars, 'picked')) !== null || textOf(vars, 'emergencyWay') !== '';
  if (!isOne && result.matters.length > 1) return fileParts(vars, result, scope);
  const intent = textOf(vars, 'intent') as Intent;
  const isBooking = bookingIntents.includes(intent);
  const department = isBooking ? clinicDepartment : inQueue(textOf(vars, 'department'));
  const topic = isBooking ? clinicTopic : textOf(vars, 'topic') || null;
  const decision = textOf(vars, 'decision') as TriageResult['decision'];
  const secrecy = secrecyOf({ ...result, decision }, { department, topic }, scope.deps);
  const settledBy = textOf(vars, 'picked') === '' ? 'router' : 'citizen';
  return filed([{ text, result: { ...result, intent }, department, topic, settledBy, secrecy }], vars, scope);
};

export const fileForPerson: Action = (vars, scope) => {
  const text = textOf(vars, 'text');
  const result = scope.judge(text);
  // Asked and still unsure, with Inspektorat as the best guess: it looks first. A guess alone accuses nobody.
  const isAsked = typeof vars.asked === 'number' && vars.asked > 0 && vars.picked !== noneOfThese;
  const isTheirs = isAsked && result.department === confidentialDepartment;
  const secrecy = isTheirs ? 'doubtful' : secrecyOf(result, result, scope.deps);
  // The guess stands in the evidence, where it is read as one.
  const draft: Draft = { text, result, department: null, topic: null, settledBy: 'nobody', secrecy };
  const done = filed([draft], vars, scope);
  return { ...done, vars: { ...done.vars, confidential: secrecy !== 'open' } };
};

/** "Which of these?": a choice settles it; more words are judged together with the first ones. */
export const pick: Action = (vars, scope): ActionResult => {
  const asked = (typeof vars.asked === 'number' ? vars.asked : 0) + 1;
  const picked = textOf(vars, 'picked');
  if (picked === noneOfThese) {
    const options = otherOptions(scope.judge(textOf(vars, 'text')), vars.options, scope.deps);
    return { vars: { asked, decision: asked < 2 ? 'ask' : 'person', options }, events: [] };
  }
  const option = picked.includes('|') ? readOption(picked) : null;
  if (option) {
    const line = option.department === 'luar' ? outsideLine(option.topic, scope.deps) : null;
    const confidential = secrecyOf({ wrongdoing: 'no', decision: 'route' }, option, scope.deps) !== 'open';
    return { vars: { asked, decision: 'route', ...option, outsideLine: line, confidential }, events: [] };
  }
  const text = [textOf(vars, 'text'), picked].filter(Boolean).join('\n');
  const result = scope.judge(text);
  return { vars: { ...routeVars(result, scope.deps), text, asked }, events: [] };
};

/** Two matters or more: one ticket each; what is confidential stands alone (law 8). */
function fileParts(vars: ActionResult['vars'], result: TriageResult, scope: ActionScope): ActionResult {
  const drafts = result.matters.map(
    (part): Draft => ({
      text: part.text,
      result: part.result,
      ...(bookingIntents.includes(part.result.intent)
        ? { department: clinicDepartment, topic: clinicTopic, settledBy: 'router' }
        : {
            department: inQueue(part.result.department ?? ''),
            topic: part.result.topic,
            settledBy: part.result.department ? 'router' : 'nobody',
          }),
      secrecy: secrecyOf(part.result, part.result, scope.deps),
    }),
  );
  const secret = drafts.filter((draft) => draft.secrecy !== 'open');
  if (secret.length > 0) {
    const done = filed(secret.slice(0, 1), vars, scope);
    return { ...done, vars: { ...done.vars, apartLine: scope.deps.words('apart-matter') } };
  }
  const outside = drafts.find((draft) => draft.result.department === 'luar');
  const mine = drafts.filter((draft) => draft.result.department !== 'luar');
  const done = filed(mine, vars, scope);
  const line = outside ? scope.deps.words('outside-also', { where: outsideLine(outside.topic, scope.deps) }) : null;
  return { ...done, vars: { ...done.vars, outsideLine: line } };
}

function filed(drafts: readonly Draft[], vars: ActionResult['vars'], scope: ActionScope): ActionResult {
  const { deps, state, memory } = scope;
  const messageIds = [...new Set([...memory.pending, ...messagesOf(vars)])];
  memory.pending = [];
  const tickets = drafts.map((draft) => ticketFrom(draft, messageIds, scope));
  memory.pin = null;
  const events: FlowEvent[] = tickets.map((ticket) => ({ kind: 'ticket_filed', ticket }));
  const first = tickets[0];
  if (!first) return { vars: {}, events };
  memory.lastTicket = first.id;
  memory.lastTicketAt = deps.clock.now();
  const topics = tickets.map((ticket) => (ticket.topic ? deps.reference.topics.get(ticket.topic) : undefined));
  const knowsPlace = first.place.kelurahan !== null || first.place.location !== null;
  const knowsRole = tickets.some((ticket) => ticket.role !== 'unknown') || state.contact.role !== 'unknown';
  return {
    vars: {
      ticketIds: tickets.map((ticket) => ticket.id),
      code: first.code,
      who: whoAnswers(first.department, deps),
      dueLine: dueLine(dueOf(first, deps), scope),
      count: tickets.length,
      list: tickets.map((ticket) => listLine(ticket, scope)).join('\n'),
      needsPlace: !knowsPlace && topics.some((topic) => topic?.needsPlace),
      needsRole: !knowsRole && topics.some((topic) => topic?.roleMatters),
      apartLine: null,
      outsideLine: null,
      place: null,
      role: null,
      more: null,
    },
    events,
  };
}

function ticketFrom(draft: Draft, messageIds: MessageId[], { deps, memory, state }: ActionScope): NewTicketFacts {
  const { result } = draft;
  const isSecret = draft.secrecy !== 'open';
  const department = isSecret ? confidentialDepartment : draft.department;
  const isUnsure = draft.secrecy === 'doubtful';
  return {
    id: deps.ids.next<TicketId>(),
    code: newCode(deps.ids),
    department,
    status: department === null || isUnsure ? 'triage' : 'open',
    intent: isSecret && result.wrongdoing !== 'no' ? 'complain' : result.intent,
    topic: isSecret && !draft.topic?.startsWith(`${confidentialDepartment}.`) ? null : draft.topic,
    role: result.role === 'unknown' ? state.contact.role : result.role,
    subject: draft.text.replace(/\s+/g, ' ').trim().slice(0, subjectCharsMax) || deps.words('subject-files'),
    place: placeOf(result, state.messages, memory.pin),
    urgent: result.danger !== null || state.messages.some((message) => message.emergency !== null),
    confidential: isSecret,
    evidence: { ...evidenceOf(result, draft.settledBy), said: saidIn(draft.text, result, deps) },
    messageIds,
  };
}

/** What the router said, kept with the ticket (law 7). */
export function evidenceOf(result: TriageResult, settledBy: 'router' | 'citizen' | 'nobody'): object {
  const { confidence, runnersUp, words, reasons, decision, wrongdoing, accused, version } = result;
  const best = result.department === null ? null : { department: result.department, topic: result.topic };
  return { confidence, best, runnersUp, words, reasons, decision, settledBy, wrongdoing, accused, version };
}

/** What is named beside place and topic: sums, programmes, days. */
function saidIn(text: string, { place }: TriageResult, { clock }: TurnDeps): TicketEvidence['said'] {
  return {
    amounts: findAmounts(text).map(({ rupiah }) => rupiah),
    programmes: findProgrammes(text),
    times: findTimes(text, clock.now(), { placeNamed: place.kelurahan.length > 0 }).flatMap(
      ({ day, until, time, sure }) => (day === null ? [] : [{ day, until, time, sure }]),
    ),
  };
}

/** @param pin one that was sent before its words. */
function placeOf(result: TriageResult, messages: ActionScope['state']['messages'], pin: Location | null): PlaceAnswer {
  return {
    kelurahan: result.place.kelurahan[0] ?? null,
    rt: result.place.rt,
    rw: result.place.rw,
    location: messages.find((message) => message.location)?.location ?? pin,
    words: null,
  };
}

function dueOf(ticket: NewTicketFacts, deps: TurnDeps): Millis {
  return targetFor(ticket, deps.clock.now(), deps.reference).dueAt;
}

/** "Target jawaban …" until the city has confirmed its classes, "Paling lambat …" afterwards. */
export function dueLine(dueAt: Millis | null, { deps, state }: ActionScope): string {
  if (dueAt === null) return deps.words('no-deadline');
  const key = deadlineWord(state.settings, deps.reference) === 'batas' ? 'deadline' : 'target';
  return deps.words(key, { day: longDay(dayOf(dueAt)) });
}

function listLine(ticket: NewTicketFacts, scope: ActionScope): string {
  return scope.deps.words('list-line', {
    code: ticket.code,
    subject: shortSubject(ticket.subject),
    who: whoAnswers(ticket.department, scope.deps),
    due: dueLine(dueOf(ticket, scope.deps), scope),
  });
}

/** The first words of a matter, short enough for a list in a chat. */
export function shortSubject(subject: string): string {
  return subject.length <= 48 ? subject : `${subject.slice(0, 47).replace(/\s+\S*$/, '')}…`;
}

/** Only the eleven have queues. */
function inQueue(department: string): DepartmentKey | null {
  return department === '' || department === 'luar' ? null : department;
}
