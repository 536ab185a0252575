/** What happens to a ticket after it was filed: place, role, status, "sudah" and "belum", a person. */
import type { FlowEvent, PlaceAnswer } from '../../flow/events.ts';
import type { AskerRole, TicketId } from '../../model.ts';
import { countIn, missWindowMs, turnLimits } from '../memory.ts';
import type { KnownTicket, TurnDeps } from '../turn.ts';
import {
  type Action,
  type ActionResult,
  type ActionScope,
  messagesOf,
  ownTicket,
  textOf,
  ticketIdsOf,
  whoAnswers,
} from './action.ts';
import { dueLine, fileForPerson, shortSubject } from './filing.ts';

const withdrawOptionsMax = 3;
const listedMax = 5;

export const setPlace: Action = (vars, { deps }) => {
  const place = vars.place as PlaceAnswer | null;
  if (!place) return { vars: { placeLine: null }, events: [] };
  const events = ticketIdsOf(vars).map((ticketId): FlowEvent => ({ kind: 'ticket_placed', ticketId, place }));
  return { vars: { placeLine: deps.words('place-known', { place: placeWords(place, deps) }) }, events };
};

/** @returns a place as it is said back to its citizen. */
export function placeWords(place: PlaceAnswer, deps: TurnDeps): string {
  const parts = [place.kelurahan, place.rt ? `RT ${place.rt}` : null, place.rw ? `RW ${place.rw}` : null];
  return parts.filter(Boolean).join(' ') || (place.location ? deps.words('place-pin') : (place.words ?? ''));
}

export const setRole: Action = (vars) => {
  const role = textOf(vars, 'role') as AskerRole;
  if (!role) return { vars: {}, events: [] };
  const events = ticketIdsOf(vars).map((ticketId): FlowEvent => ({ kind: 'ticket_role', ticketId, role }));
  return { vars: {}, events: [{ kind: 'role_known', role }, ...events] };
};

/** Unknown, foreign and confidential codes answer alike; who tries too often is asked to wait. */
export const findTicket: Action = (vars, scope) => {
  const { deps, memory, state } = scope;
  const codes = Array.isArray(vars.codes) ? vars.codes.map(String) : [];
  const now = deps.clock.now();
  if (countIn(memory.misses, now, missWindowMs, 0) >= turnLimits.codeMissesMax)
    return { vars: { found: false, tooMany: true, statusLine: null }, events: [] };
  const own = codes.map((code) => ownTicket(code, state)).filter((ticket) => ticket !== undefined);
  if (own.length === 0) {
    countIn(memory.misses, now, missWindowMs);
    return { vars: { found: false, tooMany: false, statusLine: null }, events: [] };
  }
  const statusLine = own.map((ticket) => statusWords(ticket, scope)).join('\n');
  return { vars: { found: true, tooMany: false, statusLine }, events: [] };
};

export const listTickets: Action = (_vars, scope) => {
  const known = scope.state.tickets.filter((ticket) => !ticket.confidential);
  const running = known.filter((ticket) => ticket.status !== 'closed' && ticket.status !== 'withdrawn');
  const shown = (running.length > 0 ? running : known).slice(0, listedMax);
  return { vars: { count: shown.length, list: shown.map((one) => statusWords(one, scope)).join('\n') }, events: [] };
};

export const confirmSolved: Action = (vars, { deps, state }) => {
  const ticket = solvable(textOf(vars, 'code'), state.tickets);
  const isStillOpen = ticket !== undefined && isOpen(ticket);
  if (ticket?.status !== 'resolved') {
    const who = ticket ? whoAnswers(ticket.department, deps) : null;
    return { vars: { found: false, stillOpen: isStillOpen, who }, events: [] };
  }
  return {
    vars: { found: true, stillOpen: false, who: null },
    events: [{ kind: 'ticket_confirmed', ticketId: ticket.id }],
  };
};

export const disputeSolved: Action = (vars, { state, deps, memory }) => {
  const ticket = solvable(textOf(vars, 'code'), state.tickets);
  const gone = !ticket || ticket.status === 'closed' || ticket.status === 'withdrawn';
  if (gone) return { vars: { found: false, who: null, stillOpen: false }, events: [] };
  memory.lastTicket = ticket.id;
  memory.lastTicketAt = deps.clock.now();
  memory.reopened = ticket.id;
  const who = whoAnswers(ticket.department, deps);
  if (ticket.status !== 'resolved') return { vars: { found: true, who, stillOpen: true }, events: [] };
  const messageIds = messagesOf(vars);
  return {
    vars: { found: true, who, stillOpen: false },
    events: [
      { kind: 'ticket_disputed', ticketId: ticket.id },
      { kind: 'ticket_joined', ticketId: ticket.id, messageIds },
    ],
  };
};

