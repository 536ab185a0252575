/** For machines: is the process well, and its figures for Prometheus. */
import { createHash, timingSafeEqual } from 'node:crypto';
import { sql } from 'kysely';
import { Gauge, Registry } from 'prom-client';
import { countDeadLetters } from '../../desk/reports/dead-letters.ts';
import type { ConsoleContext, ConsoleParts } from '../console-deps.ts';
import { HttpRefusal } from '../errors.tsx';

/** GET /healthz: 200 while the database answers, otherwise 503. */
export async function showHealth(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  try {
    await sql`select 1`.execute(parts.db);
    return context.json({ status: 'ok' });
  } catch (error) {
    parts.log.error({ error: (error as Error).message }, 'the database does not answer');
    return context.json({ status: 'database' }, 503);
  }
}

/** GET /metrics: from this machine itself, or with the bearer token. */
export async function showMetrics(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  if (!isFromHere(context) && !hasToken(context, parts.config.metricsToken)) throw new HttpRefusal(404);
  const registry = new Registry();
  const gauge = (name: string, help: string, values: readonly [labels: Record<string, string>, value: number][]) => {
    const labelNames = [...new Set(values.flatMap(([labels]) => Object.keys(labels)))];
    const made = new Gauge({ name, help, labelNames, registers: [registry] });
    for (const [labels, value] of values) made.set(labels, value);
  };
  const statuses = parts.channelStatuses();
  const [jobs, outbox, tickets, letters] = await Promise.all([
    parts.jobCounts(),
    countBy(parts, 'delivery', 'state'),
    countBy(parts, 'ticket', 'status'),
    countDeadLetters(parts.db),
  ]);
  gauge(
    'klinik_jobs',
    'Jobs of the queue by state',
    Object.entries(jobs).map(([state, count]) => [{ state }, count]),
  );
  gauge(
    'klinik_deliveries',
    'Outbound messages by delivery state',
    outbox.map(([state, count]) => [{ state }, count]),
  );
  gauge(
    'klinik_tickets',
    'Tickets by status',
    tickets.map(([status, count]) => [{ status }, count]),
  );
  gauge(
    'klinik_channel_up',
    '1 while a channel receives and sends',
    statuses.map(({ name, status }) => [{ channel: name }, status.state === 'on' ? 1 : 0]),
  );
  gauge(
    'klinik_channel_state',
    '1 for the state that a channel is in, with its problem',
    statuses.map(({ name, status }) => [{ channel: name, state: status.state, problem: status.problem ?? '' }, 1]),
  );
  gauge(
    'klinik_channel_browser_bytes',
    'Memory of the browser behind a channel',
    statuses.flatMap(({ name, link }) => {
      const bytes = link?.read().memoryBytes;
      return bytes === undefined ? [] : [[{ channel: name }, bytes] as const];
    }),
  );
  gauge('klinik_dead_letters', 'What could not be handled and waits for an administrator', [[{}, letters]]);
  gauge('klinik_live_pages', 'Pages that listen for live updates', [[{}, parts.feed.followers]]);
  gauge('klinik_process_resident_bytes', 'Memory of this process', [[{}, process.memoryUsage.rss()]]);
  return context.body(await registry.metrics(), 200, { 'Content-Type': registry.contentType });
}

async function countBy(
  parts: ConsoleParts,
  table: 'delivery' | 'ticket',
  column: 'state' | 'status',
): Promise<[string, number][]> {
  const rows = await parts.db
    .selectFrom(table)
    .select((select) => [sql<string>`${sql.ref(column)}`.as('name'), select.fn.countAll<number>().as('count')])
    .groupBy(sql.ref(column))
    .execute();
  return rows.map((row) => [row.name, Number(row.count)]);
}

/** A proxy on this machine is not this machine asking: it says for whom it asks. */
function isFromHere(context: ConsoleContext): boolean {
  const isForwarded = ['x-forwarded-for', 'forwarded', 'x-real-ip', 'via'].some((name) => context.req.header(name));
  return !isForwarded && ['127.0.0.1', '::1', '::ffff:127.0.0.1'].includes(context.env.remote);
}

function hasToken(context: ConsoleContext, token: string | undefined): boolean {
  const given = /^Bearer (.+)$/.exec(context.req.header('Authorization') ?? '')?.[1];
  if (token === undefined || given === undefined) return false;
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(token));
}
