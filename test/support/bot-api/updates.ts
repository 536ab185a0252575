/** The queue of updates: kept until confirmed, handed out by long polling; the webhook takes from it too. */
import { ApiError, type World } from './world.ts';

export type Update = { update_id: number } & Record<string, unknown>;
export type Updates = ReturnType<typeof createUpdates>;

/** Of all kinds only these are not given where no list was told (Bot API, getUpdates). */
const notByDefault = new Set(['chat_member', 'message_reaction', 'message_reaction_count']);

const conflict = 'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running';
const webhookActive =
  "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first";

export function createUpdates(world: World, firstId = 100_000_001) {
  const queue: Update[] = [];
  const held = createHeldPoll(world);
  const listeners = new Set<() => void>();
  let nextId = firstId;
  let allowed: readonly string[] = [];

  function setAllowed(given: unknown): void {
    if (Array.isArray(given)) allowed = given.map(String);
  }

  return {
    /** What is not confirmed, oldest first. */
    queue,
    /** @returns the update's id; 0 where the bot did not ask for this kind. */
    push(kind: string, content: object): number {
      const wanted = allowed.length > 0 ? allowed.includes(kind) : !notByDefault.has(kind);
      if (!wanted) return 0;
      const update = { update_id: nextId++, [kind]: content };
      queue.push(update);
      held.answer();
      for (const listener of listeners) listener();
      world.changed();
      return update.update_id;
    },
    onPush: (listener: () => void) => void listeners.add(listener),
    /** As after a week of silence: ids go on from anywhere. */
    renumber(from: number) {
      nextId = from;
    },
    setAllowed,
    allowed: () => allowed,
    confirm(updateId: number) {
      const index = queue.findIndex((update) => update.update_id === updateId);
      if (index >= 0) queue.splice(index, 1);
      world.changed();
    },
    polling: held.is,
    endPoll: (reason = conflict) => held.refuse(new ApiError(409, reason)),

    /** getUpdates. @param gone aborted when the caller has hung up. */
    async poll(params: Record<string, unknown>, webhookSet: boolean, gone: AbortSignal): Promise<Update[]> {
      if (webhookSet) throw new ApiError(409, webhookActive);
      setAllowed(params.allowed_updates);
      const offset = Number(params.offset ?? 0);
      const limit = Math.min(100, Math.max(1, Number(params.limit ?? 100)));
      if (offset < 0) queue.splice(0, Math.max(0, queue.length + offset));
      // An offset from the future (another bot's, or before a renumbering) confirms nothing: tdlib's TQueue.
      if (offset > 0 && offset <= nextId + 10) {
        while (queue.length > 0 && queue[0]!.update_id < offset) queue.shift();
        world.changed();
      }
      // The older of two polls is ended.
      held.refuse(new ApiError(409, conflict));
      const seconds = Math.min(50, Math.max(0, Number(params.timeout ?? 0)));
      if (queue.length === 0 && seconds > 0) await held.wait(seconds * 1000, gone);
      return queue.slice(0, limit);
    },
  };
}

/** The one poll that may be held open. */
function createHeldPoll(world: World) {
  let held: { answer(): void; refuse(error: ApiError): void } | undefined;
  return {
    is: () => held !== undefined,
    answer: () => held?.answer(),
    refuse: (error: ApiError) => held?.refuse(error),
    wait(ms: number, gone: AbortSignal): Promise<void> {
      return new Promise((resolve, reject) => {
        const done = (end: () => void) => {
          clearTimeout(timer);
          if (held === mine) held = undefined;
          end();
        };
        const mine = { answer: () => done(resolve), refuse: (error: ApiError) => done(() => reject(error)) };
        const timer = setTimeout(mine.answer, ms);
        gone.addEventListener('abort', mine.answer, { once: true });
        held = mine;
        world.changed();
      });
    },
  };
}
