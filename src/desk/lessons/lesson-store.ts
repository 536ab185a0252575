/**
 * What triage may learn from the desk: tickets whose routing somebody corrected, and a sample of those that nobody
 * did, since learning from errors alone forgets what went well. A coordinator reads each line before it counts.
 * Confidential tickets are never among them (law 8). Writes `lesson`.
 */
import { type ExpressionBuilder, sql } from 'kysely';
import type { Db, Tables, Trx } from '../../db/database.ts';
import { DomainError } from '../../lib/errors.ts';
import type { DepartmentKey, Intent, Millis, TicketId, TopicKey } from '../../model.ts';
import type { Reference } from '../reference/reference.ts';
import { can } from '../staff/roles.ts';
import type { Staff } from '../staff/staff.ts';
import { needText } from '../tickets/acting.ts';
import type { TicketEvidence } from '../tickets/ticket.ts';

/** Of the tickets that stayed where the router sent them, one in so many is looked at. */
const sampledOneIn = 10;
const listedMax = 20;
const textCharsMax = 2_000;
/** What a citizen can mean whose ticket a person routed. */
export const lessonIntents = ['ask', 'complain', 'other'] as const satisfies readonly Intent[];

export type LessonCase = {
  ticketId: TicketId;
  code: string;
  /** What was said until the ticket was filed, masked. */
  text: string;
  intent: Intent;
  department: DepartmentKey | null;
  topic: TopicKey | null;
  openedAt: Millis;
  /** `corrected`: somebody moved it; `sampled`: nobody did. */
  why: 'corrected' | 'sampled';
  evidence: TicketEvidence;
};

export type Lesson = { text: string; intent: Intent; topic: TopicKey | null };

/** @returns what waits for a decision, corrections before samples and the oldest first, and how many there are. */
export async function lessonsToReview(db: Db): Promise<{ cases: LessonCase[]; total: number }> {
  const total = await countToReview(db);
  const rows = await waiting(db)
    .select(['id', 'code', 'intent', 'department', 'topic', 'opened_at', 'evidence'])
    .select((select) => select.exists(correctionOf(select)).as('corrected'))
    .orderBy('corrected', 'desc')
    .orderBy('opened_at')
    .orderBy('id')
    .limit(listedMax)
    .execute();
  const cases: LessonCase[] = [];
  for (const row of rows)
    cases.push({
      ticketId: row.id,
      code: row.code,
      text: await saidFor(db, row.id, row.opened_at),
      intent: row.intent,
      department: row.department,
      topic: row.topic,
      openedAt: row.opened_at,
      why: Number(row.corrected) === 1 ? 'corrected' : 'sampled',
      evidence: JSON.parse(row.evidence) as TicketEvidence,
    });
  return { cases, total };
}

/** @returns how many wait for a decision. */
export async function countToReview(db: Db): Promise<number> {
  const { count } = await waiting(db)
    .select((select) => select.fn.countAll().as('count'))
    .executeTakeFirstOrThrow();
  return Number(count);
}

const waiting = (db: Db) =>
  db
    .selectFrom('ticket')
    .where('ticket.confidential', '=', 0)
    .where('ticket.department', 'is not', null)
    .where('ticket.status', '!=', 'triage')
    .where((where) => where.not(where.exists(lessonOf(where))))
    .where((where) => where.not(where.exists(wasConfidential(where))))
    .where((where) => where.or([where.exists(correctionOf(where)), isSampled(where)]));

const lessonOf = (where: ExpressionBuilder<Tables, 'ticket'>) =>
  where.selectFrom('lesson').select('lesson.ticket_id').whereRef('lesson.ticket_id', '=', 'ticket.id');

const eventsOf = (where: ExpressionBuilder<Tables, 'ticket'>) =>
  where.selectFrom('ticket_event').select('ticket_event.id').whereRef('ticket_event.ticket_id', '=', 'ticket.id');

const correctionOf = (where: ExpressionBuilder<Tables, 'ticket'>) =>
  eventsOf(where).where('actor', '=', 'staff').where('ticket_event.kind', 'in', ['transferred', 'assigned']);

/** What was confidential once was told in confidence. */
const wasConfidential = (where: ExpressionBuilder<Tables, 'ticket'>) =>
  eventsOf(where).where('facts', 'like', '%"confidential":true%');

