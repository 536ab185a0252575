/** What the Bot API stand-in knows: the bot, people, chats, messages, files; and who waits for something to happen. */
import type { Clock } from '../../../src/lib/clock.ts';

export type Person = { id: number; is_bot: boolean; first_name: string; last_name?: string; username?: string };
export type Markup = { inline_keyboard: { text: string; callback_data?: string; url?: string }[][] };

/** As the Bot API gives it out: only the fields that the stand-in itself looks at are named. */
export type WireMessage = {
  message_id: number;
  from: Person;
  chat: { id: number; type: string; first_name?: string; title?: string };
  /** Seconds. */
  date: number;
  text?: string;
  caption?: string;
  reply_markup?: Markup;
  reply_to_message?: WireMessage;
  edit_date?: number;
  [field: string]: unknown;
};

export type Chat = {
  id: number;
  person: Person;
  /** Oldest first; of both sides, edits applied. */
  messages: WireMessage[];
  /** Why the bot may not write here. */
  closed?: 'blocked' | 'deactivated';
};

export type StoredFile = { file_id: string; file_path: string; file_size: number; bytes: Uint8Array };

/** One call as it was done, in the order of doing. */
export type Call = {
  seq: number;
  /** By the stand-in's clock (ms). */
  at: number;
  method: string;
  params: Record<string, unknown>;
  /** What the method did, even where the answer was then lost on the way. */
  ok: boolean;
  /** Error code where it was refused. */
  code?: number;
  result?: unknown;
  /** The fault that was played on this call, if any. */
  fault?: string;
};

/** An answer that is no result. */
export class ApiError extends Error {
  constructor(
    readonly code: number,
    readonly description: string,
    readonly retryAfter?: number,
  ) {
    super(description);
  }
}

export type World = ReturnType<typeof createWorld>;

export function createWorld(token: string, clock: Clock) {
  const bot: Person & Record<string, unknown> = {
    id: Number(token.split(':')[0]),
    is_bot: true,
    first_name: 'Klinik Contoh',
    username: 'klinik_contoh_bot',
    can_join_groups: false,
    can_read_all_group_messages: false,
    supports_inline_queries: false,
  };
  const chats = new Map<number, Chat>();
  const files = new Map<string, StoredFile>();
  const openQueries = new Set<string>();
  const calls: Call[] = [];
  const waiters = new Set<() => void>();
  let ids = 0;

  return {
    /** Nothing goes through. */
    down: false,
    token,
    bot,
    /** A chat is here once its person has written: before that a bot does not find it. */
    chats,
    files,
    /** Ids of pressed buttons that were not answered. */
    openQueries,
    calls,
    nextId: () => ++ids,
    now: () => clock.now(),
    nowSeconds: () => Math.floor(clock.now() / 1000),
    chat(id: unknown): Chat {
      const chat = chats.get(Number(id));
      if (chat === undefined) throw new ApiError(400, 'Bad Request: chat not found');
      if (chat.closed === 'blocked') throw new ApiError(403, 'Forbidden: bot was blocked by the user');
      if (chat.closed === 'deactivated') throw new ApiError(403, 'Forbidden: user is deactivated');
      return chat;
    },
    addFile(bytes: Uint8Array, declaredSize = bytes.byteLength, name = 'file'): StoredFile {
      const id = ++ids;
      const file = { file_id: `f${id}`, file_path: `files/${id} ${name}`, file_size: declaredSize, bytes };
      files.set(file.file_id, file);
      return file;
    },
    /** Whoever waits looks again. */
    changed() {
      for (const look of waiters) look();
    },
    /** Resolves when `holds`, looked at after each change; rejects after `limitMs`. */
    async until(holds: () => boolean, what = 'what was waited for', limitMs = 10_000): Promise<void> {
      if (holds()) return;
      await new Promise<void>((resolve, reject) => {
        const done = (end: () => void) => {
          clearTimeout(timer);
          waiters.delete(look);
          end();
        };
        const look = () => {
          if (holds()) done(resolve);
        };
        const timer = setTimeout(() => done(() => reject(new Error(`did not happen: ${what}`))), limitMs);
        waiters.add(look);
      });
    },
  };
}
