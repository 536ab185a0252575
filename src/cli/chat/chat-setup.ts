/** Tickets that stand before a talk begins: filed and worked by the product's own actions. */
import { transact } from '../../db/transact.ts';
import { insertInbound } from '../../desk/conversations/inbound.ts';
import { finishTurn } from '../../desk/conversations/turns.ts';
import type { Staff } from '../../desk/staff/staff.ts';
import { confirmTicket, withdrawTicket } from '../../desk/tickets/citizen-actions.ts';
import { openTicket } from '../../desk/tickets/open-ticket.ts';
import { confidentialDepartment, type Ticket, type TicketEvidence } from '../../desk/tickets/ticket.ts';
import { replyToTicket, resolveTicket } from '../../desk/tickets/ticket-actions.ts';
import { newCode } from '../../lib/ticket-code.ts';
import { type ChatDesk, knowCitizen } from './chat-desk.ts';
import type { SetupLine } from './chat-lines.ts';

type SetupTicket = NonNullable<SetupLine['setup']['tickets']>[number];

export async function setUpTickets(
  chat: ChatDesk,
  tickets: readonly SetupTicket[],
  staffOf: (department: string) => Promise<Staff>,
): Promise<void> {
  for (const given of tickets) {
    const ticket = await file(chat, given);
    if (ticket.department !== null) await bringTo(chat, ticket, given, await staffOf(ticket.department));
    chat.desk.jobs.add({ name: 'send-messages', conversationId: ticket.conversationId });
  }
}

async function file(chat: ChatDesk, given: SetupTicket): Promise<Ticket> {
  const { desk, clock } = chat;
  const known = await knowCitizen(chat, given.from);
  const judged = desk.triage.judge(given.text);
  const department = given.status === 'triage' ? null : given.department;
  const { confidence, runnersUp, words, decision, wrongdoing, accused, version } = judged;
  const evidence: TicketEvidence = {
    confidence,
    runnersUp,
    words,
    decision,
    settledBy: 'router',
    wrongdoing,
    accused,
    version,
  };
  return await transact(desk.db, async (trx) => {
    const message = await insertInbound(
      trx,
      {
        conversationId: known.conversationId,
        channel: 'simulator',
        externalId: `setup:${desk.ids.next<string>()}`,
        kind: 'text',
        text: given.text,
        original: null,
        choice: null,
        location: null,
        quoteMessageId: null,
        emergency: null,
        attachments: [],
        sentAt: clock.now(),
        now: clock.now(),
      },
      desk,
    );
    const messageIds = message ? [message.id] : [];
    await finishTurn(trx, { ...known, messageIds, patienceUntil: null, now: clock.now() });
    return await openTicket(
      trx,
      {
        code: newCode(desk.ids),
        contactId: known.contactId,
        conversationId: known.conversationId,
        department,
        intent: judged.intent === 'ask' || judged.intent === 'complain' ? judged.intent : 'ask',
        topic: judged.department === department ? judged.topic : null,
        role: judged.role,
        subject: given.text,
        confidential: department === confidentialDepartment && wrongdoing !== 'no',
        place: { kelurahan: judged.place.kelurahan[0] ?? null, rt: judged.place.rt, rw: judged.place.rw },
        messageIds,
        evidence,
      },
      desk,
    );
  });
}

async function bringTo({ desk }: ChatDesk, ticket: Ticket, given: SetupTicket, staff: Staff): Promise<void> {
  const { status } = given;
  const own = { ticketId: ticket.id, contactId: ticket.contactId };
  const act = { ticketId: ticket.id, staff, draftVersion: ticket.version };
  await transact(desk.db, async (trx) => {
    if (status === 'waiting_citizen')
      await replyToTicket(trx, { ...act, text: 'Mohon dilengkapi, Bapak/Ibu.', waitsForCitizen: true }, desk);
    if (status === 'resolved' || status === 'closed')
      await resolveTicket(trx, { ...act, summary: 'Sudah ditangani.' }, desk);
    if (status === 'closed') await confirmTicket(trx, own, desk);
    if (status === 'withdrawn') await withdrawTicket(trx, own, desk);
  });
}
