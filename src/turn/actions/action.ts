/** What an action is given and what it gives back. Actions read; what is to be written they return as events. */
import type { FlowEvent } from '../../flow/events.ts';
import type { Vars } from '../../flow/session.ts';
import type { MessageId, TicketId } from '../../model.ts';
import type { TriageResult } from '../../triage/triage.ts';
import type { Memory } from '../memory.ts';
import type { KnownTicket, TurnDeps, TurnState } from '../turn.ts';

export type ActionScope = {
  state: TurnState;
  deps: TurnDeps;
  /** The turn's copy: counters may be moved. */
  memory: Memory;
  /** Judges a text, once a turn for the same text. */
  judge(text: string): TriageResult;
};

export type ActionResult = { vars: Vars; events: FlowEvent[] };
export type Action = (vars: Vars, scope: ActionScope) => ActionResult | Promise<ActionResult>;

export function textOf(vars: Vars, name: string): string {
  const value = vars[name];
  return typeof value === 'string' ? value : '';
}

export function messagesOf(vars: Vars): MessageId[] {
  return Array.isArray(vars.messages) ? (vars.messages as MessageId[]) : [];
}

export function ticketIdsOf(vars: Vars): TicketId[] {
  return Array.isArray(vars.ticketIds) ? (vars.ticketIds as TicketId[]) : [];
}

/** @returns the contact's own ticket of that code that may be spoken of in chat, or undefined. */
export function ownTicket(code: string, state: TurnState): KnownTicket | undefined {
  return state.tickets.find((ticket) => ticket.code === code && !ticket.confidential);
}

/** What a ticket's department is called to a citizen. */
export function whoAnswers(department: string | null, deps: TurnDeps): string {
  const known = department ? deps.reference.departments.get(department) : undefined;
  return known?.name ?? deps.words('who-triage');
}
