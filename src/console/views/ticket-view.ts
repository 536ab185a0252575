/** What the parts of a ticket's page are drawn from. */
import type { Department, Reference } from '../../desk/reference/reference.ts';
import type { Staff } from '../../desk/staff/staff.ts';
import type { TicketPage } from '../../desk/tickets/ticket-page.ts';
import type { MessageId, Millis } from '../../model.ts';
import type { Tone } from '../labels.ts';

export type TicketView = {
  page: TicketPage;
  reader: Staff;
  reference: Reference;
  csrf: string;
  now: Millis;
  /** The queue's filter, `?…` or '': goes along, so that the column beside stays as it was. */
  query: string;
  /** `batas` once the classes are confirmed. */
  deadlineWord: 'batas' | 'target';
  /** Where a consultant goes on after this one. */
  next?: { code: string; subject: string };
  /** What the last act said. */
  notice?: { tone: Tone; text: string };
  draft?: Draft;
  /** A masked text that was just opened, shown this once. */
  revealed?: { messageId: MessageId; text: string };
};

/** Something written that could not be carried out: it is given back, never lost. */
export type Draft = {
  act: 'balas' | 'selesaikan' | 'alihkan' | 'catatan';
  text: string;
  to?: string;
  /** Messages with a higher `seq` are new since the draft began. Set where the draft was found to be stale. */
  staleSince?: number;
};

/** @returns the text of the draft for one form, if it is that form's. */
export function draftFor(view: TicketView, act: Draft['act']): Draft | undefined {
  return view.draft?.act === act ? view.draft : undefined;
}

/** @returns whether what could not be carried out stands in the matter's column, and not where answers are written. */
export function isMatterDraft({ draft }: TicketView): boolean {
  return draft?.act === 'alihkan' || draft?.act === 'catatan';
}

/** @returns the highest message number of the page: what a writer has seen. */
export function lastSeq(view: TicketView): number {
  return view.page.messages.at(-1)?.seq ?? 0;
}

/** @returns the address of an act on this ticket, with the queue's filter. */
export function actUrl(view: TicketView, act: string): string {
  return `/tiket/${view.page.ticket.code}/${act}${view.query}`;
}

export function ticketUrl(view: TicketView): string {
  return `/tiket/${view.page.ticket.code}${view.query}`;
}

/** On a phone, which shows one column at a time. */
export function matterUrl(view: TicketView): string {
  return `${ticketUrl(view)}${view.query ? '&' : '?'}bagian=perkara`;
}

/** @returns a page with the map of a spot; nothing is sent there before somebody opens it. */
export function mapUrl(latitude: number, longitude: number): string {
  return `https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=18/${latitude}/${longitude}`;
}

/** @returns `DPKP`; the key itself for a department that was removed from the data. */
export function shortName(reference: Reference, department: string): string {
  if (department === 'luar') return 'Di luar Klinik';
  return reference.departments.get(department)?.short ?? department;
}

/** @returns `DPKP · Dinas Perumahan dan Kawasan Permukiman`, to choose from; one name where both are the same. */
export function fullName({ short, name }: Department): string {
  return short === name ? name : `${short} · ${name}`;
}
