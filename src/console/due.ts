/** What a deadline means now, in words and in how much it presses. */
import type { Calendar } from '../desk/calendar/calendar.ts';
import { remainingWords, workingMillisBetween } from '../desk/calendar/deadline.ts';
import { officeDayMs } from '../desk/calendar/working-time.ts';
import type { Millis, TicketStatus } from '../model.ts';

export type Due = { words: string; pressure: 'calm' | 'near' | 'late' };

/** Less than this many office days left presses. */
const nearDays = 1;

/** @returns null where nothing is due: no deadline, or the work is done. */
export function dueOf(
  ticket: { dueAt: Millis | null; status: TicketStatus },
  now: Millis,
  calendar: Calendar,
): Due | null {
  if (ticket.dueAt === null || ['resolved', 'closed', 'withdrawn'].includes(ticket.status)) return null;
  const left = workingMillisBetween(now, ticket.dueAt, calendar);
  const isLate = now > ticket.dueAt;
  const pressure = isLate ? 'late' : left < nearDays * officeDayMs(calendar) ? 'near' : 'calm';
  return { words: remainingWords(now, ticket.dueAt, calendar), pressure };
}

/** @returns how much of the working time has passed, 0–1. */
export function duePassed(ticket: { openedAt: Millis; dueAt: Millis }, now: Millis, calendar: Calendar): number {
  const whole = workingMillisBetween(ticket.openedAt, ticket.dueAt, calendar);
  if (whole <= 0) return 1;
  return Math.min(1, Math.max(0, workingMillisBetween(ticket.openedAt, now, calendar) / whole));
}
