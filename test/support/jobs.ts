/** Jobs, handlers and gates for the tests of the queues. */
import type { Job, JobHandlers, RetryRule } from '../../src/jobs/job-queue.ts';
import type { ConversationId } from '../../src/model.ts';

/** Short, so that giving up takes no time. */
export const quickRetry: RetryRule = { attemptsMax: 3, backoffMs: 20, backoffFactor: 2 };
export const oneTurnAtATime = { urgent: 1, turns: 1, sending: 4, files: 2, upkeep: 2 };

export function turn(id: string): Extract<Job, { name: 'handle-turn' }> {
  return { name: 'handle-turn', conversationId: id as ConversationId };
}

export function handlers(some: Partial<JobHandlers>): JobHandlers {
  const nothing = async () => {};
  return {
    'handle-turn': nothing,
    'send-messages': nothing,
    'fetch-file': nothing,
    sweep: nothing,
    'check-silence': nothing,
    'close-resolved': nothing,
    'seal-events': nothing,
    'clean-up': nothing,
    ...some,
  };
}

export function gate(): { open(): void; opened: Promise<void> } {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open: () => open(), opened };
}
