/** The page's line to its server: events come down a stream, everything else goes up by POST. */
import { recall } from './profile.js';

export const wire = {
  handlers: new Map(),

  /** @param handler of the server's commands of this kind, called in their order. */
  on(kind, handler) {
    this.handlers.set(kind, handler);
  },

  /** @returns the server's answer; null where the line is cut. */
  async up(kind, payload = {}) {
    const answer = await fetch(`/_wire/up/${kind}?page=${window.standin.page}`, {
      method: 'POST',
      body: JSON.stringify(payload),
    });
    return answer.status === 200 ? await answer.json() : null;
  },

  /** Of one page the servers hear in its order that it has something, and that it was seen. */
  receiving: Promise.resolve(),
  received(ids) {
    this.receiving = this.receiving.then(() => this.up('received', { ids })).catch(() => {});
  },

  /** What can only be a fault of the stand-in or a need that it does not serve: a test fails by it. */
  complain(what) {
    void this.up('complaint', { what });
  },

  async open() {
    const device = (await recall('device')) ?? '';
    const stream = new EventSource(`/_wire/down?page=${window.standin.page}&device=${device}`);
    stream.onmessage = ({ data }) => {
      const { kind, ...command } = JSON.parse(data);
      const handler = this.handlers.get(kind);
      if (handler === undefined) return this.complain(`no handler of ${kind}`);
      try {
        handler(command);
      } catch (error) {
        this.complain(`${kind}: ${error.stack ?? error}`);
      }
    };
  },
};
