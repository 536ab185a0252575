/** Who may see which ticket: the one place of law 8. In words for one ticket, and as a condition for queries. */
import type { Expression, ExpressionBuilder, SqlBool } from 'kysely';
import type { Db, Tables } from '../../db/database.ts';
import type { DepartmentKey, MessageId, TicketId } from '../../model.ts';
import { can } from '../staff/roles.ts';
import type { Staff } from '../staff/staff.ts';
import { confidentialDepartment } from './ticket.ts';

/**
 * A consultant sees their own department's tickets. Confidential ones are seen by Inspektorat's consultants alone; to
 * coordinators and administrators they are a monthly count (reports/figures.ts). The front desk sees none.
 */
export function maySee(reader: Staff, ticket: { department: DepartmentKey | null; confidential: boolean }): boolean {
  if (reader.disabledAt !== null) return false;
  if (ticket.confidential && !seesConfidential(reader)) return false;
  if (can(reader, 'tickets.read-all')) return true;
  return can(reader, 'tickets.work') && reader.department !== null && reader.department === ticket.department;
}

/** @returns whether somebody sees confidential tickets at all. */
export function seesConfidential(reader: Staff): boolean {
  return can(reader, 'tickets.work') && reader.department === confidentialDepartment;
}

/** The same as `maySee`, for the where clause of a query over `ticket`. */
export function visibleTo(reader: Staff): (where: ExpressionBuilder<Tables, 'ticket'>) => Expression<SqlBool> {
  return (where) => {
    const conditions: Expression<SqlBool>[] = [];
    if (!seesConfidential(reader)) conditions.push(where('ticket.confidential', '=', 0));
    if (!can(reader, 'tickets.read-all')) {
      const department = can(reader, 'tickets.work') ? reader.department : null;
      // No department is called '': a reader without one sees nothing, also not the triage (department is null).
      conditions.push(where('ticket.department', '=', department ?? ''));
    }
    if (reader.disabledAt !== null) conditions.push(where('ticket.id', 'is', null));
    return where.and(conditions);
  };
}

/**
 * A confidential message is shown nowhere else, also where it belongs to another ticket besides.
 * @returns the messages of a ticket that this reader may not see there.
 */
export async function hiddenMessages(db: Db, reader: Staff, ticketId: TicketId): Promise<ReadonlySet<MessageId>> {
  if (seesConfidential(reader)) return new Set();
  const rows = await db
    .selectFrom('message_ticket as here')
    .innerJoin('message_ticket as there', 'there.message_id', 'here.message_id')
    .innerJoin('ticket', 'ticket.id', 'there.ticket_id')
    .select('here.message_id')
    .where('here.ticket_id', '=', ticketId)
    .where('ticket.confidential', '=', 1)
    .execute();
  return new Set(rows.map((row) => row.message_id));
}

/** @returns whether a confidential ticket holds the message. */
export async function isConfidential(db: Db, messageId: MessageId): Promise<boolean> {
  const row = await db
    .selectFrom('message_ticket')
    .innerJoin('ticket', 'ticket.id', 'message_ticket.ticket_id')
    .select('ticket.id')
    .where('message_ticket.message_id', '=', messageId)
    .where('ticket.confidential', '=', 1)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
