/** Mounts a channel's routes on a real port, as app.ts does: bodies stay streams, so that their pieces are real. */
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import type { ChannelRoute } from '../../../src/channels/channel-adapter.ts';

export type RouteServer = {
  url: string;
  port: number;
  /** Replaces what was mounted. */
  mount(routes: readonly ChannelRoute[]): void;
  close(): Promise<void>;
};

export async function openRouteServer(): Promise<RouteServer> {
  let routes: readonly ChannelRoute[] = [];
  const server = createServer(async (incoming, response) => {
    const path = new URL(incoming.url ?? '/', 'http://desk').pathname;
    const route = routes.find((one) => one.method === incoming.method && one.path === path);
    const answer = route ? await route.handle(toRequest(incoming), '127.0.0.1') : new Response(null, { status: 404 });
    // What was not read would be taken for the next request.
    if (!incoming.complete) response.setHeader('connection', 'close');
    response.writeHead(answer.status).end(Buffer.from(await answer.arrayBuffer()));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    mount(given) {
      routes = given;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function toRequest(incoming: IncomingMessage): Request {
  const headers = Object.entries(incoming.headers).map(([name, value]): [string, string] => [name, String(value)]);
  const body = incoming.method === 'GET' ? undefined : (Readable.toWeb(incoming) as ReadableStream);
  const init = { method: incoming.method, headers, body, duplex: 'half' };
  return new Request(`http://desk${incoming.url}`, init as RequestInit);
}
