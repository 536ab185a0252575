/** Words that staff write on a ticket: why it was handed over, how it was resolved, internal remarks. Writes `note`. */
import type { Db, NoteTable, Trx } from '../../db/database.ts';
import type { Millis, NoteId, StaffId, TicketId } from '../../model.ts';
import type { Staff } from '../staff/staff.ts';
import type { DeskTools } from './ticket.ts';

export type TicketNote = {
  id: NoteId;
  kind: NoteTable['kind'];
  text: string;
  staffId: StaffId;
  staffName: string;
  at: Millis;
};

export async function insertNote(
  trx: Trx,
  note: { ticketId: TicketId; kind: NoteTable['kind']; text: string; staff: Staff },
  { clock, ids }: Pick<DeskTools, 'clock' | 'ids'>,
): Promise<NoteId> {
  const id = ids.next<NoteId>();
  await trx
    .insertInto('note')
    .values({
      id,
      ticket_id: note.ticketId,
      kind: note.kind,
      text: note.text,
      staff_id: note.staff.id,
      created_at: clock.now(),
    })
    .execute();
  return id;
}

/** @returns the notes of a ticket, oldest first. */
export async function readNotes(db: Db, ticketId: TicketId): Promise<TicketNote[]> {
  return await db
    .selectFrom('note')
    .innerJoin('staff', 'staff.id', 'note.staff_id')
    .select([
      'note.id',
      'note.kind',
      'note.text',
      'note.staff_id as staffId',
      'staff.name as staffName',
      'note.created_at as at',
    ])
    .where('note.ticket_id', '=', ticketId)
    .orderBy('note.created_at')
    .orderBy('note.id')
    .execute();
}
