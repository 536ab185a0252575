/**
 * Reads the messages of a ticket, for people who answer. Which tickets they may read is `tickets/visibility.ts`'s to
 * say.
 */
import type { Db } from '../../db/database.ts';
import type {
  AttachmentKind,
  ChannelName,
  Choice,
  DepartmentKey,
  FileId,
  Location,
  MessageId,
  Millis,
  StaffId,
  TicketId,
} from '../../model.ts';

export type ThreadFile = {
  id: FileId;
  kind: AttachmentKind;
  state: 'waiting' | 'stored' | 'refused' | 'failed';
  name: string | null;
  mime: string | null;
  sizeBytes: number | null;
};

export type ThreadMessage = {
  id: MessageId;
  seq: number;
  direction: 'in' | 'out';
  author: 'citizen' | 'bot' | 'staff';
  staffId: StaffId | null;
  staffName: string | null;
  department: DepartmentKey | null;
  channel: ChannelName;
  kind: string;
  text: string;
  choices: Choice[];
  location: Location | null;
  quote: MessageId | null;
  emergency: string | null;
  at: Millis;
  editedAt: Millis | null;
  deletedAt: Millis | null;
  /** Of any version: masked on arrival, and not sealed for everybody. */
  hasOriginal: boolean;
  files: ThreadFile[];
  /** Outbound only. */
  delivery: { state: 'pending' | 'sent' | 'delivered' | 'read' | 'failed'; failure: string | null } | null;
};

/** @returns the ticket's messages, oldest first, at most `limit` of the newest. */
export async function readThread(db: Db, ticketId: TicketId, limit = 500): Promise<ThreadMessage[]> {
  const rows = await db
    .selectFrom('message_ticket')
    .innerJoin('message', 'message.id', 'message_ticket.message_id')
    .leftJoin('delivery', 'delivery.message_id', 'message.id')
    .leftJoin('staff', 'staff.id', 'message.staff_id')
    .selectAll('message')
    .select(['delivery.state as delivery_state', 'delivery.failure as failure', 'staff.name as staff_name'])
    .select((select) =>
      select
        .selectFrom('message_original')
        .select((original) => original.fn.max('version').as('version'))
        .whereRef('message_original.message_id', '=', 'message.id')
        .as('original_version'),
    )
    .where('message_ticket.ticket_id', '=', ticketId)
    .orderBy('message.seq', 'desc')
    .limit(limit)
    .execute();
  const files = await filesOf(
    db,
    rows.map((row) => row.id),
  );
  return rows.reverse().map((row) => ({
    id: row.id,
    seq: row.seq,
    direction: row.direction,
    author: row.author,
    staffId: row.staff_id,
    staffName: row.staff_name,
    department: row.department,
    channel: row.channel,
    kind: row.kind,
    text: row.text,
    choices: row.choices ? (JSON.parse(row.choices) as Choice[]) : [],
    location:
      row.latitude !== null && row.longitude !== null ? { latitude: row.latitude, longitude: row.longitude } : null,
    quote: row.quote_message_id,
    emergency: row.emergency,
    at: row.created_at,
    editedAt: row.edited_at,
    deletedAt: row.deleted_at,
    hasOriginal: row.original_version !== null && row.sealed_at === null,
    files: files.get(row.id) ?? [],
    delivery: row.delivery_state ? { state: row.delivery_state, failure: row.failure } : null,
  }));
}

/** @returns the files of some messages, by message. */
export async function filesOf(db: Db, messageIds: readonly MessageId[]): Promise<Map<MessageId, ThreadFile[]>> {
  const byMessage = new Map<MessageId, ThreadFile[]>();
  if (messageIds.length === 0) return byMessage;
  const rows = await db
    .selectFrom('file')
    .select(['id', 'message_id', 'kind', 'state', 'name', 'mime', 'size_bytes'])
    .where('message_id', 'in', messageIds)
    .orderBy('id')
    .execute();
  for (const { message_id, size_bytes, ...file } of rows) {
    const list = byMessage.get(message_id) ?? [];
    list.push({ ...file, sizeBytes: size_bytes });
    byMessage.set(message_id, list);
  }
  return byMessage;
}
