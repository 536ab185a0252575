/**
 * Judges the line after the fact, from the database and the stand-in's log alone: what was written against what was
 * stored, what was stored against what was answered, and what was to be said against what really arrived.
 */
import type { Db } from '../../src/db/database.ts';
import type { ChannelName } from '../../src/model.ts';
import type { Wrote } from './line-traffic.ts';

/**
 * What reached a chat, by the stand-in's log. `seq`: its place in that log; `at`: ms. `answerLost`: the desk was never
 * told.
 */
export type Arrived = {
  externalId: string;
  chat: string;
  text: string;
  seq: number;
  at: number;
  answerLost: boolean;
};

/**
 * What was done to the line. `kind` is what figures count by; `seq`: how long the stand-in's log was by then; `at`: ms.
 * `harmless`: it may make nothing go out twice, so that it explains no repeat.
 */
export type Blow = { what: string; kind: string; seq: number; at: number; harmless?: boolean };

export type Repeat = {
  first: Arrived;
  /** The one that the desk took note of. */
  again: Arrived;
  /** What it is explained by; undefined: nothing. */
  cause: Blow | 'answer lost' | undefined;
};

export type Verdict = {
  /** Every way in which the line broke its promise, in words. */
  faults: string[];
  repeats: Repeat[];
  figures: { stored: number; turns: number; replies: number; accepted: number };
};

export async function judgeLine(
  db: Db,
  log: { channel: ChannelName; wrote: readonly Wrote[]; arrived: readonly Arrived[]; blows: readonly Blow[] },
): Promise<Verdict> {
  const { channel, arrived } = log;
  const faults: string[] = [];
  const inbound = await readInbound(db, channel);
  judgeStored(inbound, log.wrote, faults);
  const outbound = await readOutbound(db, channel);
  const turns = judgeAnswers(inbound, outbound, faults);
  const noted = judgeDelivery(outbound, await readParts(db, channel), arrived, faults);
  judgeOrder(noted, faults);
  const repeats = arrived
    .filter((one) => !noted.some(({ reply }) => reply === one))
    .flatMap((one) => explain(one, noted, log.blows, faults) ?? []);
  for (const [key, number] of count(repeats.flatMap(({ first, cause }) => windowOf(first, cause) ?? [])))
    if (number > 1) faults.push(`${number} repeats in one chat by one blow: ${key}`);
  await judgeLeftovers(db, faults);
  return {
    faults,
    repeats,
    figures: { stored: inbound.length, turns, replies: outbound.length, accepted: arrived.length },
  };
}

type Inbound = Awaited<ReturnType<typeof readInbound>>[number];
type Outbound = Awaited<ReturnType<typeof readOutbound>>[number];
type Noted = { reply: Arrived; message: Outbound; part: number };

const readInbound = (db: Db, channel: ChannelName) =>
  db
    .selectFrom('message')
    .innerJoin('conversation', 'conversation.id', 'message.conversation_id')
    .select(['message.seq', 'external_id', 'text', 'kind', 'handled_at', 'address', 'conversation_id'])
    .where('direction', '=', 'in')
    .where('message.channel', '=', channel)
    .orderBy('message.seq')
    .execute();

const readOutbound = (db: Db, channel: ChannelName) =>
  db
    .selectFrom('message')
    .innerJoin('delivery', 'delivery.message_id', 'message.id')
    .innerJoin('conversation', 'conversation.id', 'message.conversation_id')
    .select(['message.id', 'message.seq', 'text', 'message.created_at', 'message.conversation_id', 'address'])
    .select(['state', 'failure', 'urgent', 'attempts'])
    .where('message.channel', '=', channel)
    .orderBy('message.seq')
    .execute();

const readParts = (db: Db, channel: ChannelName) =>
  db.selectFrom('sent_part').selectAll().where('channel', '=', channel).orderBy('part').execute();

/** Stored exactly once, whole, and each chat in the order in which it was written. */
function judgeStored(inbound: readonly Inbound[], wrote: readonly Wrote[], faults: string[]): void {
  const times = count(inbound.map((row) => row.external_id));
  for (const [id, number] of times) if (number > 1) faults.push(`stored ${number} times: ${id}`);
  for (const one of wrote) if (!times.has(one.externalId)) faults.push(`lost: ${one.externalId}`);
  const written = groupBy(wrote, (one) => one.chat);
  const stored = groupBy(inbound, (row) => row.address);
  for (const [address, rows] of stored) {
    const is = rows.map((row) => `${row.external_id} ${row.kind} ${row.text}`);
    const be = (written.get(address) ?? []).map((one) => `${one.externalId} ${one.kind} ${one.text}`);
    if (is.join('\n') !== be.join('\n'))
      faults.push(`chat ${address} reads ${is.join(' | ')} and not ${be.join(' | ')}`);
  }
}

/**
 * Every message was taken in by a turn, in order, and every turn said something. @returns how many turns there were.
 */
