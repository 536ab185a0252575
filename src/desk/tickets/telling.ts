/** Messages to the citizen that acts on a ticket bring along. */
import type { Trx } from '../../db/database.ts';
import { assert } from '../../lib/errors.ts';
import type { Choice, DepartmentKey, MessageId } from '../../model.ts';
import { say } from '../conversations/outbound.ts';
import type { Department } from '../reference/reference.ts';
import type { Staff } from '../staff/staff.ts';
import type { DeskTools, Ticket } from './ticket.ts';

/** Says something that belongs to the ticket, as staff where one is told, otherwise as the bot. */
export async function tellCitizen(
  trx: Trx,
  ticket: Ticket,
  saying: { text: string; staff?: Staff; choices?: readonly Choice[] },
  { clock, ids }: Pick<DeskTools, 'clock' | 'ids'>,
): Promise<MessageId> {
  const { text, staff, choices } = saying;
  return await say(
    trx,
    {
      conversationId: ticket.conversationId,
      author: staff ? 'staff' : 'bot',
      staffId: staff?.id,
      department: staff?.department ?? undefined,
      text,
      choices,
      ticketIds: [ticket.id],
      now: clock.now(),
    },
    ids,
  );
}

/**
 * @returns the desk that a key names; a bug for one that is unknown, since tickets are checked when they are routed.
 */
export function deskOf(department: DepartmentKey | null, { reference }: Pick<DeskTools, 'reference'>): Department {
  const desk = department === null ? undefined : reference.departments.get(department);
  assert(desk, `no desk ${department}`);
  return desk;
}
