/** The account's connection: unpaired, paired, synced, cut, logged out; and what the server tells the page to do. */
import { Chat, learnPeople, Msg, takeIn, takeInHistory } from './chats.js';
import { createWid, MsgKey, randomId } from './ids.js';
import { Emitter, hide, Model } from './models.js';
import { forgetAll, keep } from './profile.js';
import { resendOutgoing, takeInOutgoing } from './sending.js';
import { wire } from './wire.js';

export const Socket = new Model({ state: 'OPENING', hasSynced: false });
export const Conn = new Model({ ref: window.standin.ref, platform: 'android', pushname: '' });
export const Cmd = new Emitter();
export const me = { phone: undefined, lid: undefined };

Socket.reconnect = () => void wire.up('reconnect').then(() => resendOutgoing());
Socket.takeover = () => Socket.set('state', 'CONNECTED');
Socket.logout = async () => {
  await wire.up('logout');
  await forgetAll();
};
hide(Socket, 'reconnect', Socket.reconnect);
hide(Socket, 'takeover', Socket.takeover);
hide(Socket, 'logout', Socket.logout);

wire.on('hello', (hello) => {
  Conn.set('ref', hello.ref);
  if (!hello.account) {
    Socket.set('state', 'UNPAIRED');
    return void until(() => Conn.isListenedTo('change:ref')).then(() => wire.up('showing'));
  }
  void goOnline(hello);
});

wire.on('paired', async (hello) => {
  await keep('device', hello.device);
  Socket.set('state', 'PAIRING');
  await goOnline(hello);
});

/** In the order of the real thing: connected, what was missed, synced, and from then on what comes. */
async function goOnline({ account, people, chats, history, missed, isOffline }) {
  me.phone = createWid(account.phone);
  me.lid = createWid(account.lid);
  Conn.set('pushname', account.name);
  learnPeople(people);
  takeInHistory({ chats, history });
  takeInOutgoing();
  Socket.set('state', isOffline ? 'OPENING' : 'CONNECTED');
  if (window.standin.missed === 'early') takeInMissed(missed);
  await wait(window.standin.syncDelayMs);
  // Where it races, whoever listens late hears of it never.
  if (!window.standin.race) await until(() => Socket.isListenedTo('change:hasSynced'));
  Cmd.trigger('offline_progress_update_from_bridge');
  Socket.set('hasSynced', true);
  if (window.standin.missed === 'late') {
    await until(() => Msg.isListenedTo('add'));
    takeInMissed(missed);
  }
  void wire.up('online');
  resendOutgoing();
}

function takeInMissed(missed) {
  for (const message of missed) takeIn(message, { isNew: true });
  if (missed.length > 0) wire.received(missed.map(({ key }) => key.id));
}

wire.on('message', ({ message }) => {
  takeIn(message, { isNew: true });
  wire.received([message.key.id]);
});
/** What the account's phone wrote: every device of the account has it. */
wire.on('own', ({ message }) => takeIn(message, { isNew: true }));
wire.on('ref', ({ ref }) => Conn.set('ref', ref));
wire.on('people', ({ people }) => learnPeople(people));
wire.on('state', ({ state }) => Socket.set('state', state));
wire.on('offline', () => Socket.set('state', 'OPENING'));
wire.on('mended', () => {
  Socket.set('state', 'CONNECTED');
  resendOutgoing();
});
wire.on('gone', ({ chat }) => {
  if (Chat.get(chat)) Chat.remove(Chat.get(chat));
  void wire.up('forgot', { chat });
});
wire.on('reload', () => location.reload());
wire.on('hang', () => {
  for (;;);
});
wire.on('logout', async () => {
  await forgetAll();
  Cmd.trigger('logout');
  location.href = '/?post_logout=1';
});

wire.on('ack', ({ id, ack }) => Msg.get(id)?.set('ack', ack));
wire.on('edit', ({ id, body, at }) => {
  const message = Msg.get(id);
  message.latestEditSenderTimestampMs = at;
  message.set(message.directPath === undefined ? 'body' : 'caption', body);
});
wire.on('revoke', ({ id }) => Msg.get(id).set('type', 'revoked'));
/** Body before type: as soon as the type changes, the library reads the rest. */
wire.on('decrypt', ({ id, body, type }) => {
  const message = Msg.get(id);
  message.set('body', body);
  message.set('type', type);
});
wire.on('media', ({ id, stage }) => {
  Msg.get(id).mediaData.mediaStage = stage;
});
wire.on('reaction', ({ id, text, from, at }) => {
  const reactionParentKey = MsgKey.fromString(id);
  const key = new MsgKey({ fromMe: false, remote: createWid(from), id: randomId() });
  const sender = createWid(from);
  const reaction = { id: key, reactionParentKey, reactionText: text, reactionTimestamp: at, from: sender, read: false };
  reactionTableMode.bulkUpsert([reaction]);
});
export const reactionTableMode = { bulkUpsert() {} };

function wait(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

async function until(holds) {
  while (!holds()) await wait(5);
}