/** Somebody wants a person: on the ticket that is open, else a new one in the coordinator's triage. */
export const askPerson: Action = async (vars, scope): Promise<ActionResult> => {
  const open = scope.state.tickets.find((ticket) => isOpen(ticket) && !ticket.confidential);
  if (!open) {
    const done = await fileForPerson(vars, scope);
    return { vars: { ...done.vars, isNew: true }, events: done.events };
  }
  return {
    vars: {
      isNew: false,
      code: open.code,
      who: whoAnswers(open.department, scope.deps),
      dueLine: dueLine(open.dueAt, scope),
      ticketIds: [open.id],
    },
    events: [
      { kind: 'person_asked', ticketId: open.id },
      { kind: 'ticket_joined', ticketId: open.id, messageIds: messagesOf(vars) },
    ],
  };
};

/** At most three, the newest first, and a way out: the question is also the "are you sure?". */
export const listOpen: Action = (vars, { deps, state }) => {
  const codes = Array.isArray(vars.codes) ? vars.codes.map(String) : [];
  const open = state.tickets.filter(
    (ticket) => isOpen(ticket) && isShownInChat(ticket) && (codes.length === 0 || codes.includes(ticket.code)),
  );
  const options = open.slice(0, withdrawOptionsMax).map((ticket) => ({
    id: ticket.id as string,
    label: `${ticket.code} ${shortSubject(ticket.subject)}`,
  }));
  return {
    vars: { count: open.length, options: [...options, { id: 'none', label: deps.words('keep-all') }] },
    events: [],
  };
};

export const withdrawTicket: Action = (vars, { deps, state }) => {
  const ticket = state.tickets.find((one) => one.id === vars.picked);
  if (!ticket || !isOpen(ticket)) return { vars: { code: null, who: null }, events: [] };
  return {
    vars: { code: ticket.code, who: whoAnswers(ticket.department, deps) },
    events: [{ kind: 'ticket_withdrawn', ticketId: ticket.id }],
  };
};

/** Two departments are at it: the messages go where the citizen says, without an answer to the owner. */
export const joinPicked: Action = (vars, { deps, memory, state }) => {
  // Without an answer it stays with what was told in confidence, where that may be meant.
  const confided = textOf(vars, 'confided');
  const ticketId = (textOf(vars, 'picked') || confided || state.conversation.ownerTicketId) as TicketId | null;
  if (!ticketId) return { vars: { code: null }, events: [] };
  const picked = state.tickets.find((ticket) => ticket.id === vars.picked);
  if (picked) {
    memory.lastTicket = picked.id;
    memory.lastTicketAt = deps.clock.now();
    memory.confidingAt = picked.confidential ? deps.clock.now() : 0;
  }
  const code = picked?.code ?? null;
  return { vars: { code }, events: [{ kind: 'ticket_joined', ticketId, messageIds: messagesOf(vars) }] };
};

export function isOpen(ticket: KnownTicket): boolean {
  return ticket.status === 'open' || ticket.status === 'triage' || ticket.status === 'waiting_citizen';
}

/** A verdict on a confidential ticket is taken too: its code came to the one who filed it. */
function solvable(code: string, tickets: readonly KnownTicket[]): KnownTicket | undefined {
  return tickets.find((ticket) => ticket.code === code);
}

/** What is told in confidence or in distress is not said again on a screen that others may see. */
function isShownInChat(ticket: KnownTicket): boolean {
  return !ticket.confidential && ticket.intent !== 'emergency';
}

function statusWords(ticket: KnownTicket, scope: ActionScope): string {
  const keys = {
    triage: 'status-triage',
    open: ticket.firstReplyAt === null ? 'status-open' : 'status-answered',
    waiting_citizen: 'status-waiting',
    resolved: 'status-resolved',
    closed: 'status-closed',
    withdrawn: 'status-withdrawn',
  } as const;
  return scope.deps.words(keys[ticket.status], {
    code: ticket.code,
    subject: shortSubject(ticket.subject),
    who: whoAnswers(ticket.department, scope.deps),
    due: dueLine(ticket.dueAt, scope),
  });
}
