/** Puts a page into its frame: who reads it, what their navigation holds, what the last act said. */
import type { Child } from 'hono/jsx';
import { countDeadLetters } from '../desk/reports/dead-letters.ts';
import { can } from '../desk/staff/roles.ts';
import type { Staff } from '../desk/staff/staff.ts';
import { countQueue } from '../desk/tickets/queue.ts';
import type { ConsoleContext, ConsoleParts } from './console-deps.ts';
import { page } from './views/layout.tsx';
import { type NavCounts, navigationFor } from './views/navigation.ts';

type Content = {
  title: string;
  body: Child;
  mode?: string;
  ticketCode?: string;
  isOfChannels?: boolean;
  /** Where the page is read again, if that is not the address that was asked for. */
  address?: string;
  status?: 200 | 400 | 409 | 422;
};

/** @returns the whole page as an answer. */
export async function render(context: ConsoleContext, parts: ConsoleParts, content: Content): Promise<Response> {
  const { staff, csrf } = context.get('login');
  const counts = await navCounts(parts, staff);
  const department = staff.department === null ? undefined : parts.reference.departments.get(staff.department);
  const document = await page({
    title: content.title,
    shell: {
      staff,
      csrf,
      departmentShort: department?.short ?? null,
      navigation: navigationFor(staff, counts),
      path: context.req.path.startsWith('/tiket/') ? '/antrean' : context.req.path,
      sample: parts.sample === true,
    },
    mode: content.mode,
    ticketCode: content.ticketCode,
    isOfChannels: content.isOfChannels,
    address: content.address ?? addressOf(context),
    children: content.body,
  });
  return context.html(document, content.status ?? 200);
}

/** What the last act said need not be said again. */
function addressOf(context: ConsoleContext): string {
  const { pathname, searchParams } = new URL(context.req.url);
  searchParams.delete('kabar');
  return searchParams.size > 0 ? `${pathname}?${searchParams}` : pathname;
}

/** @returns how much waits behind each entry of somebody's navigation. */
export async function navCounts(parts: ConsoleParts, staff: Staff): Promise<NavCounts> {
  const counts: Record<string, number> = {};
  if (can(staff, 'tickets.work') || can(staff, 'tickets.read-all')) {
    const { unassigned, triage } = await countQueue(parts.db, staff, parts.clock.now());
    // Whoever has no page for triage sorts in the queue.
    if (can(staff, 'triage.assign')) counts['/triase'] = triage;
    counts['/antrean'] = can(staff, 'tickets.work') ? unassigned + triage : unassigned;
  }
  if (can(staff, 'operations.manage')) counts['/gangguan'] = await countDeadLetters(parts.db);
  return counts;
}
