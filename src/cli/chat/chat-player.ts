/** Plays the lines of a talk on a desk, and says how things stand after each. */
import type { InboundMessage } from '../../channels/channel-adapter.ts';
import { transact } from '../../db/transact.ts';
import { findConversation } from '../../desk/contacts/contact-store.ts';
import { planByDays } from '../../desk/reference/clinic-plan.ts';
import type { Staff } from '../../desk/staff/staff.ts';
import { createStaff } from '../../desk/staff/staff-store.ts';
import type { Ticket } from '../../desk/tickets/ticket.ts';
import { claimTicket, replyToTicket, resolveTicket } from '../../desk/tickets/ticket-actions.ts';
import { assignFromTriage, transferTicket } from '../../desk/tickets/ticket-routing.ts';
import { findTicketByCode, ticketsOfContact } from '../../desk/tickets/ticket-store.ts';
import { DomainError } from '../../lib/errors.ts';
import { parseCode } from '../../lib/ticket-code.ts';
import { isoWib } from '../../lib/wib.ts';
import type { ChatDesk } from './chat-desk.ts';
import { quietMs } from './chat-desk.ts';
import { type ChatLine, type ChatOutput, durationMs, type FromLine, type StaffLine } from './chat-lines.ts';
import { setUpTickets } from './chat-setup.ts';

/** Each line of a citizen moves the clock so far: people do not write all at once. */
const betweenMs = 20_000;

export type ChatPlayer = { play(line: ChatLine): Promise<ChatOutput> };

export function createPlayer(chat: ChatDesk): ChatPlayer {
  const staff = new Map<string, Staff>();
  let count = 0;
  /** A turn is still being written: the clock moves, but nothing runs before its last bubble. */
  let isOpenTurn = false;
  const player = {
    async play(line: ChatLine): Promise<ChatOutput> {
      const before = chat.sent.length;
      const who = await playLine(line);
      return await outcome(chat, who, 'from' in line, before);
    },
  };
  /** @returns whose conversation the line was about, or null. */
  async function playLine(line: ChatLine): Promise<string | null> {
    if ('setup' in line) return await setUp(line.setup);
    if ('advance' in line) {
      await chat.advance(durationMs(line.advance));
      return null;
    }
    if ('staff' in line) return await act(line);
    if (isOpenTurn) chat.clock.advance(betweenMs);
    else await chat.advance(betweenMs);
    await citizenSays(chat, line, ++count);
    isOpenTurn = line.more === true;
    return line.from;
  }
  async function setUp(setup: Extract<ChatLine, { setup: unknown }>['setup']): Promise<null> {
    const { desk } = chat;
    if (setup.clinicDays)
      desk.reference = { ...desk.reference, clinic: planByDays(setup.clinicDays, desk.reference.clinic) };
    await setUpTickets(chat, setup.tickets ?? [], staffOf);
    await chat.settle();
    return null;
  }
  async function act(line: StaffLine): Promise<string> {
    const { desk } = chat;
    const ticket = await findTicketByCode(desk.db, parseCode(line.ticket) ?? line.ticket);
    if (!ticket) throw new DomainError('ticket-unknown', { ticket: line.ticket });
    const isTriage = ticket.department === null;
    const member = await staffOf(isTriage ? 'coordinator' : line.staff);
    await transact(desk.db, (trx) => staffActs(trx, line, ticket, member, chat));
    desk.jobs.add({ name: 'send-messages', conversationId: ticket.conversationId });
    await chat.settle();
    return await addressOf(chat, ticket);
  }
  /** A consultant of each department, made at the first need; `coordinator` for the triage queue. */
  async function staffOf(department: string): Promise<Staff> {
    const known = staff.get(department);
    if (known) return known;
    const { desk } = chat;
    const isCoordinator = department === 'coordinator';
    const account = {
      name: `Konsultan ${department}`,
      username: `konsultan.${department}`,
      role: isCoordinator ? ('coordinator' as const) : ('consultant' as const),
      department: isCoordinator ? null : department,
    };
    const made = await transact(desk.db, (trx) => createStaff(trx, account, desk.reference.departments.keys(), desk));
    const member = { ...made.staff, mustChangePassword: false };
    staff.set(department, member);
    return member;
  }
  return player;
}

async function staffActs(
  trx: Parameters<typeof claimTicket>[0],
  line: StaffLine,
  ticket: Ticket,
  member: Staff,
  { desk }: ChatDesk,
): Promise<void> {
  const act = { ticketId: ticket.id, staff: member, draftVersion: ticket.version };
  const text = line.text ?? '';
  switch (line.do) {
    case 'claim':
      await claimTicket(trx, act, desk);
      return;
    case 'reply':
      await replyToTicket(trx, { ...act, text }, desk);
      return;
    case 'resolve':
      await resolveTicket(trx, { ...act, summary: text }, desk);
      return;
    case 'transfer': {
      const to = line.to ?? '';
      if (ticket.department === null) await assignFromTriage(trx, { ...act, to }, desk);
      else await transferTicket(trx, { ...act, to, reason: text || 'lebih tepat di sana' }, desk);
    }
  }
}

