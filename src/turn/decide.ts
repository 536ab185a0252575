/**
 * What follows from what somebody wrote. Reads and decides; writes nothing: session and events go to `commit-turn.ts`.
 * The order of looking: patience that is over, limits, buttons, danger, the owner of the reply, commands, the question
 * that waits, and only then what the words are about.
 */
import { flowChanged } from '../flow/engine.ts';
import { limits } from '../flow/limits.ts';
import { hourMs } from '../lib/wib.ts';
import type { TicketId } from '../model.ts';
import type { TriageResult } from '../triage/triage.ts';
import { isOpen } from './actions/following.ts';
import { runCommand } from './decide-command.ts';
import { danger, withLearntDanger } from './decide-danger.ts';
import { isAskedSince, newWords, verdict } from './decide-matter.ts';
import { toOwner } from './decide-owner.ts';
import { answerWait } from './decide-wait.ts';
import { accusesInspektorat, isSureMatter } from './matter.ts';
import { countIn, floodWindowMs, isDangerFresh, turnLimits } from './memory.ts';
import { gather, type Said } from './said.ts';
import { addTo, isAddress, waitForTicket } from './supplement.ts';
import { beginTalk, type Talk } from './talk.ts';
import type { Decision, TurnDeps, TurnState } from './turn.ts';

/** So many words at least are a matter also from somebody who is limited. */
const keptMatterWordsMin = 4;

/** @returns the new session and what is to be written; the same input gives the same decision, but for new ids. */
export async function decide(state: TurnState, deps: TurnDeps): Promise<Decision> {
  const talk = beginTalk(state, deps);
  if (state.messages.length === 0) await patienceOver(talk);
  else if (await isHeard(talk)) {
    const isStarted = state.messages.some((message) => message.id === state.startedBy);
    const heard = gather(state.messages.filter((message) => message.id !== state.startedBy));
    const groups = heard.map((said) => withLearntDanger(said, talk));
    if (needsWelcome(talk, groups)) await talk.start('welcome', {});
    const isAnswered = await leaveOldTalk(talk, groups);
    if (!isAnswered) for (const said of groups) await hear(said, talk);
    if (isStarted) await talk.start('join-chat', {});
  }
  return talk.decision();
}

/** One group: a pressed button, or bubbles that belong together. */
async function hear(said: Said, talk: Talk): Promise<void> {
  if (said.choice !== null) return await pressed(said, said.choice, talk);
  if (said.emergency !== null) return await danger(said, talk);
  const command = said.hasFiles || isLabel(said, talk) ? null : talk.deps.commands(said.text);
  const { owner } = talk.state.conversation;
  if (owner !== 'bot' && owner !== 'nobody' && !command) return await toOwner(said, talk);
  if (command) return await runCommand(command, said, talk);
  const wait = talk.wait();
  const isClosedSince = wait !== null && isAskedSince(wait.since, talk);
  if (isClosedSince && (await verdict(said, talk.judge(said.text), talk))) return;
  if (wait && (await answerWait(said, talk))) return;
  await newWords(said, talk);
}

/** "Tidak jadi" typed where it is one of the choices. */
function isLabel(said: Said, talk: Talk): boolean {
  const text = said.text.trim().toLowerCase();
  return talk.wait()?.choices.some(({ label }) => label.toLowerCase() === text) ?? false;
}

async function pressed(said: Said, choice: string, talk: Talk): Promise<void> {
  const [kind, verdict, code] = choice.split(':');
  if (kind === 'resolved' && verdict && code)
    return await talk.start('solved', { verdict, code, messages: said.messageIds, text: '' });
  const wait = talk.wait();
  if (wait && kind === wait.nonce) {
    talk.hold(said.messageIds);
    const answer = { text: '', choice: verdict ?? '', place: null, location: null };
    if (await talk.answer(answer, false)) return;
  }
  await talk.start('system/old-choice', {});
  talk.askAgain();
}

/** Nobody wrote: a question has waited long enough and goes its other way. */
async function patienceOver(talk: Talk): Promise<void> {
  const expiresAt = talk.wait()?.expiresAt;
  if (!expiresAt || expiresAt > talk.deps.clock.now()) return;
  if (flowChanged(talk.state.session, talk.deps.flows)) return talk.leave();
  await talk.miss('expired');
}

/** Limits by sender: everything is kept, not everything is answered; danger is answered on arrival in any case. */
async function isHeard(talk: Talk): Promise<boolean> {
  const { state, deps, memory } = talk;
  const now = deps.clock.now();
  if ((state.contact.limitedUntil ?? 0) > now) return await keep(talk);
  const before = now - memory.flood.since > floodWindowMs ? 0 : memory.flood.count;
  const count = countIn(memory.flood, now, floodWindowMs, state.messages.length);
  if (count > turnLimits.floodMessagesMax) {
    if (before <= turnLimits.floodMessagesMax) talk.say('flood');
    return await keep(talk);
  }
  return !isEcho(talk) || (await keep(talk));
}

