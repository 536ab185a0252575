/** The people's side of the stand-in: what somebody does with their phone. */
import type { Updates } from './updates.ts';
import type { Chat, Person, WireMessage, World } from './world.ts';

export type Citizen = {
  readonly id: number;
  /** Both sides of the chat, oldest first, edits applied; empty before the first message. */
  messages(): readonly WireMessage[];
  /** What the bot wrote. */
  received(): readonly WireMessage[];
  text(text: string, options?: { replyTo?: WireMessage }): WireMessage;
  /** Opens a start link. */
  start(payload?: string): WireMessage;
  photo(file: { bytes?: Uint8Array; caption?: string }): WireMessage;
  voice(file?: { bytes?: Uint8Array }): WireMessage;
  /** @param file.size announced size, where it is another than the bytes'. */
  document(file: { bytes?: Uint8Array; name: string; size?: number; caption?: string }): WireMessage;
  location(latitude: number, longitude: number): WireMessage;
  contact(name: string, phone: string): WireMessage;
  /** Any other message: its own fields as the Bot API has them. */
  other(fields: Record<string, unknown>): WireMessage;
  edit(message: WireMessage, text: string): void;
  /** Presses the button with this label. @returns the id of the callback. @throws where no such button stands there. */
  press(message: WireMessage, label: string): string;
  block(): void;
  unblock(): void;
  deactivate(): void;
};

const noBytes = new Uint8Array([0]);

export function createCitizen(world: World, updates: Updates, id: number, firstName: string): Citizen {
  const person: Person = { id, is_bot: false, first_name: firstName };

  /** The chat begins with the first message; who writes to a blocked bot has unblocked it. */
  function open(): Chat {
    let chat = world.chats.get(id);
    if (chat === undefined) {
      chat = { id, person, messages: [] };
      world.chats.set(id, chat);
    }
    if (chat.closed === 'blocked') member(chat, undefined);
    return chat;
  }

  function member(chat: Chat, closed: Chat['closed']): void {
    const status = (blocked: boolean) => ({ user: world.bot, status: blocked ? 'kicked' : 'member' });
    const before = status(chat.closed === 'blocked');
    chat.closed = closed;
    updates.push('my_chat_member', {
      chat: { id, type: 'private', first_name: firstName },
      from: person,
      date: world.nowSeconds(),
      old_chat_member: before,
      new_chat_member: status(closed === 'blocked'),
    });
  }

  function write(fields: Record<string, unknown>): WireMessage {
    const chat = open();
    const message: WireMessage = {
      message_id: world.nextId(),
      from: person,
      chat: { id, type: 'private', first_name: firstName },
      date: world.nowSeconds(),
      ...fields,
    };
    chat.messages.push(message);
    // As it is now: a later edit is an update of its own.
    updates.push('message', structuredClone(message));
    return message;
  }

  return {
    ...writing(world, write),
    id,
    messages: () => world.chats.get(id)?.messages ?? [],
    received: () => (world.chats.get(id)?.messages ?? []).filter(({ from }) => from.id === world.bot.id),
    edit(message, text) {
      const field = message.text === undefined ? 'caption' : 'text';
      Object.assign(message, { [field]: text, edit_date: world.nowSeconds() });
      updates.push('edited_message', structuredClone(message));
    },
    press(message, label) {
      const button = message.reply_markup?.inline_keyboard.flat().find(({ text }) => text === label);
      if (button?.callback_data === undefined) throw new Error(`no button "${label}" on message ${message.message_id}`);
      const query = String(world.nextId());
      world.openQueries.add(query);
      const snapshot = structuredClone(message);
      const content = { id: query, from: person, message: snapshot, chat_instance: '1', data: button.callback_data };
      updates.push('callback_query', content);
      return query;
    },
    block: () => member(open(), 'blocked'),
    unblock: () => void open(),
    deactivate() {
      open().closed = 'deactivated';
    },
  };
}

type Writing = 'text' | 'start' | 'photo' | 'voice' | 'document' | 'location' | 'contact' | 'other';

function writing(world: World, write: (fields: Record<string, unknown>) => WireMessage): Pick<Citizen, Writing> {
  function file(bytes: Uint8Array = noBytes, size?: number, name?: string) {
    const { file_id, file_size } = world.addFile(bytes, size, name);
    return { file_id, file_unique_id: file_id, file_size };
  }

  return {
    text: (text, { replyTo } = {}) =>
      write({ text, ...commandOf(text), ...(replyTo && { reply_to_message: replyTo }) }),
    start: (payload) => {
      const text = payload === undefined ? '/start' : `/start ${payload}`;
      return write({ text, ...commandOf(text) });
    },
    photo({ bytes, caption }) {
      const small = { ...file(noBytes), width: 90, height: 67 };
      return write({ photo: [small, { ...file(bytes), width: 1280, height: 960 }], ...(caption && { caption }) });
    },
    voice: ({ bytes } = {}) => write({ voice: { ...file(bytes), duration: 3, mime_type: 'audio/ogg' } }),
    document: ({ bytes, name, size, caption }) =>
      write({ document: { ...file(bytes, size, name), file_name: name }, ...(caption && { caption }) }),
    location: (latitude, longitude) => write({ location: { latitude, longitude } }),
    contact: (name, phone) => write({ contact: { first_name: name, phone_number: phone } }),
    other: write,
  };
}

function commandOf(text: string): { entities?: object[] } {
  const command = /^\/\w+/.exec(text);
  return command === null ? {} : { entities: [{ type: 'bot_command', offset: 0, length: command[0].length }] };
}