/** Settled where the router had sent it; which of them is told by the time at which it came. */
const isSampled = (where: ExpressionBuilder<Tables, 'ticket'>) =>
  where.and([
    where('ticket.status', 'in', ['resolved', 'closed']),
    where(sql<number>`ticket.opened_at / 1000 % ${sql.lit(sampledOneIn)}`, '=', 0),
  ]);

async function saidFor(db: Db, ticketId: TicketId, openedAt: Millis): Promise<string> {
  const rows = await db
    .selectFrom('message_ticket')
    .innerJoin('message', 'message.id', 'message_ticket.message_id')
    .select('message.text')
    .where('message_ticket.ticket_id', '=', ticketId)
    .where('message.direction', '=', 'in')
    .where('message.created_at', '<=', openedAt)
    .where('message.sealed_at', 'is', null)
    .where((where) =>
      where.not(
        where.exists(
          where
            .selectFrom('message_ticket as there')
            .innerJoin('ticket', 'ticket.id', 'there.ticket_id')
            .select('ticket.id')
            .whereRef('there.message_id', '=', 'message.id')
            .where('ticket.confidential', '=', 1),
        ),
      ),
    )
    .orderBy('message.seq')
    .execute();
  return rows
    .map(({ text }) => text.trim())
    .filter(Boolean)
    .join('\n')
    .slice(0, textCharsMax);
}

export type LessonAct = { staff: Staff; ticketId: TicketId } & (
  | { verdict: 'used'; text: string; intent: Intent; topic: TopicKey | null }
  | { verdict: 'skipped' }
);

/**
 * Makes a case a training line, or sets it aside. Deciding again changes the decision; releases that are made already
 * keep what they were trained with.
 * @throws {DomainError} `not-allowed`, `ticket-unknown`, `text-empty`, `text-long`, `topic-unknown`, `intent-unknown`.
 */
export async function decideLesson(
  trx: Trx,
  act: LessonAct,
  { reference, now }: { reference: Reference; now: Millis },
): Promise<void> {
  if (!can(act.staff, 'lessons.review')) throw new DomainError('not-allowed');
  const ticket = await trx
    .selectFrom('ticket')
    .select(['id', 'intent'])
    .where('id', '=', act.ticketId)
    .where('confidential', '=', 0)
    .where((where) => where.not(where.exists(wasConfidential(where))))
    .executeTakeFirst();
  if (!ticket) throw new DomainError('ticket-unknown');
  const line = act.verdict === 'used' ? checkedLine(act, reference) : { text: '', intent: ticket.intent, topic: null };
  const values = { ...line, verdict: act.verdict, staff_id: act.staff.id, decided_at: now };
  await trx
    .insertInto('lesson')
    .values({ ticket_id: ticket.id, ...values })
    .onConflict((conflict) => conflict.column('ticket_id').doUpdateSet(values))
    .execute();
}

function checkedLine(act: Extract<LessonAct, { verdict: 'used' }>, reference: Reference): Lesson {
  const text = needText(act.text, 'text-empty').slice(0, textCharsMax);
  if (!lessonIntents.some((one) => one === act.intent)) throw new DomainError('intent-unknown');
  const isMatter = act.intent !== 'other';
  if (isMatter && act.topic === null) throw new DomainError('topic-unknown');
  if (act.topic !== null && !reference.topics.has(act.topic)) throw new DomainError('topic-unknown');
  return { text, intent: act.intent, topic: act.topic };
}

/** @returns all training lines, in the order in which they were decided. */
export async function readLessons(db: Db): Promise<Lesson[]> {
  return await db
    .selectFrom('lesson')
    .select(['text', 'intent', 'topic'])
    .where('verdict', '=', 'used')
    .orderBy('decided_at')
    .orderBy('ticket_id')
    .execute();
}

/** @returns how many lines were used and set aside so far. */
export async function countLessons(db: Db): Promise<{ used: number; skipped: number }> {
  const rows = await db
    .selectFrom('lesson')
    .select(['verdict', (select) => select.fn.countAll().as('count')])
    .groupBy('verdict')
    .execute();
  const of = (verdict: string) => Number(rows.find((row) => row.verdict === verdict)?.count ?? 0);
  return { used: of('used'), skipped: of('skipped') };
}
