/** Lets a pressed button go: its waiting mark is ended and its keyboard taken away, after the press is stored. */
import type { Calls } from './calls.ts';
import type { Press } from './parser.ts';

/** More waiting than this and the oldest marks have timed out on the phones by themselves. */
const waitingMax = 200;

export type PressAnswers = {
  /** Returns at once; best effort, a failure is of no consequence: the choice is stored already. */
  answer(presses: readonly Press[]): void;
  /** Resolves when nothing waits any more. */
  settled(): Promise<void>;
};

export function createPressAnswers(calls: Calls): PressAnswers {
  let tail = Promise.resolve();
  let waiting = 0;

  async function letGo(press: Press): Promise<void> {
    const { callbackId, chatId, messageId } = press;
    // Both fail where they came before (a redelivered press): "query is too old", "message is not modified".
    await calls.call('answerCallbackQuery', { callback_query_id: callbackId });
    await calls.call('editMessageReplyMarkup', {
      chat_id: chatId,
      message_id: messageId,
      inline_message_id: undefined,
      reply_markup: undefined,
    });
  }

  return {
    answer(presses) {
      const taken = presses.slice(0, Math.max(0, waitingMax - waiting));
      if (taken.length === 0) return;
      waiting += taken.length;
      // Batch after batch: a storm of presses must not take the connections from the replies.
      tail = tail.then(async () => {
        for (let start = 0; start < taken.length; start += 8) {
          await Promise.all(taken.slice(start, start + 8).map(letGo));
        }
        waiting -= taken.length;
      });
    },
    settled: () => tail,
  };
}
