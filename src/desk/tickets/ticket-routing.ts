/** Which queue a ticket lies in: handing it over, and giving it out from triage. */
import type { Trx } from '../../db/database.ts';
import type { DepartmentKey, TicketId, TopicKey } from '../../model.ts';
import type { Staff } from '../staff/staff.ts';
import type { DeskTools, Ticket } from './ticket.ts';

/**
 * Hands a ticket to another department, with a reason that stays as a note. The receiver's queue need not be readable. The
 * citizen is told who has it now; the deadline never gets later by it, but for a transfer to or from Inspektorat.
 * @param act `confidential`: to inspektorat, makes it so; from inspektorat, a confidential ticket moves only with `false`.
 * @throws {DomainError} `same-department`, `department-unknown`, `reason-empty`, `still-confidential`, `ticket-not-open`,
 * `ticket-unknown`, `not-allowed`. @throws {Conflict} `ticket` if it moved meanwhile.
 */
export async function transferTicket(
  _trx: Trx,
  _act: {
    ticketId: TicketId;
    staff: Staff;
    to: DepartmentKey;
    reason: string;
    confidential?: boolean;
    topic?: TopicKey;
  },
  _tools: DeskTools,
): Promise<Ticket> {
  throw new Error('bug: not written yet');
}

/**
 * Settles a ticket of triage: the coordinator's (no department), or Inspektorat's (is it wrongdoing?).
 * @param act `confidential`: only with inspektorat as `to`; Inspektorat's own triage keeps it confidential unless `false`.
 * @throws {DomainError} `not-in-triage`, `department-unknown`, `ticket-unknown`, `not-allowed`.
 */
export async function assignFromTriage(
  _trx: Trx,
  _act: { ticketId: TicketId; staff: Staff; to: DepartmentKey; topic?: TopicKey; confidential?: boolean },
  _tools: DeskTools,
): Promise<Ticket> {
  throw new Error('bug: not written yet');
}
