/** Handing over and giving out from triage: who may, what the citizen is told, and what becomes of the deadline. */
import { beforeEach, expect, it } from 'vitest';
import { readOwnership } from '../../../src/desk/conversations/owner.ts';
import { confirmSetting } from '../../../src/desk/reference/settings.ts';
import type { Staff } from '../../../src/desk/staff/staff.ts';
import { readEvents } from '../../../src/desk/tickets/event-log.ts';
import { readNotes } from '../../../src/desk/tickets/note-store.ts';
import type { Ticket } from '../../../src/desk/tickets/ticket.ts';
import { claimTicket, replyToTicket } from '../../../src/desk/tickets/ticket-actions.ts';
import {
  type AssignAct,
  assignFromTriage,
  type TransferAct,
  transferTicket,
} from '../../../src/desk/tickets/ticket-routing.ts';
import type { DomainError } from '../../../src/lib/errors.ts';
import { dayMs, dayOf } from '../../../src/lib/wib.ts';
import { describeOnDatabases } from '../../support/databases.ts';
import { makeDesk, type TestDesk } from '../desk.ts';

describeOnDatabases('the way of a ticket between desks', (context) => {
  let desk: TestDesk;
  let siti: Staff;
  let auditor: Staff;
  let coordinator: Staff;
  beforeEach(async () => {
    desk = makeDesk(context.db);
    siti = await desk.staff('consultant', 'dpkp');
    auditor = await desk.staff('consultant', 'inspektorat');
    coordinator = await desk.staff('coordinator');
  });
  const transfer = (ticket: Ticket, act: Partial<TransferAct> & { staff: Staff; to: string }) =>
    desk.act((trx) => transferTicket(trx, { ticketId: ticket.id, reason: 'Jalan umum', ...act }, desk));
  const assign = (ticket: Ticket, act: Omit<AssignAct, 'ticketId'>) =>
    desk.act((trx) => assignFromTriage(trx, { ticketId: ticket.id, ...act }, desk));
  const code = (refused: Promise<unknown>) =>
    refused.then(
      () => 'done',
      (error: DomainError) => error.code,
    );

  it('a transfer goes to a queue that the sender cannot read, with reason, free of its assignee', async () => {
    const ticket = await desk.filed();
    await desk.act((trx) => claimTicket(trx, { ticketId: ticket.id, staff: siti }, desk));
    const moved = await transfer(ticket, { staff: siti, to: 'dpupr' });
    expect(moved).toMatchObject({ department: 'dpupr', status: 'open', assigneeId: null, dueAt: ticket.dueAt });
    expect(await readNotes(context.db, ticket.id)).toMatchObject([{ kind: 'transfer', text: 'Jalan umum' }]);
    const event = (await readEvents(context.db, ticket.id)).at(-1);
    expect(event).toMatchObject({ kind: 'transferred', staffId: siti.id, facts: { from: 'dpkp', to: 'dpupr' } });
    const [told] = await desk.said(ticket.person);
    expect(told?.text).toContain(ticket.code);
    expect(told?.text).toContain('DPUPR');
    expect(told?.text).not.toContain('Jalan umum');
    expect(await code(transfer(moved, { staff: siti, to: 'dlhkp' }))).toBe('ticket-unknown');
  });

  it('a conversation that its desk owned goes back to the bot', async () => {
    const ticket = await desk.filed();
    const { ticket: answered } = await desk.act((trx) =>
      replyToTicket(trx, { ticketId: ticket.id, staff: siti, text: 'Kami cek', draftVersion: 0 }, desk),
    );
    await transfer(answered, { staff: siti, to: 'dpupr' });
    expect(await readOwnership(context.db, ticket.conversationId)).toMatchObject({ owner: 'bot' });
  });

  it('the coordinator may move what is not confidential; others may not', async () => {
    const ticket = await desk.filed();
    const stranger = await desk.staff('consultant', 'dpupr');
    expect(await code(transfer(ticket, { staff: await desk.staff('administrator'), to: 'dpupr' }))).toBe('not-allowed');
    expect(await code(transfer(ticket, { staff: stranger, to: 'dpupr' }))).toBe('ticket-unknown');
    expect(await transfer(ticket, { staff: coordinator, to: 'dpupr' })).toMatchObject({ department: 'dpupr' });
  });

  it('a transfer without reason, to nowhere, to itself or with a foreign topic is refused', async () => {
    const ticket = await desk.filed();
    expect(await code(transfer(ticket, { staff: siti, to: 'dpupr', reason: ' ' }))).toBe('reason-empty');
    expect(await code(transfer(ticket, { staff: siti, to: 'luar' }))).toBe('department-unknown');
    expect(await code(transfer(ticket, { staff: siti, to: 'dpkp' }))).toBe('same-department');
    const topic = 'inspektorat.nota-fiktif';
    expect(await code(transfer(ticket, { staff: siti, to: 'dpupr', topic }))).toBe('topic-unknown');
    expect(await desk.kinds(ticket)).toEqual(['opened']);
  });

  it('what was promised is not put off: the earlier deadline stays', async () => {
    const question = await desk.filed({ intent: 'ask' });
    desk.clock.advance(3 * dayMs);
    const moved = await transfer(question, { staff: siti, to: 'dpupr' });
    expect(moved).toMatchObject({ dueAt: question.dueAt, slaClass: 'pertanyaan' });
    const topic = [...desk.reference.topics.values()].find((one) => one.workingDays === 2)!;
    const complaint = await desk.filed();
    const lowered = await transfer(complaint, { staff: siti, to: topic.department, topic: topic.key });
    expect(lowered.dueAt).toBeLessThan(complaint.dueAt!);
  });

  it('to Inspektorat it may become confidential, and has their sixty days from filing', async () => {
    const ticket = await desk.filed();
    const moved = await transfer(ticket, { staff: siti, to: 'inspektorat', confidential: true });
    expect(moved).toMatchObject({ department: 'inspektorat', confidential: true, slaClass: 'pengawasan' });
    const open = await transfer(await desk.filed(), { staff: siti, to: 'inspektorat' });
    expect(open.confidential).toBe(false);
    const topic = 'inspektorat.nota-fiktif';
    const byTopic = await transfer(await desk.filed(), { staff: siti, to: 'inspektorat', topic, confidential: false });
    expect(byTopic.confidential).toBe(true);
  });

  it('out of Inspektorat a confidential ticket moves by them alone, and only when they say that it opens', async () => {
    const report = await desk.filed({ department: 'inspektorat', confidential: true });
    expect(await code(transfer(report, { staff: coordinator, to: 'dpkp', confidential: false }))).toBe(
      'ticket-unknown',
    );
    expect(await code(transfer(report, { staff: auditor, to: 'dpkp' }))).toBe('still-confidential');
    expect(await code(transfer(report, { staff: auditor, to: 'dpkp', confidential: true }))).toBe(
      'confidential-elsewhere',
    );
    desk.clock.advance(40 * dayMs);
    const moved = await transfer(report, { staff: auditor, to: 'dpkp', confidential: false });
    expect(moved).toMatchObject({ confidential: false, slaClass: 'aduan' });
    expect(moved.dueAt).toBeGreaterThan(desk.clock.now());
    expect((await readEvents(context.db, report.id)).at(-1)?.facts.openedUp).toBe(true);
  });

  it('the coordinator gives a ticket of triage to a desk; the citizen hears whose it is and the target', async () => {
    const ticket = await desk.filed({ department: null, intent: 'ask' });
    expect(ticket.status).toBe('triage');
    desk.clock.advance(dayMs);
    const assigned = await assign(ticket, { staff: coordinator, to: 'pbj', topic: undefined });
    expect(assigned).toMatchObject({ department: 'pbj', status: 'open', slaClass: 'pertanyaan', dueAt: ticket.dueAt });
    const [told] = await desk.said(ticket.person);
    expect(told?.text).toContain('PBJ');
    expect(told?.text).toContain('Target');
    expect(told?.text).toContain('Rabu, 2 Desember 2026');
    expect(await code(assign(ticket, { staff: coordinator, to: 'dpkp' }))).toBe('not-in-triage');
  });

  it('once the classes are confirmed it is a deadline and no target', async () => {
    const change = { key: 'sla', confirmed: true, staffId: coordinator.id, now: 1 } as const;
    await desk.act((trx) => confirmSetting(trx, change));
    const ticket = await desk.filed({ department: null });
    await assign(ticket, { staff: coordinator, to: 'dpkp' });
    const [told] = await desk.said(ticket.person);
    expect(told?.text).not.toMatch(/target/i);
    expect(told?.text).toContain('Paling lambat');
  });

  it('nobody else empties the triage, and its two queues are kept apart', async () => {
    const unclear = await desk.filed({ department: null });
    const perhaps = await desk.filed({ department: 'inspektorat', unsure: true });
    expect(await code(assign(unclear, { staff: siti, to: 'dpkp' }))).toBe('ticket-unknown');
    expect(await code(assign(unclear, { staff: auditor, to: 'inspektorat' }))).toBe('ticket-unknown');
    expect(await code(assign(unclear, { staff: await desk.staff('administrator'), to: 'dpkp' }))).toBe('not-allowed');
    expect(await code(assign(perhaps, { staff: coordinator, to: 'dpkp' }))).toBe('ticket-unknown');
  });

  it('Inspektorat keeps what is theirs in confidence and opens what is not', async () => {
    const theirs = await desk.filed({ department: 'inspektorat', unsure: true });
    expect(await assign(theirs, { staff: auditor, to: 'inspektorat' })).toMatchObject({
      status: 'open',
      confidential: true,
    });
    const other = await desk.filed({ department: 'inspektorat', unsure: true });
    expect(await code(assign(other, { staff: auditor, to: 'dpkp' }))).toBe('still-confidential');
    const opened = await assign(other, { staff: auditor, to: 'dpkp', confidential: false });
    expect(opened).toMatchObject({ department: 'dpkp', confidential: false, slaClass: 'aduan' });
    expect(dayOf(opened.dueAt!)).toBe('2026-12-15');
  });
});
