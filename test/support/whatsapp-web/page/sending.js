/** Sending: a message is in its chat at once, and its ack says later what became of it. */
import { chatOf, Msg, MsgModel, takeIn } from './chats.js';
import { createWid, randomId } from './ids.js';
import { hide, Model } from './models.js';
import { keep, recall } from './profile.js';
import { wire } from './wire.js';

/** What no server has accepted yet; a page that comes back sends it again, under the same key. */
const outgoing = (await recall('outgoing')) ?? [];

const keepOutgoing = () => void keep('outgoing', outgoing);

/** @returns [when it is in the chat, when the server has answered], as the real one does. */
export function addAndSendMsgToChat(chat, message) {
  const model = new MsgModel(
    { ...message, isNewMsg: true },
    { isEphemeral: false, isStatusV3: false, mediaObject: message.directPath ? {} : undefined, mediaData: undefined },
  );
  chat.loaded.add(model);
  chat.t = message.t;
  Msg.add(model);
  const wired = wiredOf(model);
  outgoing.push(wired);
  keepOutgoing();
  return [Promise.resolve(model), send(wired)];
}

function wiredOf(model) {
  const { id, from, to, quotedParticipant, mediaBlob, preview, ...rest } = model.serialize();
  const text = (wid) => wid?._serialized;
  const key = { fromMe: true, remote: text(id.remote), id: id.id };
  return { key, from: text(from), to: text(to), quotedParticipant: text(quotedParticipant), ...rest };
}

async function send(wired) {
  const answer = await wire.up('send', { message: wired }).catch(() => null);
  // No answer: it stays outgoing, and nobody knows whether it arrived.
  if (answer === null) return { messageSendResult: 'ERROR_NETWORK' };
  const index = outgoing.indexOf(wired);
  if (index >= 0) outgoing.splice(index, 1);
  keepOutgoing();
  const message = Msg.getModelsArray().find(({ id }) => id.id === wired.key.id);
  if (message && message.ack < 1) message.set('ack', answer.ack);
  if (answer.state) wire.handlers.get('state')({ state: answer.state });
  return { messageSendResult: answer.ack > 0 ? 'OK' : 'ERROR_UNKNOWN' };
}

/** What a page before this one could not send stands in its chat, and waits. */
export function takeInOutgoing() {
  for (const wired of outgoing) takeIn(wired, { isNew: false });
}

export function resendOutgoing() {
  for (const wired of outgoing) void send(wired);
}

/** @throws for somebody who has no account, in the real one's words. */
export async function findOrCreateLatestChat(wid) {
  const id = await registered(wid);
  if (id === undefined) throw new Error('No LID for user');
  return { chat: chatOf(id) };
}

async function registered(wid) {
  const found = await wire.up('find', { id: wid._serialized });
  if (found === null) throw new Error('ServerStatusCodeError: no answer');
  return found.id;
}

export async function sendSeen({ chat }) {
  chat.set('unreadCount', 0);
  await wire.receiving;
  await wire.up('seen', { chat: chat.id._serialized });
}

export async function queryWidExists(wid) {
  const id = await registered(wid);
  return id === undefined ? null : { wid: createWid(id) };
}

export async function sendReactionToMsg(message, emoji) {
  await wire.up('react', { id: message.id.id, chat: message.id.remote._serialized, text: emoji });
}

export const chatState = (state) => async (wid) => void (await wire.up('chat-state', { chat: wid._serialized, state }));

/** Bytes come from the server, so that a file that is gone or slow is one in earnest. */
export async function downloadAndMaybeDecrypt({ directPath, signal }) {
  const answer = await fetch(directPath, { signal });
  if (!answer.ok) throw Object.assign(new Error('download failed'), { status: answer.status });
  return await answer.arrayBuffer();
}

export class OpaqueData {
  static async createFromData(data, type) {
    return Object.assign(new OpaqueData(), { blob: new Blob([data], { type }), name: data.name });
  }

  url() {
    return URL.createObjectURL(this.blob);
  }

  autorelease() {}

  formData() {
    return this.blob;
  }
}

export function prepRawMedia(opaque, { isPtt, asDocument }) {
  const { blob } = opaque;
  const [family] = blob.type.split('/');
  const kind = isPtt ? 'ptt' : { image: 'image', audio: 'audio', video: 'video' }[asDocument ? '' : family];
  const data = new Model({ type: kind ?? 'document', mimetype: blob.type, size: blob.size, isGif: false });
  data.filehash = `hash-${randomId()}`;
  if (data.type === 'document') data.filename = opaque.name;
  hide(data, 'mediaBlob', opaque);
  hide(data, 'preview', undefined);
  hide(data, 'set', (values) => Object.assign(data, values));
  hide(data, 'toJSON', () => ({ ...data }));
  lastPrepared = { filehash: data.filehash, size: blob.size, type: data.type, blob };
  return { waitForPrep: async () => data };
}
let lastPrepared = null;

export function getOrCreateMediaObject(filehash) {
  return { ...lastPrepared, filehash, contentInfo: {}, consolidate() {} };
}

export async function uploadMedia({ mediaObject }) {
  const answer = await fetch(`/_wire/media?page=${window.standin.page}`, { method: 'POST', body: mediaObject.blob });
  const { directPath } = await answer.json();
  const keys = { mediaKey: 'key', mediaKeyTimestamp: 1, encFilehash: 'enc', uploadHash: 'up' };
  return { mediaEntry: { mmsUrl: directPath, deprecatedMms3Url: directPath, directPath, ...keys } };
}
