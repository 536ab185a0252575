/**
 * The acts on a ticket. Each is a form: done and redirected, or the page again with the reason and what was written.
 */

import type { Trx } from '../../db/database.ts';
import { transact } from '../../db/transact.ts';
import { revealOriginal, revealReasons } from '../../desk/privacy/reveal.ts';
import type { Staff } from '../../desk/staff/staff.ts';
import type { Ticket } from '../../desk/tickets/ticket.ts';
import {
  addNote,
  claimTicket,
  releaseTicket,
  reopenTicket,
  replyToTicket,
  resolveTicket,
} from '../../desk/tickets/ticket-actions.ts';
import { assignFromTriage, transferTicket } from '../../desk/tickets/ticket-routing.ts';
import { findTicketByCode } from '../../desk/tickets/ticket-store.ts';
import { maySee } from '../../desk/tickets/visibility.ts';
import { Conflict, DomainError } from '../../lib/errors.ts';
import type { DepartmentKey, MessageId, StaffId, TopicKey } from '../../model.ts';
import type { ConsoleContext, ConsoleParts, Handler } from '../console-deps.ts';
import { HttpRefusal } from '../errors.tsx';
import { withFlash } from '../flash.ts';
import { numberField, oneOf, textField } from '../form.ts';
import { queueQuery, readQueueFilter } from '../queue-filter.ts';
import { refusalWords } from '../refusal-words.ts';
import type { Draft } from '../views/ticket-view.ts';
import { renderTicket } from './ticket.tsx';

type Doing = { trx: Trx; ticket: Ticket; staff: Staff; form: FormData; parts: ConsoleParts };

type Act = {
  /** Also the code of what is said afterwards. */
  name: string;
  do(doing: Doing): Promise<unknown>;
  /** What is given back when it could not be done. */
  draft?(form: FormData): Draft;
  /** The reader may not see the ticket any more: back to the list. */
  leaves?: boolean;
};

/** POST /tiket/:code/ambil */
export const claim = act({
  name: 'ambil',
  do: ({ trx, ticket, staff, form, parts }) =>
    claimTicket(trx, { ticketId: ticket.id, staff, from: (textField(form, 'dari') || null) as StaffId | null }, parts),
});

/** POST /tiket/:code/lepas */
export const release = act({
  name: 'lepas',
  do: ({ trx, ticket, staff, parts }) => releaseTicket(trx, { ticketId: ticket.id, staff }, parts),
});

/** POST /tiket/:code/buka-lagi */
export const reopen = act({
  name: 'buka-lagi',
  do: ({ trx, ticket, staff, parts }) => reopenTicket(trx, { ticketId: ticket.id, staff }, parts),
});

/** POST /tiket/:code/balas */
export const reply = act({
  name: 'balas',
  do: ({ trx, ticket, staff, form, parts }) => {
    const act = { ticketId: ticket.id, staff, text: textField(form, 'teks'), draftVersion: draftVersion(form) };
    return replyToTicket(trx, act, parts);
  },
  draft: (form) => ({ act: 'balas', text: textField(form, 'teks') }),
});

/** POST /tiket/:code/selesaikan */
export const resolve = act({
  name: 'selesaikan',
  do: ({ trx, ticket, staff, form, parts }) => {
    const act = { ticketId: ticket.id, staff, summary: textField(form, 'teks'), draftVersion: draftVersion(form) };
    return resolveTicket(trx, act, parts);
  },
  draft: (form) => ({ act: 'selesaikan', text: textField(form, 'teks') }),
});

/** POST /tiket/:code/alihkan */
export const transfer = act({
  name: 'alihkan',
  do: ({ trx, ticket, staff, form, parts }) => {
    const act = { ticketId: ticket.id, staff, ...destination(form), reason: textField(form, 'alasan') };
    return transferTicket(trx, act, parts);
  },
  draft: (form) => ({ act: 'alihkan', text: textField(form, 'alasan'), to: textField(form, 'ke') }),
  leaves: true,
});

/** POST /tiket/:code/tetapkan: out of triage. */
export const assign = act({
  name: 'tetapkan',
  do: ({ trx, ticket, staff, form, parts }) =>
    assignFromTriage(trx, { ticketId: ticket.id, staff, ...destination(form) }, parts),
  leaves: true,
});

/** POST /tiket/:code/catatan */
export const note = act({
  name: 'catatan',
  do: ({ trx, ticket, staff, form, parts }) =>
    addNote(trx, { ticketId: ticket.id, staff, text: textField(form, 'teks') }, parts),
  draft: (form) => ({ act: 'catatan', text: textField(form, 'teks') }),
});

