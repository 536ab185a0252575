/**
 * The web chat's side of the contract suite: citizens are pages over HTTP, with the page's own rule of sending the same
 * message under the same id until the desk has taken it.
 */
import { setTimeout as wait } from 'node:timers/promises';
import type { ChannelAdapter } from '../../src/channels/channel-adapter.ts';
import type { ChannelHarness, HarnessCitizen } from '../contract/channel.contract.ts';
import { openWebchatStand, type WebchatStand } from '../support/webchat-stand.ts';

/** Reasons stand with the cases that this channel cannot have. */
export const webchatSkips: Readonly<Record<string, string>> = {
  'hands over an edit under the id of the message that it changes': 'the page has no editing: one writes again',
  'hands over which of our messages is quoted, by the id that sending told': 'the page has no quoting; a code does it',
  'says when a citizen blocks us and comes back': 'nobody can block a page that they open themselves',
  'says that the wire is cut, comes back by itself, and has lost nothing': 'the wire is our own server',
  'writes more choices than there is room for buttons as numbers': 'the page shows any number of buttons',
  'sends a long text in parts, in order, buttons on the last only': 'the page shows any length as one message',
  'goes on with the part at which an earlier attempt ended': 'there is one part',
  'waits until a part is noted before it sends the next': 'there is one part',
  'quotes the message that it answers': 'the page has no quoting',
  ...Object.fromEntries(
    [
      'names a lost connection: unreachable',
      'names a citizen who blocked us: blocked',
      'names a chat that is not there: no-such-chat',
      'names credentials that are not accepted: unauthorised',
      'names a message that the platform refuses: rejected',
      'names a platform that wants it slower, with the time to wait: rate-limited',
      'says unreachable of what arrived while its answer was lost: sent twice rather than never',
      'does not throw on a cut wire, whatever is asked of it',
    ].map((title) => [title, 'nothing is sent anywhere: the row in our own database is the message']),
  ),
};

export async function openWebchatHarness(): Promise<ChannelHarness> {
  const plenty = { count: 100_000, seconds: 60 };
  const limits = { messagesPerVisitor: plenty, messagesPerNetwork: plenty, uploadsPerVisitor: plenty };
  const stand = await openWebchatStand({ limits });
  const wire = { lost: 0, stopped: false };
  const a = createCitizen(stand, wire);
  const b = createCitizen(stand, wire);
  let first = true;
  return {
    async connect() {
      const adapter = first ? stand.adapter : await stand.restart();
      first = false;
      return withRows(stand, adapter);
    },
    citizen: (name) => (name === 'a' ? a : b),
    wire: {
      unacknowledged: () => a.waiting() + b.waiting(),
      loseAcknowledgement: () => {
        wire.lost = 1;
      },
      failNextSend: () => notHere(),
      cut: () => notHere(),
      mend: () => notHere(),
    },
    async close() {
      wire.stopped = true;
      await stand.close();
    },
  };
}

type Wire = { lost: number; stopped: boolean };

function createCitizen(stand: WebchatStand, wire: Wire): HarnessCitizen & { waiting(): number } {
  const queue: { path: string; body: string | FormData; type?: string }[] = [];
  let cookie = '';
  let address = '';
  let ids = 0;
  let sending = false;
  const newId = () => `harness-${String(ids++).padStart(4, '0')}`;
  const post = (fields: object) =>
    send({ path: '/chat/pesan', body: JSON.stringify({ id: newId(), ...fields }), type: 'application/json' });

  return {
    waiting: () => queue.length,
    async open() {
      const response = await fetch(`${stand.url}/chat`);
      cookie = response.headers.get('set-cookie')?.split(';')[0] ?? '';
      address = cookie.slice(cookie.indexOf('=') + 1).split('.')[0] ?? '';
    },
    address: () => address,
    write: (text) => post({ text }),
    location: (latitude, longitude) => post({ location: { latitude, longitude } }),
    async photo(bytes, caption) {
      const body = new FormData();
      for (const [name, value] of Object.entries({ id: newId(), kind: 'photo', text: caption })) body.set(name, value);
      body.set('file', new Blob([new Uint8Array(bytes)], { type: 'image/png' }), 'foto.png');
      await send({ path: '/chat/berkas', body });
    },
    async press(label) {
      const choice = stand.mailbox
        .rows(address)
        .flatMap((row) => row.choices)
        .findLast((one) => one.label === label);
      await post({ choice: choice?.id });
    },
    async arrived() {
      const response = await fetch(`${stand.url}/chat/riwayat`, { headers: { cookie } });
      const { items } = (await response.json()) as { items: { seq: number; author: string; text: string }[] };
      const lastOwn = items.findLastIndex(({ author }) => author === 'citizen');
      return items.flatMap((item, index) => {
        const choices = 'choices' in item ? (item.choices as { label: string }[]) : [];
        const live = index > lastOwn ? choices.map(({ label }) => label) : [];
        return item.author === 'citizen' ? [] : [{ externalId: `m${item.seq}`, text: item.text, choices: live }];
      });
    },
    edit: notHere,
    quote: notHere,
    block: notHere,
    unblock: notHere,
  };

  async function send(message: (typeof queue)[number]): Promise<void> {
    queue.push(message);
    if (!sending) void pump();
  }

  async function pump(): Promise<void> {
    sending = true;
    while (queue[0] && !wire.stopped) {
      const { path, body, type } = queue[0];
      const headers = { cookie, origin: stand.url, ...(type ? { 'content-type': type } : {}) };
      const response = await fetch(stand.url + path, { method: 'POST', body, headers }).catch(() => null);
      if (response?.status === 202 && wire.lost-- <= 0) {
        stand.mailbox.put(address, { author: 'citizen' });
        queue.shift();
      } else await wait(10);
    }
    sending = false;
  }
}

/** The desk writes the row before it sends: so does the adapter's user here, under an id that the row leads back to. */
function withRows(stand: WebchatStand, adapter: ChannelAdapter): ChannelAdapter {
  return {
    ...adapter,
    send(message, progress) {
      const known = message.address.length === 22 && message.text.trim() !== '';
      const { address, text, choices } = message;
      const row = known ? stand.mailbox.put(address, { author: 'bot', text, choices }) : undefined;
      return adapter.send(row ? { ...message, id: `m${row.seq}` as never } : message, progress);
    },
  };
}

function notHere(): never {
  throw new Error('the web chat has no such thing: skip the case by name');
}
