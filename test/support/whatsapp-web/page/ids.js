/** Ids of chats and of messages, with the property that was renamed in July 2026. */

const servers = ['c.us', 'lid', 'g.us', 'broadcast', 'newsletter'];

class Wid {
  constructor(user, server) {
    this.server = server;
    this.user = user;
    this._serialized = `${user}@${server}`;
  }

  isLid() {
    return this.server === 'lid';
  }

  isUser() {
    return this.server === 'c.us' || this.server === 'lid';
  }

  isGroup() {
    return this.server === 'g.us';
  }

  isStatus() {
    return this._serialized === 'status@broadcast';
  }

  toString() {
    return this._serialized;
  }

  toJid() {
    return this._serialized.replace('c.us', 's.whatsapp.net');
  }
}

/** @param like `user@server`, or an object that has been one. @throws for anything else, as the real one does. */
export function createWid(like) {
  const text = typeof like === 'string' ? like : like?._serialized;
  const [, user, server] = /^([^@]+)@([^@]+)$/.exec(text ?? '') ?? [];
  if (user === undefined || !servers.includes(server)) throw new Error(`wid error: invalid wid ${text}`);
  return new Wid(user, server);
}

/** The real class is minified; its property is told by the text of `toString` and by nothing else. */
export const MsgKey = new Function(
  'createWid',
  'randomId',
  `return class MsgKey {
    constructor({ from, to, id, participant, fromMe, remote }) {
      this.fromMe = fromMe ?? true;
      this.remote = remote ?? to ?? from;
      this.id = id;
      if (participant) this.participant = participant;
      const tail = participant ? '_' + participant._serialized : '';
      this.${window.standin.keyProp} = this.fromMe + '_' + this.remote._serialized + '_' + this.id + tail;
    }
    toString() {
      return this.${window.standin.keyProp};
    }
    static async newId() {
      return randomId();
    }
    static fromString(text) {
      const [fromMe, remote, id, participant] = text.split('_');
      const who = participant && createWid(participant);
      return new MsgKey({ fromMe: fromMe === 'true', remote: createWid(remote), id, participant: who });
    }
  }`,
)(createWid, randomId);

export function randomId() {
  const bytes = crypto.getRandomValues(new Uint8Array(9));
  return `3EB0${[...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`.toUpperCase();
}
