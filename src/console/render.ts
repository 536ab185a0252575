/** Puts a page into its frame: who reads it, what their navigation holds, what the last act said. */
import type { Child } from 'hono/jsx';
import { countDeadLetters } from '../desk/reports/dead-letters.ts';
import { can } from '../desk/staff/roles.ts';
import type { Staff } from '../desk/staff/staff.ts';
import { readQueue } from '../desk/tickets/queue.ts';
import type { ConsoleContext, ConsoleParts } from './console-deps.ts';
import { page } from './views/layout.tsx';
import { type NavCounts, navigationFor } from './views/navigation.ts';

type Content = {
  title: string;
  body: Child;
  mode?: string;
  ticketCode?: string;
  /** Counts that the handler has read already. */
  counts?: NavCounts;
  status?: 200 | 400 | 409 | 422;
};

/** @returns the whole page as an answer. */
export async function render(context: ConsoleContext, parts: ConsoleParts, content: Content): Promise<Response> {
  const { staff, csrf } = context.get('login');
  const counts = content.counts ?? (await navCounts(parts, staff));
  const department = staff.department === null ? undefined : parts.reference.departments.get(staff.department);
  const document = await page({
    title: content.title,
    shell: {
      staff,
      csrf,
      departmentShort: department?.short ?? null,
      navigation: navigationFor(staff, counts),
      path: context.req.path.startsWith('/tiket/') ? '/antrean' : context.req.path,
    },
    mode: content.mode,
    ticketCode: content.ticketCode,
    children: content.body,
  });
  return context.html(document, content.status ?? 200);
}

/** @returns how much waits behind each entry of somebody's navigation. */
export async function navCounts(parts: ConsoleParts, staff: Staff): Promise<NavCounts> {
  const counts: Record<string, number> = {};
  if (can(staff, 'tickets.work') || can(staff, 'tickets.read-all')) {
    const queue = await readQueue(parts.db, staff, { view: 'unassigned' }, parts.clock.now());
    counts['/antrean'] = queue.counts.unassigned;
    if (can(staff, 'triage.assign')) counts['/triase'] = queue.counts.triage;
  }
  if (can(staff, 'operations.manage')) counts['/gangguan'] = await countDeadLetters(parts.db);
  return counts;
}
