/** After the 112 answer went out on arrival: what this desk can still do is filed, marked urgent. */
import { matterVars } from './matter.ts';
import { pendingMax } from './memory.ts';
import type { Said } from './said.ts';
import type { Talk } from './talk.ts';

/** The department must be rather certain: an ambulance call is no matter for a parks office. */
const confidenceMin = 0.6;

export async function danger(said: Said, talk: Talk): Promise<void> {
  const result = talk.judge(calmWords(said, talk) || said.text);
  talk.emit({ kind: 'tallied', what: 'emergency', key: said.emergency ?? 'unknown' });
  const { owner, ownerTicketId } = talk.state.conversation;
  if (owner !== 'bot' && ownerTicketId)
    return talk.emit({ kind: 'ticket_joined', ticketId: ownerTicketId, messageIds: said.messageIds });
  const isOurs = result.department !== null && result.department !== 'luar' && result.confidence >= confidenceMin;
  const emergencyWay = talk.deps.dangerForPerson(said.emergency ?? '') ? 'person' : isOurs ? 'file' : 'none';
  if (emergencyWay === 'none') talk.memory.pending = [...talk.memory.pending, ...said.messageIds].slice(-pendingMax);
  const vars = matterVars(result, said.text, said.messageIds, talk.deps);
  await talk.start('emergency', { ...vars, emergencyWay, asked: 1 });
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
