/** Opens a received file for somebody who may see its ticket; each opening is an event (law 11). */
import type { Trx } from '../../db/database.ts';
import { DomainError } from '../../lib/errors.ts';
import type { FileId } from '../../model.ts';
import type { Staff } from '../staff/staff.ts';
import { appendEvent } from '../tickets/event-log.ts';
import type { DeskTools } from '../tickets/ticket.ts';
import { hiddenMessages, visibleTo } from '../tickets/visibility.ts';

export type OpenedFile = {
  /** Below DATA_DIR/files. */
  path: string;
  /** By content; null: unknown. */
  mime: string | null;
  /** As the sender called it: shown, never trusted. */
  name: string | null;
  sizeBytes: number;
};

/**
 * @throws {DomainError} `file-unknown`, also for a file of a ticket that the reader may not see; `file-not-here` while
 * it is fetched, or when it was refused or could not be.
 */
export async function openFile(
  trx: Trx,
  act: { fileId: FileId; staff: Staff },
  tools: Pick<DeskTools, 'clock' | 'ids'>,
): Promise<OpenedFile> {
  const file = await trx
    .selectFrom('file')
    .select(['message_id', 'state', 'path', 'mime', 'name', 'size_bytes'])
    .where('id', '=', act.fileId)
    .executeTakeFirst();
  if (!file) throw new DomainError('file-unknown');
  const tickets = await trx
    .selectFrom('ticket')
    .innerJoin('message_ticket', 'message_ticket.ticket_id', 'ticket.id')
    .select('ticket.id')
    .where('message_ticket.message_id', '=', file.message_id)
    .where((where) => visibleTo(act.staff)(where as never))
    .orderBy('ticket.opened_at')
    .execute();
  const [ticket] = tickets;
  if (!ticket || (await hiddenMessages(trx, act.staff, ticket.id)).has(file.message_id))
    throw new DomainError('file-unknown');
  if (file.state !== 'stored' || file.path === null) throw new DomainError('file-not-here', { state: file.state });
  const facts = { file: act.fileId, message: file.message_id };
  const actor = { kind: 'staff', staff: act.staff } as const;
  await appendEvent(trx, { ticketId: ticket.id, kind: 'file-opened', actor, facts }, tools);
  return { path: file.path, mime: file.mime, name: file.name, sizeBytes: file.size_bytes ?? 0 };
}
