/** One ticket: queue, conversation and matter side by side. */
import { deadlineWord, readSettings } from '../../desk/reference/settings.ts';
import type { Staff } from '../../desk/staff/staff.ts';
import type { Queue, QueueRow } from '../../desk/tickets/queue.ts';
import { readTicketPage } from '../../desk/tickets/ticket-page.ts';
import { parseCode } from '../../lib/ticket-code.ts';
import type { ConsoleContext, ConsoleParts } from '../console-deps.ts';
import { HttpRefusal } from '../errors.tsx';
import { flashOf } from '../flash.ts';
import { queueQuery } from '../queue-filter.ts';
import { render } from '../render.ts';
import { MatterColumn } from '../views/matter.tsx';
import { QueueColumn } from '../views/queue-list.tsx';
import { TalkColumn } from '../views/talk.tsx';
import { isMatterDraft, matterUrl, type TicketView, ticketUrl } from '../views/ticket-view.ts';
import { readQueueProps } from './queue.tsx';

/** What a page shows beside the ticket itself, after an act that could not be carried out or that opened something. */
export type Aftermath = Partial<Pick<TicketView, 'notice' | 'draft' | 'revealed'>> & { status?: 200 | 409 | 422 };

/** GET /tiket/:code */
export async function showTicket(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  const asked = context.req.param('code') ?? '';
  const code = parseCode(asked);
  if (!code) throw new HttpRefusal(404);
  if (code !== asked) return context.redirect(`/tiket/${code}`, 303);
  return await renderTicket(context, parts, { notice: flashOf(context.req.query('kabar')) });
}

/** Draws the ticket of the address as it stands now. */
export async function renderTicket(
  context: ConsoleContext,
  parts: ConsoleParts,
  { status, ...aftermath }: Aftermath,
): Promise<Response> {
  const login = context.get('login');
  const page = await readTicketPage(parts.db, login.staff, context.req.param('code') ?? '', parts);
  if (!page) throw new HttpRefusal(404);
  const [queue, settings] = [await readQueueProps(context, parts), await readSettings(parts.db)];
  const view: TicketView = {
    page,
    reader: login.staff,
    reference: parts.reference,
    csrf: login.csrf,
    now: queue.now,
    query: queueQuery(queue.filter),
    deadlineWord: deadlineWord(settings, parts.reference),
    next: ['balas', 'selesaikan'].includes(context.req.query('kabar') ?? '')
      ? nextFor(login.staff, queue.queue, page.ticket.code)
      : undefined,
    ...aftermath,
  };
  const part = context.req.query('bagian') === 'perkara' || isMatterDraft(view) ? 'perkara' : 'percakapan';
  const body = (
    <div class="desk" data-view={part}>
      <QueueColumn {...queue} current={page.ticket.code} />
      <TalkColumn view={view} />
      <MatterColumn view={view} />
    </div>
  );
  const { code, subject } = page.ticket;
  return await render(context, parts, {
    title: `${code} ${subject.slice(0, 40)}`,
    body,
    mode: 'in-talk',
    ticketCode: code,
    address: part === 'perkara' ? matterUrl(view) : ticketUrl(view),
    status,
  });
}

/** The one below in the queue that waits for an answer and is nobody else's; else the first such. */
function nextFor(reader: Staff, { rows }: Queue, code: string): TicketView['next'] {
  const here = rows.findIndex((row) => row.code === code);
  const isFree = (row: QueueRow) =>
    row.code !== code && row.waitsForUs && (row.assignee === null || row.assignee.id === reader.id);
  const next = reader.department === null ? undefined : (rows.slice(here + 1).find(isFree) ?? rows.find(isFree));
  return next && { code: next.code, subject: next.subject };
}