async function citizenSays(chat: ChatDesk, line: FromLine, count: number): Promise<void> {
  const { desk, clock, simulator } = chat;
  const choice = line.choice === undefined ? undefined : pressed(chat, line.from, line.choice);
  const quote = line.quote === undefined ? undefined : await quoted(chat, line.quote);
  const attachments: NonNullable<InboundMessage['attachments']>[number][] = [];
  for (const kind of ['photo', 'voice'] as const) {
    if (line[kind] === undefined) continue;
    const ref = `${kind}-${count}`;
    simulator.putFile(ref, kind === 'photo' ? jpeg : ogg);
    attachments.push({ kind, ref, ...(typeof line[kind] === 'string' ? { name: line[kind] } : {}) });
  }
  await simulator.inject([
    {
      kind: 'message',
      externalId: `${line.from}:${clock.now()}:${count}`,
      address: line.from,
      text: choice?.label ?? line.text ?? '',
      attachments,
      ...(line.location ? { location: { latitude: line.location[0], longitude: line.location[1] } } : {}),
      ...(choice ? { choice: choice.id } : {}),
      ...(quote ? { quote } : {}),
      sentAt: clock.now(),
    },
  ]);
  if (line.more) return;
  clock.advance(quietMs);
  desk.jobs.add({ name: 'sweep' });
  await chat.settle();
}

function pressed(chat: ChatDesk, from: string, number: number): { id: string; label: string } {
  const last = chat.sent.findLast((part) => part.address === from && part.choices.length > 0);
  const choice = last?.choices[number - 1];
  if (!choice) throw new RangeError(`choice: ${number} was not offered to ${from}`);
  return choice;
}

/** The latest message that belongs to the ticket, as the platform names it. */
async function quoted({ desk }: ChatDesk, code: string): Promise<string> {
  const row = await desk.db
    .selectFrom('ticket')
    .innerJoin('message_ticket', 'message_ticket.ticket_id', 'ticket.id')
    .innerJoin('message', 'message.id', 'message_ticket.message_id')
    .leftJoin('sent_part', 'sent_part.message_id', 'message.id')
    .select(['message.external_id as inbound', 'sent_part.external_id as outbound'])
    .where('ticket.code', '=', parseCode(code) ?? code)
    .orderBy('message.seq', 'desc')
    .limit(1)
    .executeTakeFirst();
  const externalId = row?.inbound ?? row?.outbound;
  if (!externalId) throw new RangeError(`quote: no message of ${code}`);
  return externalId;
}

async function addressOf({ desk }: ChatDesk, ticket: Ticket): Promise<string> {
  const row = await desk.db
    .selectFrom('conversation')
    .select('address')
    .where('id', '=', ticket.conversationId)
    .executeTakeFirstOrThrow();
  return row.address;
}

/** How things stand for one contact; what was sent since `before`. */
async function outcome(chat: ChatDesk, who: string | null, isCitizen: boolean, before: number): Promise<ChatOutput> {
  const { desk } = chat;
  const sent = chat.sent.slice(before);
  const shown = (part: (typeof sent)[number]) => ({
    text: part.text,
    choices: part.choices.map((choice) => choice.label),
  });
  const known = who === null ? undefined : await findConversation(desk.db, 'simulator', who);
  const conversation = known
    ? await desk.db.selectFrom('conversation').select('owner').where('id', '=', known.conversationId).executeTakeFirst()
    : undefined;
  const tickets = known ? (await ticketsOfContact(desk.db, known.contactId)).reverse() : [];
  const owner = conversation?.owner ?? null;
  return {
    from: isCitizen ? who : null,
    replies: isCitizen ? sent.filter((part) => part.address === who).map(shown) : [],
    others: sent
      .filter((part) => !isCitizen || part.address !== who)
      .map((part) => ({ to: part.address, ...shown(part) })),
    tickets: await Promise.all(tickets.map((ticket) => ticketShown(chat, ticket))),
    bookings: [],
    owner: owner === 'nobody' ? null : owner,
  };
}

async function ticketShown({ desk }: ChatDesk, ticket: Ticket): Promise<ChatOutput['tickets'][number]> {
  const { attachments } = await desk.db
    .selectFrom('file')
    .innerJoin('message_ticket', 'message_ticket.message_id', 'file.message_id')
    .select((select) => select.fn.countAll<number>().as('attachments'))
    .where('message_ticket.ticket_id', '=', ticket.id)
    .executeTakeFirstOrThrow();
  return {
    code: ticket.code,
    department: ticket.department,
    intent: ticket.intent,
    topic: ticket.topic,
    status: ticket.status,
    kelurahan: ticket.place.kelurahan,
    rt: ticket.place.rt,
    rw: ticket.place.rw,
    attachments: Number(attachments),
    urgent: ticket.urgent,
    confidential: ticket.confidential,
    deadline: ticket.dueAt === null ? null : isoWib(ticket.dueAt),
  };
}

/** The smallest files that are what they say. */
const jpeg = Buffer.from('ffd8ffe000104a46494600010100000100010000ffdb004300', 'hex');
const ogg = Buffer.concat([
  Buffer.from('4f67675300020000000000000000', 'hex'),
  Buffer.alloc(14),
  Buffer.from('OpusHead'),
  Buffer.alloc(16),
]);