/** POST /tiket/:code/asli: shows once what was masked; no redirect, so that no address leads to it. */
export async function reveal(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  const { staff } = context.get('login');
  const form = context.get('form');
  const messageId = textField(form, 'pesan') as MessageId;
  const reason = oneOf(textField(form, 'alasan'), revealReasons) ?? 'other';
  const ticket = await needTicket(context, parts);
  const text = await transact(parts.db, (trx) =>
    revealOriginal(trx, { ticketId: ticket.id, messageId, staff, reason }, parts),
  );
  parts.signal.changed([ticket.id]);
  return await renderTicket(context, parts, { revealed: { messageId, text } });
}

function act(what: Act): Handler {
  return async (context, parts) => {
    const { staff } = context.get('login');
    const form = context.get('form');
    const ticket = await needTicket(context, parts);
    try {
      await transact(parts.db, async (trx) => what.do({ trx, ticket, staff, form, parts }));
    } catch (error) {
      return await notDone(context, parts, what, error as Error);
    }
    parts.signal.changed([ticket.id]);
    parts.wake(ticket.conversationId);
    return context.redirect(await whereTo(context, parts, what, ticket), 303);
  };
}

/** Some acts take the ticket out of the reader's sight. */
async function whereTo(context: ConsoleContext, parts: ConsoleParts, what: Act, ticket: Ticket): Promise<string> {
  const departments = [...parts.reference.departments.keys()];
  const query = queueQuery(readQueueFilter(new URL(context.req.url).searchParams, departments));
  const { staff } = context.get('login');
  // The coordinator who deals out goes on with the next one.
  if (textField(context.get('form'), 'lanjut') === 'triase') return withFlash('/triase', what.name);
  const now = what.leaves ? await findTicketByCode(parts.db, ticket.code) : ticket;
  const page = now && maySee(staff, now) ? `/tiket/${ticket.code}${query}` : `/antrean${query}`;
  return withFlash(page, what.name);
}

/** A stale draft and a lost race show what changed; a refusal says what to mend. Whatever was written is given back. */
async function notDone(context: ConsoleContext, parts: ConsoleParts, what: Act, error: Error): Promise<Response> {
  const form = context.get('form');
  const draft = what.draft?.(form);
  if (error instanceof Conflict) {
    if (error.what !== 'draft-stale')
      return await renderTicket(context, parts, {
        status: 409,
        draft,
        notice: { tone: 'kunir', text: raceWords(error) },
      });
    return await renderTicket(context, parts, {
      status: 409,
      draft: draft && { ...draft, staleSince: numberField(form, 'terlihat') ?? 0 },
      notice: { tone: 'kunir', text: staleWords },
    });
  }
  if (!(error instanceof DomainError) || ['ticket-unknown', 'not-allowed'].includes(error.code)) throw error;
  return await renderTicket(context, parts, {
    status: 422,
    draft,
    notice: { tone: 'bata', text: refusalWords(error) },
  });
}

const staleWords =
  'Belum dikirim: ada yang berubah sejak Anda mulai menulis. Baca dahulu yang baru, ubah tulisan bila perlu, lalu kirim.';

function raceWords(error: Conflict): string {
  return error.what === 'claim'
    ? 'Rekan lain lebih dahulu mengambil tiket ini.'
    : 'Tiket ini baru saja berubah. Lihat keadaan terbarunya, lalu ulangi bila masih perlu.';
}

async function needTicket(context: ConsoleContext, parts: ConsoleParts): Promise<Ticket> {
  const ticket = await findTicketByCode(parts.db, context.req.param('code') ?? '');
  if (!ticket || !maySee(context.get('login').staff, ticket)) throw new HttpRefusal(404);
  return ticket;
}

/** A form without a version never passes the guard. */
function draftVersion(form: FormData): number {
  return numberField(form, 'versi') ?? -1;
}

/** `dpkp`, or `dpkp:topic` from a button that offers both; and whether it becomes, or stops being, confidential. */
function destination(form: FormData): { to: DepartmentKey; topic?: TopicKey; confidential?: boolean } {
  const [to = '', topic] = textField(form, 'ke').split(':');
  const secrecy = textField(form, 'rahasia');
  return { to, topic: topic || undefined, confidential: secrecy === '' ? undefined : secrecy === 'ya' };
}