function judgeAnswers(inbound: readonly Inbound[], outbound: readonly Outbound[], faults: string[]): number {
  const said = groupBy(outbound, (row) => row.conversation_id);
  let turns = 0;
  for (const [conversationId, rows] of groupBy(inbound, (row) => row.conversation_id)) {
    const waiting = rows.filter((row) => row.handled_at === null);
    if (waiting.length > 0) faults.push(`never handled: ${waiting.map((row) => row.external_id).join(', ')}`);
    const times = rows.flatMap((row) => row.handled_at ?? []);
    if (times.some((time, index) => time < (times[index - 1] ?? 0)))
      faults.push(`chat ${rows[0]!.address} was handled out of order`);
    const starts = [...new Set(times)];
    turns += starts.length;
    for (const [index, start] of starts.entries()) {
      const next = starts[index + 1] ?? Number.POSITIVE_INFINITY;
      const answers = (said.get(conversationId) ?? []).filter(
        (row) => row.created_at >= start && row.created_at < next,
      );
      if (answers.length > 0) continue;
      const until = rows.filter((row) => (row.handled_at ?? 0) <= start).slice(-5);
      const heard = until.map((row) => `${row.handled_at === start ? '→' : ''}${row.kind} “${row.text}”`).join(', ');
      faults.push(`chat ${rows[0]!.address}: the turn of ${start} said nothing to ${heard}`);
    }
  }
  return turns;
}

/** Every reply arrived, with the words that were stored, and the desk took note of nothing that did not happen. */
function judgeDelivery(
  outbound: readonly Outbound[],
  parts: readonly { message_id: string; part: number; external_id: string }[],
  arrived: readonly Arrived[],
  faults: string[],
): Noted[] {
  const replies = new Map(arrived.map((one) => [one.externalId, one]));
  const byMessage = groupBy(parts, (part) => part.message_id);
  const noted: Noted[] = [];
  for (const message of outbound) {
    if (!['sent', 'delivered', 'read'].includes(message.state))
      faults.push(`chat ${message.address}: a reply is ${message.state} (${message.failure})`);
    const own = byMessage.get(message.id) ?? [];
    if (own.length === 0) faults.push(`chat ${message.address}: a reply never arrived: ${message.text}`);
    for (const { part, external_id } of own) {
      const reply = replies.get(external_id);
      if (!reply) {
        faults.push(`chat ${message.address}: a note of ${external_id}, which never arrived`);
        continue;
      }
      noted.push({ reply, message, part });
      // Choices that are no buttons follow it, numbered.
      const isWhole = own.length > 1 || reply.text.startsWith(message.text);
      if (!isWhole || reply.chat !== message.address)
        faults.push(`chat ${message.address}: other words arrived than were stored: ${message.text}`);
    }
  }
  return noted;
}

/** Each chat got its replies in the order in which they were said; what is urgent goes first. */
function judgeOrder(noted: readonly Noted[], faults: string[]): void {
  for (const [address, all] of groupBy(noted, (one) => one.message.address)) {
    const order = all.filter((one) => !one.message.urgent).sort((a, b) => a.reply.seq - b.reply.seq);
    const isOrdered = order.every((one, index) => index === 0 || order[index - 1]!.message.seq <= one.message.seq);
    if (!isOrdered) faults.push(`chat ${address} was answered out of order`);
  }
}

/**
 * Something that arrived and of which the desk has no note. It is explained by a lost answer, or by a blow that fell
 * before the same words went out again; what else went out in that chat between the two would mean more than that
 * window.
 */
function explain(first: Arrived, noted: readonly Noted[], blows: readonly Blow[], faults: string[]): Repeat | null {
  const { chat, text, seq } = first;
  const later = noted
    .filter(({ reply }) => reply.chat === chat && reply.seq > seq)
    .sort((a, b) => a.reply.seq - b.reply.seq);
  const again = later[0]?.reply;
  if (!again || again.text !== text) {
    faults.push(`chat ${chat} got words that the desk does not know of: ${text}`);
    return null;
  }
  const blow = blows.find((one) => !one.harmless && one.seq > seq && one.seq <= again.seq);
  const cause = first.answerLost ? 'answer lost' : blow;
  if (!cause) faults.push(`chat ${chat} got the same twice, for no reason: ${text}`);
  return { first, again, cause };
}

/** One blow finds at most one message of a chat between acceptance and note. */
function windowOf({ chat }: Arrived, cause: Repeat['cause']): string | null {
  return cause === undefined || cause === 'answer lost' ? null : `chat ${chat}, ${cause.what}`;
}

/** Nothing is left to do, and nothing was given up. */
async function judgeLeftovers(db: Db, faults: string[]): Promise<void> {
  const letters = await db.selectFrom('dead_letter').selectAll().execute();
  for (const letter of letters) faults.push(`given up: ${letter.kind} ${letter.ref}: ${letter.error}`);
  const files = await db.selectFrom('file').select(['id', 'state']).where('state', '!=', 'stored').execute();
  for (const file of files) faults.push(`file ${file.id} is ${file.state}`);
  const open = await db
    .selectFrom('conversation')
    .select('address')
    .where('turn_lease_until', 'is not', null)
    .execute();
  for (const { address } of open) faults.push(`chat ${address}: a turn is still held`);
}

/** @returns what is not handled, said or fetched yet. */
export async function readUndone(db: Db) {
  const [turns, deliveries, files] = await Promise.all([
    db.selectFrom('message').select('id').where('direction', '=', 'in').where('handled_at', 'is', null).execute(),
    db.selectFrom('delivery').selectAll().where('state', '=', 'pending').execute(),
    db.selectFrom('file').selectAll().where('state', '=', 'waiting').execute(),
  ]);
  return { turns, deliveries, files };
}

function count(names: readonly (string | null)[]): Map<string | null, number> {
  const times = new Map<string | null, number>();
  for (const name of names) times.set(name, (times.get(name) ?? 0) + 1);
  return times;
}

function groupBy<T>(list: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of list) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}
