/** Staff of the demo: their accounts, and what a story lets them do, each through the desk's own actions. */
import { transact } from '../../db/transact.ts';
import { filesOf, readThread } from '../../desk/conversations/thread.ts';
import { openFile } from '../../desk/privacy/open-file.ts';
import { revealOriginal } from '../../desk/privacy/reveal.ts';
import { changePassword } from '../../desk/staff/sign-in.ts';
import type { Staff } from '../../desk/staff/staff.ts';
import { createStaff } from '../../desk/staff/staff-store.ts';
import { withdrawTicket } from '../../desk/tickets/citizen-actions.ts';
import { confidentialDepartment, type Ticket } from '../../desk/tickets/ticket.ts';
import {
  addNote,
  claimTicket,
  releaseTicket,
  reopenTicket,
  replyToTicket,
  resolveTicket,
} from '../../desk/tickets/ticket-actions.ts';
import { assignFromTriage, transferTicket } from '../../desk/tickets/ticket-routing.ts';
import type { DepartmentKey, StaffId } from '../../model.ts';
import type { ChatDesk } from '../chat/chat-desk.ts';
import type { SeedStaff, Step, Story } from './seed-files.ts';

export type Team = {
  named(username: string): Staff | undefined;
  byId(id: StaffId): Staff | undefined;
  /** @returns one of a department's; the same for the same number. */
  oneOf(department: DepartmentKey, number: number): Staff | undefined;
  coordinator: Staff;
  /** @returns why a matter is handed on to that desk. */
  handover(to: DepartmentKey, number: number): string;
};

/** Makes the accounts; everybody has the same password, which need not be changed. */
export async function hireTeam({ desk }: ChatDesk, seed: SeedStaff): Promise<Team> {
  const staff: Staff[] = [];
  for (const { department = null, ...person } of seed.people) {
    staff.push(
      await transact(desk.db, async (trx) => {
        const account = { ...person, department, sample: true };
        const made = await createStaff(trx, account, desk.reference.departments.keys(), desk);
        await changePassword(trx, { staffId: made.staff.id, current: made.password, next: seed.password });
        return { ...made.staff, mustChangePassword: false };
      }),
    );
  }
  const coordinator = staff.find((one) => one.role === 'coordinator');
  if (!coordinator) throw new Error('bug: data/seed/staff.yml has no coordinator');
  return {
    coordinator,
    named: (username) => staff.find((one) => one.username === username),
    byId: (id) => staff.find((one) => one.id === id),
    oneOf(department, number) {
      const own = staff.filter((one) => one.department === department);
      return own[number % own.length];
    },
    handover(to, number) {
      const words = seed.handover[number % seed.handover.length] ?? '';
      return words.replace('{desk}', desk.reference.departments.get(to)?.short ?? to);
    },
  };
}

/**
 * A matter that lies elsewhere is brought to its desk: by the coordinator from triage, by the wrong desk otherwise.
 * @returns whether it had to be moved.
 */
export async function bringHome(
  ticket: Ticket,
  home: { to: DepartmentKey; story: Story; number: number },
  team: Team,
  { desk }: ChatDesk,
): Promise<boolean> {
  const { to, story, number } = home;
  const isTriage = ticket.status === 'triage';
  if (ticket.department === to && !isTriage) return false;
  const staff = ticket.department === null ? team.coordinator : team.oneOf(ticket.department, number);
  if (!staff) throw new Error(`bug: nobody works for ${ticket.department}`);
  const topic = story.topic?.startsWith(`${to}.`) ? story.topic : undefined;
  const secrecy = to === confidentialDepartment ? {} : ticket.confidential ? { confidential: false } : {};
  const move = { ticketId: ticket.id, staff, to, ...(topic ? { topic } : {}), ...secrecy };
  await transact(desk.db, async (trx) => {
    if (isTriage) await assignFromTriage(trx, move, desk);
    else await transferTicket(trx, { ...move, reason: team.handover(to, number) }, desk);
  });
  desk.jobs.add({ name: 'send-messages', conversationId: ticket.conversationId });
  return true;
}

/** @throws {DomainError} {Conflict} as the actions do. */
export async function staffActs(step: Step, ticket: Ticket, staff: Staff, { desk }: ChatDesk): Promise<void> {
  const act = { ticketId: ticket.id, staff, draftVersion: ticket.version };
  if (step.looks) await looksAtFiles(ticket, staff, desk);
  if (step.reveal) await readsOriginal(ticket, { staff, reason: step.reveal }, desk);
  await transact(desk.db, async (trx) => {
    if (step.claim) await claimTicket(trx, act, desk);
    if (step.release) await releaseTicket(trx, act, desk);
    if (step.reply) await replyToTicket(trx, { ...act, text: step.reply }, desk);
    if (step.resolve) await resolveTicket(trx, { ...act, summary: step.resolve }, desk);
    if (step.reopen) await reopenTicket(trx, act, desk);
    if (step.note) await addNote(trx, { ...act, text: step.note }, desk);
    if (step.transfer) await transferTicket(trx, { ...act, ...step.transfer }, desk);
    if (step.withdraw) await withdrawTicket(trx, { ticketId: ticket.id, contactId: ticket.contactId }, desk);
  });
  desk.jobs.add({ name: 'send-messages', conversationId: ticket.conversationId });
}

async function looksAtFiles(ticket: Ticket, staff: Staff, desk: ChatDesk['desk']): Promise<void> {
  const messages = await readThread(desk.db, ticket.id);
  const files = await filesOf(
    desk.db,
    messages.map((message) => message.id),
  );
  for (const file of [...files.values()].flat())
    await transact(desk.db, (trx) => openFile(trx, { fileId: file.id, staff }, desk));
}

async function readsOriginal(
  ticket: Ticket,
  act: { staff: Staff; reason: NonNullable<Step['reveal']> },
  desk: ChatDesk['desk'],
): Promise<void> {
  const masked = (await readThread(desk.db, ticket.id)).find((message) => message.hasOriginal);
  if (!masked) return;
  await transact(desk.db, (trx) => revealOriginal(trx, { ticketId: ticket.id, messageId: masked.id, ...act }, desk));
}
