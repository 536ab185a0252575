/** Law 8: who sees which ticket, in words and in queries alike, and what a page shows of shared messages. */
import { expect, it } from 'vitest';
import type { Staff } from '../../../src/desk/staff/staff.ts';
import { readQueue } from '../../../src/desk/tickets/queue.ts';
import { addNote } from '../../../src/desk/tickets/ticket-actions.ts';
import { readTicketPage } from '../../../src/desk/tickets/ticket-page.ts';
import { transferTicket } from '../../../src/desk/tickets/ticket-routing.ts';
import { maySee, visibleTo } from '../../../src/desk/tickets/visibility.ts';
import { describeOnDatabases } from '../../support/databases.ts';
import { makeDesk, start, type TestDesk } from '../desk.ts';

const secret = { department: 'inspektorat', confidential: true } as const;

async function readers(desk: TestDesk): Promise<Record<string, Staff>> {
  const dpkp = await desk.staff('consultant', 'dpkp');
  return {
    administrator: await desk.staff('administrator'),
    coordinator: await desk.staff('coordinator'),
    frontDesk: await desk.staff('front_desk'),
    dpkp,
    inspektorat: await desk.staff('consultant', 'inspektorat'),
    dismissed: { ...dpkp, disabledAt: start },
    dismissedAuditor: { ...(await desk.staff('consultant', 'inspektorat')), disabledAt: start },
    lost: { ...dpkp, department: null },
  };
}

describeOnDatabases('who sees which ticket', (context) => {
  it('is the same in words and in a query, and is this table', async () => {
    const desk = makeDesk(context.db);
    const tickets = {
      lamp: await desk.filed(),
      triage: await desk.filed({ department: null }),
      report: await desk.filed({ ...secret, text: 'Uang Pokmas hilang' }),
      perhaps: await desk.filed({ department: 'inspektorat', unsure: true, text: 'Kok begini uangnya' }),
      advice: await desk.filed({ department: 'inspektorat', intent: 'ask', text: 'Apa saja yang diperiksa' }),
    };
    const seen: Record<string, string> = {};
    for (const [name, reader] of Object.entries(await readers(desk))) {
      const found = await context.db.selectFrom('ticket').select('id').where(visibleTo(reader)).execute();
      const inWords = Object.entries(tickets).filter(([, ticket]) => maySee(reader, ticket));
      expect(found.map((row) => row.id).sort()).toEqual(inWords.map(([, ticket]) => ticket.id).sort());
      seen[name] = inWords.map(([key]) => key).join(' ');
    }
    expect(seen).toEqual({
      administrator: 'lamp triage advice',
      coordinator: 'lamp triage advice',
      frontDesk: '',
      dpkp: 'lamp',
      inspektorat: 'report perhaps advice',
      dismissed: '',
      dismissedAuditor: '',
      lost: '',
    });
  });

  it('a ticket is confidential by its topic, too, and a likely one waits in triage of Inspektorat', async () => {
    const desk = makeDesk(context.db);
    const topic = 'inspektorat.penyelewengan-dana';
    expect(await desk.filed({ department: 'inspektorat', topic })).toMatchObject({
      confidential: true,
      status: 'open',
    });
    const perhaps = await desk.filed({ department: 'inspektorat', unsure: true });
    expect(perhaps).toMatchObject({ confidential: true, status: 'triage', slaClass: 'pengawasan' });
    await expect(desk.filed({ department: 'dpkp', confidential: true })).rejects.toThrow('bug');
    await expect(desk.filed({ department: null, unsure: true })).rejects.toThrow('bug');
  });

  it('a page that is not for a reader is as if it were not there', async () => {
    const desk = makeDesk(context.db);
    const report = await desk.filed({ ...secret });
    const opens: Record<string, boolean> = {};
    for (const [name, reader] of Object.entries(await readers(desk)))
      opens[name] = (await readTicketPage(context.db, reader, report.code, desk)) !== null;
    expect(Object.keys(opens).filter((name) => opens[name])).toEqual(['inspektorat']);
    const auditor = await desk.staff('consultant', 'inspektorat');
    expect(await readTicketPage(context.db, auditor, 'KP-0000-000', desk)).toBeNull();
  });

  it('the page and the queue of a confidential ticket do not tell who reported', async () => {
    const desk = makeDesk(context.db);
    const person = await desk.person('Pak Pelapor Rekaan');
    const report = await desk.filed({ ...secret, person });
    const advice = await desk.filed({ department: 'inspektorat', intent: 'ask', person });
    const auditor = await desk.staff('consultant', 'inspektorat');
    const secretPage = await readTicketPage(context.db, auditor, report.code, desk);
    const plainPage = await readTicketPage(context.db, auditor, advice.code, desk);
    expect([secretPage?.contact.name, secretPage?.others]).toEqual([null, []]);
    expect([plainPage?.contact.name, plainPage?.others]).toEqual(['Pak Pelapor Rekaan', []]);
    const { rows } = await readQueue(context.db, auditor, { view: 'open' }, start);
    expect(rows.map((row) => [row.code, row.contactName]).sort()).toEqual(
      [
        [report.code, null],
        [advice.code, 'Pak Pelapor Rekaan'],
      ].sort(),
    );
  });

  it('a message that a confidential ticket holds too is shown nowhere else', async () => {
    const desk = makeDesk(context.db);
    const person = await desk.person();
    const mixed = await desk.wrote(person, 'Uang Pokmas hilang, dan lampu gang mati');
    const plain = await desk.wrote(person, 'Di RT 3');
    const lamp = await desk.filed({ person, messageIds: [mixed, plain] });
    await desk.filed({ ...secret, person, messageIds: [mixed] });
    const shown = async (reader: Staff) =>
      (await readTicketPage(context.db, reader, lamp.code, desk))?.messages.map((message) => message.id);
    expect(await shown(await desk.staff('consultant', 'dpkp'))).toEqual([plain]);
    expect(await shown(await desk.staff('coordinator'))).toEqual([plain]);
  });

  it('what Inspektorat noted in confidence stays theirs after the ticket was opened up', async () => {
    const desk = makeDesk(context.db);
    const auditor = await desk.staff('consultant', 'inspektorat');
    const report = await desk.filed({ ...secret });
    const act = { ticketId: report.id, staff: auditor };
    await desk.act((trx) => addNote(trx, { ...act, text: 'Dugaan terhadap ketua' }, desk));
    desk.clock.advance(1);
    const reason = 'Bukan penyimpangan, urusan lampu';
    await desk.act((trx) => transferTicket(trx, { ...act, to: 'dpkp', reason, confidential: false }, desk));
    desk.clock.advance(1);
    const dpkp = await desk.staff('consultant', 'dpkp');
    await desk.act((trx) => addNote(trx, { ticketId: report.id, staff: dpkp, text: 'Siap' }, desk));
    const page = await readTicketPage(context.db, dpkp, report.code, desk);
    expect(page?.notes.map((note) => note.text)).toEqual([reason, 'Siap']);
    expect(page?.contact.name).toBe('Bu Contoh');
  });
});
