/** Reads what was masked on arrival: the one way to an original, and each use is an event (law 11). */
import type { Trx } from '../../db/database.ts';
import { DomainError } from '../../lib/errors.ts';
import type { Seal } from '../../lib/seal.ts';
import type { MessageId, TicketId } from '../../model.ts';
import { can } from '../staff/roles.ts';
import type { Staff } from '../staff/staff.ts';
import { needVisible } from '../tickets/acting.ts';
import { appendEvent } from '../tickets/event-log.ts';
import type { DeskTools } from '../tickets/ticket.ts';
import { hiddenMessages } from '../tickets/visibility.ts';

/** Why somebody needs it: to reach the citizen, to find them in a register, or something that a note explains. */
export type RevealReason = 'contact' | 'register' | 'other';
export const revealReasons: readonly RevealReason[] = ['contact', 'register', 'other'];

/**
 * @param act `ticketId`: the ticket on whose page it is asked; the message must belong to it and be visible to the
 * reader.
 * @returns the text as it was written, newest version that was masked.
 * @throws {DomainError} `ticket-unknown`, `not-allowed`, `message-unknown`; `no-original`, also for a message that is
 * sealed for everybody.
 */
export async function revealOriginal(
  trx: Trx,
  act: { ticketId: TicketId; messageId: MessageId; staff: Staff; reason: RevealReason },
  tools: Pick<DeskTools, 'clock' | 'ids'> & { seal: Seal },
): Promise<string> {
  const ticket = await needVisible(trx, act.ticketId, act.staff);
  if (!can(act.staff, 'originals.reveal')) throw new DomainError('not-allowed');
  const link = await trx
    .selectFrom('message_ticket')
    .select('message_id')
    .where('ticket_id', '=', ticket.id)
    .where('message_id', '=', act.messageId)
    .executeTakeFirst();
  if (!link || (await hiddenMessages(trx, act.staff, ticket.id)).has(act.messageId))
    throw new DomainError('message-unknown');
  const original = await trx
    .selectFrom('message_original')
    .innerJoin('message', 'message.id', 'message_original.message_id')
    .select(['version', 'sealed'])
    .where('message_id', '=', act.messageId)
    .where('message.sealed_at', 'is', null)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (!original) throw new DomainError('no-original');
  await appendEvent(
    trx,
    {
      ticketId: ticket.id,
      kind: 'original-revealed',
      actor: { kind: 'staff', staff: act.staff },
      facts: { message: act.messageId, version: original.version, reason: act.reason },
    },
    tools,
  );
  return tools.seal.open(original.sealed, act.messageId);
}