/** The same words again and again are another machine that answers us: law 10. */
function isEcho({ state, deps, memory }: Talk): boolean {
  const of = state.messages
    .map((message) => message.text)
    .join('\n')
    .slice(0, 80);
  if (of === '' || of !== memory.same.of) memory.same = { of, since: deps.clock.now(), count: 0 };
  return of !== '' && countIn(memory.same, deps.clock.now(), floodWindowMs) > turnLimits.sameMessagesMax;
}

/**
 * Not answered, but not lost: with the ticket spoken of last, or waiting for the next one. Danger and what accuses
 * somebody go their way in any case (laws 6 and 8).
 */
async function keep(talk: Talk): Promise<false> {
  const { memory, deps } = talk;
  for (const message of talk.state.messages)
    for (const one of gather([message])) {
      const said = withLearntDanger(one, talk);
      const last = talk.state.tickets.find((ticket) => ticket.id === memory.lastTicket);
      const result = talk.judge(said.text);
      const accuses = result.wrongdoing !== 'no' && (!last?.confidential || accusesInspektorat(result));
      if (said.emergency !== null) await danger(said, talk);
      else if (accuses || isKeptMatter(said, result, talk)) {
        countIn(memory.kept, deps.clock.now(), floodWindowMs);
        await newWords(said, talk);
      } else if (memory.lastTicket)
        talk.emit({ kind: 'ticket_joined', ticketId: memory.lastTicket, messageIds: said.messageIds });
      else waitForTicket(said, talk);
    }
  return false;
}

/** A whole matter among advertising or a flood is a matter all the same; so many at most, and each once. */
function isKeptMatter(said: Said, result: TriageResult, { deps, memory, state }: Talk): boolean {
  if (!isSureMatter(result) || said.text.split(/\s+/).length < keptMatterWordsMin) return false;
  if (state.tickets.some((ticket) => isOpen(ticket) && ticket.topic === result.topic)) return false;
  return countIn(memory.kept, deps.clock.now(), floodWindowMs, 0) < turnLimits.keptMattersMax;
}

/** Once a person and version of the notice; not in front of somebody in danger, not while a department talks. */
function needsWelcome({ state, deps, memory }: Talk, groups: readonly Said[]): boolean {
  const { owner } = state.conversation;
  if (isDangerFresh(memory, deps.clock.now())) return false;
  if (owner !== 'bot' && owner !== 'nobody') return false;
  return (
    state.contact.noticeVersion !== deps.words('notice-version') && groups.every((said) => said.emergency === null)
  );
}

/**
 * A talk that rested too long, or whose flow has changed, is left kindly.
 * @returns true where that was all there was to answer: a few words that only the old question would have understood.
 */
async function leaveOldTalk(talk: Talk, groups: readonly Said[]): Promise<boolean> {
  const wait = talk.wait();
  if (!wait) return false;
  const { state, deps } = talk;
  const isStale = deps.clock.now() - state.sessionAt > limits.sessionIdleHoursMax * hourMs;
  const isChanged = flowChanged(state.session, deps.flows);
  if (!isStale && !isChanged) return false;
  const { ticketIds } = talk.vars();
  const ticketId = Array.isArray(ticketIds) ? (ticketIds[0] as TicketId | undefined) : undefined;
  talk.leave();
  if (wait.soft) return false;
  const isAnswer = groups.every(
    (said) => said.emergency === null && !deps.commands(said.text) && said.text.split(/\s+/).length <= 3,
  );
  if (ticketId && placedLate(ticketId, groups, talk)) return true;
  if (isChanged) await talk.start('system/flow-changed', {});
  else if (isAnswer) await talk.start('system/stale', {});
  if (!isAnswer) return false;
  const messageIds = state.messages.map((message) => message.id);
  if (ticketId) talk.emit({ kind: 'ticket_joined', ticketId, messageIds });
  return true;
}

/** "Where?" is answered long after it was asked: the place is noted all the same. */
function placedLate(ticketId: TicketId, groups: readonly Said[], talk: Talk): boolean {
  const [said] = groups;
  const ticket = talk.state.tickets.find((one) => one.id === ticketId);
  if (!said || groups.length > 1 || !ticket || ticket.kelurahan !== null) return false;
  if (!isAddress(said, talk.judge(said.text), talk)) return false;
  addTo(ticketId, said, talk);
  return true;
}
