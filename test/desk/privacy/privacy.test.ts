/** Originals and files: only for who may see the ticket, and each sight is an event. */
import { beforeEach, expect, it } from 'vitest';
import { editInbound, holdInbound, sealMessage } from '../../../src/desk/conversations/inbound.ts';
import { readThread } from '../../../src/desk/conversations/thread.ts';
import { openFile } from '../../../src/desk/privacy/open-file.ts';
import { revealOriginal } from '../../../src/desk/privacy/reveal.ts';
import type { Staff } from '../../../src/desk/staff/staff.ts';
import { readEvents } from '../../../src/desk/tickets/event-log.ts';
import type { DomainError } from '../../../src/lib/errors.ts';
import type { FileId, MessageId } from '../../../src/model.ts';
import { describeOnDatabases } from '../../support/databases.ts';
import { makeDesk, start, type TestDesk } from '../desk.ts';

const original = 'NIK saya 0000000000000000, telepon 0800-0000-0000';

describeOnDatabases('personal data', (context) => {
  let desk: TestDesk;
  let siti: Staff;
  beforeEach(async () => {
    desk = makeDesk(context.db);
    siti = await desk.staff('consultant', 'dpkp');
  });
  const code = (refused: Promise<unknown>) =>
    refused.then(
      () => 'done',
      (error: DomainError) => error.code ?? error,
    );
  async function filedWithOriginal() {
    const person = await desk.person();
    const messageId = await desk.wrote(person, 'NIK saya [NIK], telepon [telepon]', original);
    return { ticket: await desk.filed({ person, messageIds: [messageId] }), person, messageId };
  }
  const reveal = (ticket: { id: string }, messageId: MessageId, staff: Staff) =>
    desk.act((trx) => revealOriginal(trx, { ticketId: ticket.id as never, messageId, staff, reason: 'contact' }, desk));

  it('is revealed to a consultant of the desk, as an event without the content', async () => {
    const { ticket, messageId } = await filedWithOriginal();
    expect(await reveal(ticket, messageId, siti)).toBe(original);
    const event = (await readEvents(context.db, ticket.id)).at(-1);
    expect(event).toMatchObject({
      kind: 'original-revealed',
      staffId: siti.id,
      facts: { message: messageId, version: 0, reason: 'contact' },
    });
    const stored = await context.db.selectFrom('ticket_event').selectAll().execute();
    expect(JSON.stringify(stored)).not.toContain('0000000000');
  });

  it('the newest version that was masked is shown', async () => {
    const { ticket, messageId } = await filedWithOriginal();
    await context.db
      .insertInto('message_original')
      .values({ message_id: messageId, version: 2, sealed: desk.seal.close('yang benar 0800-0000-0001', messageId) })
      .execute();
    expect(await reveal(ticket, messageId, siti)).toBe('yang benar 0800-0000-0001');
  });

  it('what an edit brought can be revealed, and the page says that there is something', async () => {
    const person = await desk.person();
    const messageId = await desk.wrote(person, 'tanpa nomor');
    const ticket = await desk.filed({ person, messageIds: [messageId] });
    const hasOriginal = async () => (await readThread(context.db, ticket.id))[0]?.hasOriginal;
    expect(await hasOriginal()).toBe(false);
    const externalId = await externalIdOf(messageId);
    const edited = (from: string) =>
      desk.act(async (trx) => {
        const message = await holdInbound(trx, 'simulator', externalId);
        const edit = { text: 'hub [no. HP]', original: from, emergency: null, now: start };
        await editInbound(trx, message!, edit, desk.seal);
      });
    for (const number of ['0800-0000-0000', '0800-0000-0000', '0800-0000-0001']) await edited(`hub ${number}`);
    expect(await hasOriginal()).toBe(true);
    expect(await reveal(ticket, messageId, siti)).toBe('hub 0800-0000-0001');
    expect(await context.db.selectFrom('message_version').select('version').execute()).toHaveLength(2);
  });

  it('what is sealed for everybody is not revealed', async () => {
    const { ticket, messageId } = await filedWithOriginal();
    await desk.act((trx) => sealMessage(trx, { id: messageId, shown: 'tersegel', now: start }, desk.seal));
    expect(await readThread(context.db, ticket.id)).toMatchObject([{ text: 'tersegel', hasOriginal: false }]);
    expect(await code(reveal(ticket, messageId, siti))).toBe('no-original');
  });

  async function externalIdOf(id: MessageId): Promise<string> {
    const row = await context.db.selectFrom('message').select('external_id').where('id', '=', id).executeTakeFirst();
    return row?.external_id ?? '';
  }

  it('is refused to everybody else, for other messages, and leaves no event', async () => {
    const { ticket, person, messageId } = await filedWithOriginal();
    const plain = await desk.wrote(person, 'tanpa data');
    const second = await desk.filed({ person, messageIds: [plain] });
    expect(await code(reveal(ticket, messageId, await desk.staff('consultant', 'dpupr')))).toBe('ticket-unknown');
    expect(await code(reveal(ticket, messageId, await desk.staff('coordinator')))).toBe('not-allowed');
    expect(await code(reveal(ticket, messageId, await desk.staff('administrator')))).toBe('not-allowed');
    expect(await code(reveal(ticket, messageId, await desk.staff('front_desk')))).toBe('ticket-unknown');
    expect(await code(reveal(second, messageId, siti))).toBe('message-unknown');
    expect(await code(reveal(second, plain, siti))).toBe('no-original');
    expect(await desk.kinds(ticket)).toEqual(['opened']);
  });

  it('a message that a confidential ticket holds too is not revealed from another', async () => {
    const { ticket, person, messageId } = await filedWithOriginal();
    await desk.filed({ person, department: 'inspektorat', confidential: true, messageIds: [messageId] });
    expect(await code(reveal(ticket, messageId, siti))).toBe('message-unknown');
  });

  async function withFile(messageId: MessageId, state: 'stored' | 'waiting'): Promise<FileId> {
    const id = desk.ids.next<FileId>();
    await context.db
      .insertInto('file')
      .values({
        id,
        message_id: messageId,
        kind: 'photo',
        state,
        external_ref: 'x',
        name: 'lampu.jpg',
        mime: state === 'stored' ? 'image/jpeg' : null,
        size_bytes: state === 'stored' ? 1_234 : null,
        path: state === 'stored' ? 'ab/cdef' : null,
        due_at: 0,
        created_at: 0,
      })
      .execute();
    return id;
  }
  const open = (fileId: FileId, staff: Staff) => desk.act((trx) => openFile(trx, { fileId, staff }, desk));

  it('a file opens for who may see its ticket, each time as an event', async () => {
    const { ticket, messageId } = await filedWithOriginal();
    const fileId = await withFile(messageId, 'stored');
    const coordinator = await desk.staff('coordinator');
    const file = { path: 'ab/cdef', mime: 'image/jpeg', name: 'lampu.jpg', sizeBytes: 1_234 };
    expect(await open(fileId, siti)).toEqual(file);
    expect(await open(fileId, coordinator)).toEqual(file);
    expect(await desk.kinds(ticket)).toEqual(['opened', 'file-opened', 'file-opened']);
  });

  it('to others it is as unknown as none; one that is still fetched says so', async () => {
    const { person, messageId } = await filedWithOriginal();
    const fileId = await withFile(messageId, 'stored');
    expect(await code(open(fileId, await desk.staff('consultant', 'dpupr')))).toBe('file-unknown');
    expect(await code(open(fileId, await desk.staff('front_desk')))).toBe('file-unknown');
    expect(await code(open('none' as FileId, siti))).toBe('file-unknown');
    expect(await code(open(await withFile(messageId, 'waiting'), siti))).toBe('file-not-here');
    const loose = await withFile(await desk.wrote(person, 'tanpa laporan'), 'stored');
    expect(await code(open(loose, siti))).toBe('file-unknown');
    await desk.filed({ person, department: 'inspektorat', confidential: true, messageIds: [messageId] });
    expect(await code(open(fileId, siti))).toBe('file-unknown');
  });
});
