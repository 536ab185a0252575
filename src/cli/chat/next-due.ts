/** When a row of the database is due next: what a clock that is moved by hand must not jump over. */
import { closingLine } from '../../desk/tickets/citizen-actions.ts';
import type { Millis } from '../../model.ts';
import type { WorkerDeps } from '../../workers/worker-deps.ts';

/** @returns the earliest due time after now, or null. */
export async function nextDueAt(desk: WorkerDeps): Promise<Millis | null> {
  const { db } = desk;
  const now = desk.clock.now();
  const closeAfterMs = now - closingLine(desk);
  const rows = await Promise.all([
    earliest(db.selectFrom('conversation').select('turn_due_at as at').where('turn_due_at', '>', now)),
    earliest(db.selectFrom('conversation').select('owner_until as at').where('owner_until', '>', now)),
    earliest(db.selectFrom('delivery').select('due_at as at').where('state', '=', 'pending').where('due_at', '>', now)),
    earliest(db.selectFrom('file').select('due_at as at').where('state', '=', 'waiting').where('due_at', '>', now)),
    earliest(
      db
        .selectFrom('ticket')
        .select('resolved_at as at')
        .where('status', '=', 'resolved')
        .where('resolved_at', '>', closingLine(desk)),
    ).then((at) => (at === null ? null : at + closeAfterMs)),
  ]);
  const due = rows.filter((at) => at !== null);
  return due.length === 0 ? null : Math.min(...due);
}

type Query = {
  orderBy(column: 'at'): { limit(n: number): { executeTakeFirst(): Promise<{ at: number | null } | undefined> } };
};

async function earliest(query: unknown): Promise<Millis | null> {
  const row = await (query as Query).orderBy('at').limit(1).executeTakeFirst();
  return row?.at ?? null;
}
