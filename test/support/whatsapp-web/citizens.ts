/** People with WhatsApp on their phones: what they write reaches the account's chats, and they see what it sends. */
import type { PersonSpec, WiredMessage, World } from './world.ts';

export type Attachment = { bytes: Uint8Array; mime: string; name?: string; caption?: string };

export type Citizen = {
  readonly person: PersonSpec;
  /** The id of the chat with them. */
  chat(): string;
  write(text: string, more?: Partial<WiredMessage>): WiredMessage;
  photo(file: Attachment): WiredMessage;
  voice(file: Attachment): WiredMessage;
  document(file: Attachment): WiredMessage;
  location(lat: number, lng: number, loc?: string): WiredMessage;
  card(name: string, phone: string): WiredMessage;
  /** Answers a message, of theirs or of ours, by quoting it. */
  quote(quoted: WiredMessage, text: string): WiredMessage;
  edit(message: WiredMessage, text: string): void;
  revoke(message: WiredMessage): void;
  react(message: WiredMessage, emoji: string): void;
  /** In a group, as its member. */
  writeIn(group: string, text: string): WiredMessage;
  /** A message that cannot be read before its key comes. @returns the key's coming. */
  scrambled(text: string): () => void;
  /** What they see of ours, oldest first. */
  received(): WiredMessage[];
  /** Their phone has (2), or they have read (3) a message of ours. */
  ack(message: WiredMessage, ack: number): void;
};

export type Post = {
  world: World;
  /** To every device of the account. */
  deliver(message: WiredMessage): void;
  tell(command: { kind: string } & Record<string, unknown>): void;
  /** The id under which pages know a message. */
  idOf(message: WiredMessage): string;
  seconds(): number;
};

export function createCitizen(person: PersonSpec, post: Post): Citizen {
  const { world } = post;
  const chat = () => world.chatOf(person);

  function message(type: string, more: Partial<WiredMessage>): WiredMessage {
    const from = chat();
    const to = person.addressing === 'phone' ? world.account.phone : world.account.lid;
    const key = { fromMe: false, remote: from, id: world.newMessageId() };
    return { key, from, to, t: post.seconds(), type, ack: 1, notifyName: person.name, ...more };
  }
  function deliver(type: string, more: Partial<WiredMessage>): WiredMessage {
    const made = message(type, more);
    post.deliver(made);
    return made;
  }
  function file(type: string, { bytes, mime, name, caption }: Attachment, more: Partial<WiredMessage> = {}) {
    const directPath = `/media/${world.newMessageId()}`;
    world.media.set(directPath, { bytes, mime });
    const keys = { mediaKey: 'key', mediaKeyTimestamp: 1, filehash: 'hash', encFilehash: 'enc' };
    const facts = { directPath, mimetype: mime, filename: name, caption, size: bytes.length };
    return deliver(type, { ...keys, ...facts, ...more });
  }

  return {
    person,
    chat,
    write: (text, more) => deliver('chat', { body: text, ...more }),
    photo: (given) => file('image', given),
    voice: (given) => file('ptt', given, { duration: '4' }),
    document: (given) => file('document', given),
    // The body of a location is a picture of the map.
    location: (lat, lng, loc) => deliver('location', { lat, lng, loc, body: '/9j/4AAQSkZJRg==' }),
    card: (name, phone) => deliver('vcard', { body: `BEGIN:VCARD\nVERSION:3.0\nFN:${name}\nTEL:${phone}\nEND:VCARD` }),
    quote: (quoted, text) =>
      deliver('chat', {
        body: text,
        quotedMsg: { type: quoted.type, body: quoted.body },
        quotedStanzaID: quoted.key.id,
        quotedParticipant: quoted.from,
      }),
    edit: (edited, text) => post.tell({ kind: 'edit', id: post.idOf(edited), body: text, at: post.seconds() * 1000 }),
    revoke: (revoked) => post.tell({ kind: 'revoke', id: post.idOf(revoked) }),
    react: (reacted, text) =>
      post.tell({ kind: 'reaction', id: post.idOf(reacted), text, from: chat(), at: post.seconds() * 1000 }),
    writeIn(group, text) {
      const author = chat();
      const key = { fromMe: false, remote: group, id: world.newMessageId(), participant: author };
      const made = { ...message('chat', { body: text, author }), key, from: group };
      post.deliver(made);
      return made;
    },
    scrambled(text) {
      const made = deliver('ciphertext', {});
      return () => post.tell({ kind: 'decrypt', id: post.idOf(made), body: text, type: 'chat' });
    },
    received: () => world.sent.filter(({ to }) => world.personBehind(to) === person),
    ack: (sent, ack) => post.tell({ kind: 'ack', id: post.idOf(sent), ack }),
  };
}
