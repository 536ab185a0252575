/** Chats, contacts and messages as the page holds them, made from what the server says. */
import { createWid, MsgKey } from './ids.js';
import { Collection, hide, idText, Model } from './models.js';

/** What a page has in memory of a chat after it was loaded; the rest is loaded on demand. */
const loadedAtFirst = 20;
const loadedEachTime = 20;

export const Msg = new Collection();
export const Chat = new Collection();
export const Contact = new Collection();
export const Blocklist = new Collection();
export const BusinessProfile = new Collection();
/** Phone id → LID id and back, as far as the page was told. */
export const aliases = new Map();

/** The real one asks IndexedDB, which throws at a key that is none. */
Msg.getMessagesById = async (ids) => {
  if (ids.some((id) => typeof id !== 'string'))
    throw new DOMException("Failed to execute 'get' on 'IDBObjectStore': No key or key range specified.", 'DataError');
  const everywhere = Chat.getModelsArray().flatMap((chat) => chat.earlier);
  const find = (id) => Msg.get(id) ?? everywhere.find((message) => idText(message.id) === id);
  return { messages: ids.map(find).filter(Boolean) };
};

class ChatModel extends Model {
  constructor(wid, { unread = 0, name, group } = {}) {
    const msgs = new Collection();
    super(
      { id: wid, unreadCount: unread, t: 0, name, msgs: [] },
      { loaded: msgs, earlier: [], formattedTitle: name ?? wid.user, mute: { expiration: 0 } },
    );
    hide(this, 'msgs', msgs);
    if (group) hide(this, 'groupMetadata', groupMetadata(group));
  }

  /** The library takes whatever stands under `msgs` away again. */
  serialize() {
    return { ...this, msgs: this.loaded.getModelsArray().map((message) => ({ t: message.t })) };
  }
}

function groupMetadata({ participants }) {
  const serialize = () => ({ participants: participants.map((id) => ({ id: createWid(id) })) });
  return { serialize, announce: false, isLidAddressingMode: false };
}

export function chatOf(id, options) {
  const known = Chat.get(id);
  if (known) return known;
  const chat = new ChatModel(createWid(id), options);
  Chat.add(chat);
  return chat;
}

export class MsgModel extends Model {
  msgContextInfo() {
    const { id, from } = this;
    return { quotedMsg: { type: this.type, body: this.body }, quotedStanzaID: id.id, quotedParticipant: from };
  }

  async downloadMedia() {
    if (this.mediaData.mediaStage === 'INIT') this.mediaData.mediaStage = 'RESOLVED';
  }
}

/** @param wired a message as the server writes it: ids are text. */
function messageOf({ key, from, to, author, quotedParticipant, isEphemeral = false, ...rest }) {
  const wid = (id) => (id === undefined ? undefined : createWid(id));
  const id = new MsgKey({ ...key, remote: createWid(key.remote), participant: wid(key.participant) });
  const attributes = { id, from: wid(from), to: wid(to), ...rest };
  if (author) attributes.author = wid(author);
  if (quotedParticipant) attributes.quotedParticipant = wid(quotedParticipant);
  const isMedia = rest.directPath !== undefined;
  return new MsgModel(attributes, {
    isEphemeral,
    isStatusV3: key.remote === 'status@broadcast',
    mediaObject: isMedia ? {} : undefined,
    mediaData: isMedia ? { mediaStage: rest.mediaStage ?? 'INIT' } : undefined,
  });
}

/** Puts a message where it belongs. @param isNew only then does the library hear of it. */
export function takeIn(wired, { isNew, isEarlier = false }) {
  const chat = chatOf(wired.key.remote, { name: wired.notifyName });
  const message = messageOf({ ...wired, isNewMsg: isNew });
  const id = idText(message.id);
  // A line that broke brings the same again: known by its key.
  if (Msg.get(id) || chat.earlier.some((one) => idText(one.id) === id)) return null;
  chat.t = Math.max(chat.t, wired.t);
  if (isEarlier) {
    chat.earlier.push(message);
    return message;
  }
  chat.loaded.add(message);
  Msg.add(message);
  if (isNew && !wired.key.fromMe) chat.set('unreadCount', chat.unreadCount + 1);
  return message;
}

/** Everything this device has had: the newest of each chat in memory, the rest behind `loadEarlierMsgs`. */
export function takeInHistory({ chats, history }) {
  for (const { id, ...options } of chats) chatOf(id, options);
  const byChat = Map.groupBy(history, ({ key }) => key.remote);
  for (const wired of byChat.values())
    for (const [index, one] of wired.entries())
      takeIn(one, { isNew: false, isEarlier: index < wired.length - loadedAtFirst });
}

export async function loadEarlierMsgs({ chat }) {
  const loaded = chat.earlier.splice(-loadedEachTime);
  chat.loaded.addBefore(loaded);
  for (const message of loaded) Msg.add(message);
  return loaded;
}

export function learnPeople(people) {
  for (const { phone, lid, name, isPhoneKnown, isBlocked } of people) {
    if (isPhoneKnown) {
      aliases.set(phone, lid);
      aliases.set(lid, phone);
    }
    for (const id of [phone, lid]) {
      if (Contact.get(id)) continue;
      const phoneNumber = isPhoneKnown ? createWid(phone) : undefined;
      Contact.add(new Model({ id: createWid(id), pushname: name, phoneNumber, isContactBlocked: isBlocked === true }));
    }
  }
}
