/** The methods of the Bot API that the product uses, and what each does to the world. */
import { checkCaption, checkMarkup, checkPlain, checkText } from './rules.ts';
import type { Updates } from './updates.ts';
import type { Webhook } from './webhook.ts';
import { ApiError, type Chat, type WireMessage, type World } from './world.ts';

export type Params = Record<string, unknown>;
export type Method = (params: Params, gone: AbortSignal) => unknown;

const stale = 'Bad Request: query is too old and response timeout expired or query ID is invalid';
const notModified =
  'Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a ' +
  'current content and reply markup of the message';
/** More than this no bot gets from Telegram's own server. */
const fileBytesMax = 20 * 1024 * 1024;

/** @param webhook asked when called: the webhook itself needs the methods. */
export function createMethods(world: World, updates: Updates, webhook: () => Webhook): Record<string, Method> {
  return {
    ...receiving(world, updates, webhook),
    ...sending(world),
    ...editing(world),
    getFile({ file_id }) {
      const file = world.files.get(String(file_id));
      if (file === undefined) {
        throw new ApiError(400, 'Bad Request: wrong file_id or the file is temporarily unavailable');
      }
      if (file.file_size > fileBytesMax) throw new ApiError(400, 'Bad Request: file is too big');
      return {
        file_id: file.file_id,
        file_unique_id: file.file_id,
        file_size: file.file_size,
        file_path: file.file_path,
      };
    },
    getChat({ chat_id }) {
      const { person } = world.chat(chat_id);
      return { id: person.id, type: 'private', first_name: person.first_name };
    },
    setMyCommands: () => true,
  };
}

function receiving(world: World, updates: Updates, webhook: () => Webhook): Record<string, Method> {
  return {
    getMe: () => world.bot,
    getUpdates: (params, gone) => updates.poll(params, webhook().isSet(), gone),
    setWebhook(params) {
      webhook().set(params);
      return true;
    },
    deleteWebhook({ drop_pending_updates }) {
      webhook().set({ url: '', drop_pending_updates });
      return true;
    },
    getWebhookInfo: () => webhook().info(),
  };
}

function sending(world: World): Record<string, Method> {
  function put(params: Params, content: Partial<WireMessage>): WireMessage {
    const chat = world.chat(params.chat_id);
    const reply_markup = checkMarkup(params.reply_markup);
    const reply_to_message = quoted(chat, params.reply_parameters);
    const message: WireMessage = {
      message_id: world.nextId(),
      from: world.bot,
      chat: { id: chat.id, type: 'private', first_name: chat.person.first_name },
      date: world.nowSeconds(),
      ...content,
      ...(reply_markup && { reply_markup }),
      ...(reply_to_message && { reply_to_message }),
    };
    chat.messages.push(message);
    return message;
  }

  function media(field: 'photo' | 'document'): Method {
    return (params) => {
      const bytes = params[field];
      if (!(bytes instanceof Uint8Array)) throw new ApiError(400, `Bad Request: there is no ${field} in the request`);
      world.chat(params.chat_id);
      const { file_id, file_size } = world.addFile(bytes);
      const sized = { file_id, file_unique_id: file_id, file_size };
      const content = field === 'photo' ? [{ ...sized, width: 90, height: 90 }] : sized;
      return put(params, { [field]: content, caption: checkCaption(params.caption) });
    };
  }

  return {
    sendMessage(params) {
      checkPlain(params);
      world.chat(params.chat_id);
      return put(params, { text: checkText(params.text) });
    },
    sendPhoto: media('photo'),
    sendDocument: media('document'),
    sendChatAction({ chat_id, action }) {
      world.chat(chat_id);
      if (typeof action !== 'string') throw new ApiError(400, 'Bad Request: wrong parameter action in request');
      return true;
    },
    answerCallbackQuery({ callback_query_id }) {
      if (!world.openQueries.delete(String(callback_query_id))) throw new ApiError(400, stale);
      return true;
    },
  };
}

function quoted(chat: Chat, given: unknown): WireMessage | undefined {
  if (given === undefined) return undefined;
  const { message_id, allow_sending_without_reply } = given as Params;
  const found = chat.messages.find((message) => message.message_id === message_id);
  if (found === undefined && allow_sending_without_reply !== true) {
    throw new ApiError(400, 'Bad Request: message to be replied not found');
  }
  return found;
}

function editing(world: World): Record<string, Method> {
  function own(params: Params): WireMessage {
    const { messages } = world.chat(params.chat_id);
    const found = messages.find(({ message_id }) => message_id === Number(params.message_id));
    if (found === undefined) throw new ApiError(400, 'Bad Request: message to edit not found');
    if (found.from.id !== world.bot.id) throw new ApiError(400, "Bad Request: message can't be edited");
    return found;
  }

  function change(message: WireMessage, to: Pick<WireMessage, 'text' | 'reply_markup'>): WireMessage {
    const before = JSON.stringify([message.text, message.reply_markup]);
    if (before === JSON.stringify([to.text, to.reply_markup])) throw new ApiError(400, notModified);
    return Object.assign(message, to, { edit_date: world.nowSeconds() });
  }

  return {
    editMessageText(params) {
      checkPlain(params);
      return change(own(params), { text: checkText(params.text), reply_markup: checkMarkup(params.reply_markup) });
    },
    editMessageReplyMarkup(params) {
      const message = own(params);
      return change(message, { text: message.text, reply_markup: checkMarkup(params.reply_markup) });
    },
    deleteMessage(params) {
      const { messages } = world.chat(params.chat_id);
      const index = messages.findIndex(({ message_id }) => message_id === Number(params.message_id));
      if (index < 0) throw new ApiError(400, 'Bad Request: message to delete not found');
      messages.splice(index, 1);
      return true;
    },
  };
}
