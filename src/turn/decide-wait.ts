/** A question waits: is this its answer, something in between, or neither? */
import type { PlaceAnswer } from '../flow/events.ts';
import type { Intent } from '../model.ts';
import type { TriageResult } from '../triage/triage.ts';
import { newWords } from './decide-matter.ts';
import { matterVars } from './matter.ts';
import type { Said } from './said.ts';
import type { Talk } from './talk.ts';

/** What may come between a question and its answer without ending the talk. */
const between: readonly Intent[] = ['status', 'faq_hours', 'human', 'book', 'reschedule', 'cancel_booking'];
const betweenConfidenceMin = 0.6;
/** So many words are no answer to a short question, but a matter of their own. */
const matterWordsMin = 4;

/** @returns false: the talk was left, the words are to be understood by themselves. */
export async function answerWait(said: Said, talk: Talk): Promise<boolean> {
  const wait = talk.wait();
  if (!wait) return false;
  const answer = { text: said.text, choice: null, place: placeIn(said, talk), location: said.location };
  const result = talk.judge(said.text);
  if (answer.place && isOtherMatter(result, said, talk)) {
    await otherMatter(said, result, talk);
    return true;
  }
  if (await answered(said, talk, answer, false)) return true;
  if (wait.soft) return false;
  const isBetween = between.includes(result.intent) && result.confidence >= betweenConfidenceMin;
  if (isBetween && said.text !== '') {
    await newWords(said, talk);
    talk.askAgain();
    return true;
  }
  if (await answered(said, talk, answer, true)) return true;
  if (said.hasFiles && said.text === '') {
    holdFiles(said, talk);
    talk.askAgain();
    return true;
  }
  if (isMatter(result, said)) {
    await otherMatter(said, result, talk);
    return true;
  }
  holdFiles(said, talk);
  await talk.miss('again');
  return true;
}

function isMatter(result: TriageResult, said: Said): boolean {
  const isOne = result.intent === 'ask' || result.intent === 'complain';
  return isOne && result.decision === 'route' && said.text.split(/\s+/).length >= matterWordsMin;
}

/** Its ticket is made at once; the question that it came upon waits on, and is put again. */
async function otherMatter(said: Said, result: TriageResult, talk: Talk): Promise<void> {
  const before = talk.wait();
  const vars = matterVars(result, said.text, said.messageIds, talk.deps);
  await talk.start('matter', vars);
  if (talk.wait() === before) talk.askAgain();
}

/**
 * A whole complaint that happens to name a place is no answer to "where?": about something else, and triage is sure.
 */
function isOtherMatter(result: TriageResult, said: Said, talk: Talk): boolean {
  return isMatter(result, said) && result.topic !== null && result.topic !== talk.vars().topic;
}

async function answered(
  said: Said,
  talk: Talk,
  answer: Parameters<Talk['answer']>[0],
  weakToo: boolean,
): Promise<boolean> {
  const ticketIds = talk.vars().ticketIds;
  talk.hold(said.messageIds);
  if (!(await talk.answer(answer, weakToo))) return false;
  join(said, talk, ticketIds);
  return true;
}

/** What comes while a ticket is being completed belongs to it. */
function holdFiles(said: Said, talk: Talk): void {
  talk.hold(said.messageIds);
  join(said, talk, talk.vars().ticketIds);
}

function join(said: Said, talk: Talk, ticketIds: unknown): void {
  if (!Array.isArray(ticketIds)) return;
  for (const ticketId of ticketIds) talk.emit({ kind: 'ticket_joined', ticketId, messageIds: said.messageIds });
}

/**
 * Asked for a place, a bare "bawang rt 2" is one: the word "kelurahan" before it lets ordinary words count as names.
 */
function placeIn(said: Said, talk: Talk): PlaceAnswer | null {
  const named = talk.judge(said.text).place;
  const place = named.kelurahan.length > 0 ? named : talk.judge(`kelurahan ${said.text}`).place;
  if (place.kelurahan.length === 0 && !place.rt && !said.location) return null;
  return {
    kelurahan: place.kelurahan[0] ?? null,
    rt: place.rt,
    rw: place.rw,
    location: said.location,
    words: said.text.trim() === '' ? null : said.text.slice(0, 300),
  };
}
