/** After the 112 answer went out on arrival: what this desk can still do is filed, marked urgent. */
import type { Vars } from '../flow/session.ts';
import { matterVars } from './matter.ts';
import type { Said } from './said.ts';
import { waitForTicket } from './supplement.ts';
import type { Talk } from './talk.ts';

/**
 * What no rule saw on arrival, but what is learnt, or the bubbles together, show: answered now, before all else
 * (law 6).
 */
export function withLearntDanger(said: Said, talk: Talk): Said {
  if (said.emergency !== null || said.choice !== null || said.text === '') return said;
  const found = talk.judge(said.text).danger;
  return found ? { ...said, emergency: found.kind, owesAnswer: true } : said;
}

/** The department must be rather certain: an ambulance call is no matter for a parks office. */
const confidenceMin = 0.75;

export async function danger(said: Said, talk: Talk): Promise<void> {
  const result = talk.judge(calmWords(said, talk) || said.text);
  const kind = said.emergency ?? 'unknown';
  if (said.owesAnswer)
    talk.emit({ kind: 'said', text: talk.deps.dangerWords(kind), choices: [], apart: true, ticketIds: [] });
  talk.memory.danger = { kind, at: talk.deps.clock.now() };
  talk.emit({ kind: 'tallied', what: 'emergency', key: kind });
  const isForPerson = talk.deps.dangerForPerson(kind);
  const { owner, ownerTicketId } = talk.state.conversation;
  if (owner !== 'bot' && ownerTicketId) {
    talk.emit({ kind: 'ticket_joined', ticketId: ownerTicketId, messageIds: said.messageIds });
    // Who reads it next must not depend on when this department looks into its queue again.
    if (!isForPerson) return;
  }
  const isOurs = result.department !== null && result.department !== 'luar' && result.confidence >= confidenceMin;
  const left = result.danger === null ? null : talk.deps.dangerLeaves(result.danger.rule);
  const emergencyWay = isForPerson ? 'person' : isOurs || left ? 'file' : 'none';
  if (emergencyWay === 'none') waitForTicket(said, talk);
  const vars = matterVars(result, said.text, said.messageIds, talk.deps);
  const route: Vars = left && !isOurs ? { department: left.department, topic: left.key } : {};
  await talk.start('emergency', { ...vars, ...route, emergencyWay, asked: 1 });
}

/**
 * What was written beside the danger, in bubbles of its own: "the tree lies across the road still, please cut it up".
 */
function calmWords(said: Said, { state }: Talk): string {
  return state.messages
    .filter((message) => said.messageIds.includes(message.id) && message.emergency === null)
    .map((message) => message.text.trim())
    .filter(Boolean)
    .join('\n');
}
