/** A visitor of the web chat as a program: keeps its cookie, speaks HTTP, reads the stream. */
import type { ChatItem } from '../../src/channels/webchat/webchat-adapter.ts';

export type Reading = {
  items: (Omit<ChatItem, 'externalId'> & { id?: string })[];
  resume: number;
  more?: boolean;
  links?: { telegram?: string; whatsapp?: string };
};

export type StreamEvent = { id?: string; event: string; data: string };

export type WebchatVisitor = {
  cookie: string;
  readonly address: string;
  get(path: string, headers?: Record<string, string>): Promise<Response>;
  /** From our own page, unless the headers say otherwise. */
  post(path: string, body: object | FormData | string, headers?: Record<string, string>): Promise<Response>;
  history(query?: string): Promise<Reading>;
  /** Asks for a link that opens this talk on another device. */
  returnPath(): Promise<string>;
  stream(query?: string, headers?: Record<string, string>): Promise<OpenStream>;
};

export type OpenStream = {
  response: Response;
  /** @returns the next event of this name; fails when the stream ends before. */
  next(event: string): Promise<StreamEvent>;
  /** Resolves when the other side has ended it. */
  ended(): Promise<void>;
  close(): Promise<void>;
};

/** @returns a visitor who has opened the page. */
export async function openVisitor(url: string): Promise<WebchatVisitor> {
  const visitor: WebchatVisitor = {
    cookie: '',
    get address() {
      return addressIn(visitor.cookie);
    },
    get: (path, headers = {}) =>
      fetch(url + path, { headers: { cookie: visitor.cookie, ...headers }, redirect: 'manual' }),
    post(path, body, headers = {}) {
      const form = body instanceof FormData;
      const type: Record<string, string> = form ? {} : { 'content-type': 'application/json' };
      return fetch(url + path, {
        method: 'POST',
        headers: { cookie: visitor.cookie, origin: url, ...type, ...headers },
        body: form || typeof body === 'string' ? body : JSON.stringify(body),
      });
    },
    history: async (query = '') => (await (await visitor.get(`/chat/riwayat${query}`)).json()) as Reading,
    returnPath: async () => ((await (await visitor.post('/chat/tautan', {})).json()) as { path: string }).path,
    stream: async (query = '', headers = {}) => readEvents(await visitor.get(`/chat/aliran${query}`, headers)),
  };
  visitor.cookie = cookieOf(await visitor.get('/chat'));
  return visitor;
}

/** @returns `name=value` of the response's cookie. */
export function cookieOf(response: Response): string {
  return response.headers.get('set-cookie')?.split(';')[0] ?? '';
}

export function addressIn(cookie: string): string {
  return cookie.slice(cookie.indexOf('=') + 1).split('.')[0] ?? '';
}

function readEvents(response: Response): OpenStream {
  const reader = response.body!.getReader();
  const decoder = new TextDecoder();
  const waiting: StreamEvent[] = [];
  let rest = '';
  return {
    response,
    async next(event) {
      for (;;) {
        const found = waiting.findIndex((one) => one.event === event);
        if (found >= 0) return waiting.splice(0, found + 1).at(-1)!;
        if (!(await more())) throw new Error(`the stream ended without "${event}"`);
      }
    },
    async ended() {
      while (await more());
    },
    close: () => reader.cancel(),
  };

  async function more(): Promise<boolean> {
    const { done, value } = await reader.read();
    if (done) return false;
    const blocks = (rest + decoder.decode(value, { stream: true })).split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const fields = Object.fromEntries(block.split('\n').map((line) => line.split(/: (.*)/, 2)));
      if (fields.event) waiting.push({ id: fields.id, event: fields.event, data: fields.data ?? '' });
    }
    return true;
  }
}
