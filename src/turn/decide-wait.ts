/** A question waits: is this its answer, something in between, or neither? */
import { confidentialDepartment } from '../desk/tickets/ticket.ts';
import { wordsOf } from '../flow/answers.ts';
import type { PlaceAnswer } from '../flow/events.ts';
import type { Intent } from '../model.ts';
import type { TriageResult } from '../triage/triage.ts';
import { newWords } from './decide-matter.ts';
import { accusesInspektorat, isSureMatter, matterVars } from './matter.ts';
import type { Said } from './said.ts';
import { placeIn } from './supplement.ts';
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
  if (accusesInspektorat(result) || (answer.place && isOtherMatter(result, said, talk))) {
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
  if (isAddition(result, answer.place, talk)) {
    holdFiles(said, talk);
    talk.say('added');
    await talk.miss('again');
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
  if (Array.isArray(talk.vars().ticketIds) && wordsOf(said.text).length >= matterWordsMin) talk.say('added');
  await talk.miss('again');
  return true;
}

function isMatter(result: TriageResult, said: Said): boolean {
  return isSureMatter(result) && wordsOf(said.text).length >= matterWordsMin;
}

/** More of what has its ticket already: no answer to "where?", and no place because it was said twice. */
function isAddition(result: TriageResult, place: PlaceAnswer | null, talk: Talk): boolean {
  const { ticketIds, topic } = talk.vars();
  const isSame = result.decision === 'route' && result.topic !== null && result.topic === topic;
  return Array.isArray(ticketIds) && place === null && (isSame || isConfided(result, talk));
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
  return (
    isMatter(result, said) && !isConfided(result, talk) && result.topic !== null && result.topic !== talk.vars().topic
  );
}

/** What is said of wrongdoing while such a report is being completed is more of it, whatever it is called. */
function isConfided(result: TriageResult, talk: Talk): boolean {
  const { ticketIds, confidential } = talk.vars();
  if (accusesInspektorat(result)) return false;
  return Array.isArray(ticketIds) && confidential === true && result.department === confidentialDepartment;
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
