/** HTTP of the stand-in: `/bot<token>/<method>`, `/file/bot<token>/<path>`, every shape of body, and the faults. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { type Fault, type Faults, faultName } from './faults.ts';
import type { Method, Params } from './methods.ts';
import { ApiError, type World } from './world.ts';

export type Control = (request: Request) => Promise<Response>;

type TransportDeps = { world: World; faults: Faults; methods: Record<string, Method>; control?: Control };
type Exchange = { request: IncomingMessage; response: ServerResponse; gone: AbortSignal };
type Outcome = { result: unknown } | { error: ApiError };

export type Listening = { server: Server; port: number; connections(): { opened: number; open: number } };

export async function listen(deps: TransportDeps, port: number): Promise<Listening> {
  const connections = { opened: 0, open: 0 };
  const server = createServer((request, response) => {
    if (deps.world.down) return void request.socket.destroy();
    const hangUp = new AbortController();
    response.on('close', () => hangUp.abort());
    serve(deps, { request, response, gone: hangUp.signal }).catch(() => response.destroy());
  });
  server.on('connection', (socket) => {
    connections.opened += 1;
    connections.open += 1;
    socket.on('close', () => {
      connections.open -= 1;
      deps.world.changed();
    });
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return { server, port: (server.address() as AddressInfo).port, connections: () => connections };
}

async function serve(deps: TransportDeps, exchange: Exchange): Promise<void> {
  const { request, response } = exchange;
  const path = new URL(request.url ?? '/', 'http://stand-in').pathname;
  if (deps.control !== undefined && path.startsWith('/control/')) return relay(deps.control, exchange);
  const [, file, token, rest = ''] = /^\/(file\/)?bot([^/]+)\/(.+)$/.exec(path) ?? [];
  if (token === undefined) return send(response, 404, { ok: false, error_code: 404, description: 'Not Found' });
  if (decodeURIComponent(token) !== deps.world.token) {
    return send(response, 401, failure(new ApiError(401, 'Unauthorized: invalid token specified')));
  }
  if (file !== undefined) return download(deps, exchange, decodeURIComponent(rest));
  return call(deps, exchange, rest);
}

async function call({ world, faults, methods }: TransportDeps, exchange: Exchange, name: string): Promise<void> {
  const params = await readParams(exchange.request);
  const fault = faults.take(name, params);
  if (fault?.delayMs !== undefined) await wait(fault.delayMs, undefined, { signal: exchange.gone }).catch(() => {});
  const before = fault !== undefined && !fault.after ? played(fault) : undefined;
  const outcome = before?.instead ?? (before ? { error: new ApiError(0, 'fault') } : await perform());
  world.calls.push({
    seq: world.calls.length,
    at: world.now(),
    method: name,
    params,
    ok: 'result' in outcome,
    ...('result' in outcome ? { result: outcome.result } : { code: outcome.error.code }),
    ...(fault && { fault: faultName(fault) }),
  });
  world.changed();
  const after = fault?.after ? (played(fault) ?? { drop: true }) : before;
  if (after?.silent) return;
  if (after?.drop) return void exchange.response.socket?.destroy();
  if (after?.html !== undefined) return page(exchange.response, after.html);
  const told = after?.instead ?? outcome;
  if ('result' in told) return send(exchange.response, 200, { ok: true, result: told.result ?? true });
  return send(exchange.response, told.error.code, failure(told.error));

  async function perform(): Promise<Outcome> {
    const method = methods[name];
    try {
      if (method === undefined) throw new ApiError(404, 'Not Found: method not found');
      return { result: await method(params, exchange.gone) };
    } catch (error) {
      return { error: error instanceof ApiError ? error : new ApiError(500, `Internal Server Error: ${error}`) };
    }
  }
}

/** How a fault shows itself on the wire; undefined for a mere delay. */
function played(fault: Fault): { instead?: Outcome; drop?: true; silent?: true; html?: number } | undefined {
  const { code, retry_after: seconds, description = 'Bad Request: made to fail' } = fault;
  if (seconds !== undefined) {
    return { instead: { error: new ApiError(429, `Too Many Requests: retry after ${seconds}`, seconds) } };
  }
  if (code !== undefined) return { instead: { error: new ApiError(code, description) } };
  if (fault.html !== undefined) return { html: fault.html };
  if (fault.silent) return { silent: true };
  return fault.drop ? { drop: true } : undefined;
}

async function download({ world, faults }: TransportDeps, exchange: Exchange, path: string): Promise<void> {
  const { response } = exchange;
  const fault = faults.take('file', { path });
  if (fault?.silent) return;
  if (fault?.drop) return void response.socket?.destroy();
  if (fault?.html !== undefined) return page(response, fault.html);
  const file = [...world.files.values()].find((one) => one.file_path === path);
  if (file === undefined) return page(response, 404);
  response.writeHead(200, { 'content-type': 'application/octet-stream' });
  // In pieces and without a length: a reader that trusts the announced size would be found out.
  for (let at = 0; at < file.bytes.byteLength; at += 64 * 1024) {
    if (exchange.gone.aborted) return;
    response.write(file.bytes.subarray(at, at + 64 * 1024));
    await wait(0);
  }
  response.end();
}

async function readParams(request: IncomingMessage): Promise<Params> {
  const query = Object.fromEntries(new URL(request.url ?? '/', 'http://stand-in').searchParams);
  const type = request.headers['content-type'] ?? '';
  const body = await readBody(request);
  if (body.byteLength === 0) return query;
  if (type.startsWith('application/json')) return { ...query, ...(JSON.parse(body.toString()) as Params) };
  const form = await new Response(body, { headers: { 'content-type': type } }).formData();
  const params: Params = { ...query };
  for (const [name, value] of form) {
    params[name] = typeof value === 'string' ? parsed(value) : new Uint8Array(await value.arrayBuffer());
  }
  return params;
}

/** In a form an object is a JSON text. */
function parsed(value: string): unknown {
  return /^[[{]/.test(value) ? JSON.parse(value) : value;
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function failure({ code, description, retryAfter }: ApiError): object {
  const parameters = retryAfter === undefined ? undefined : { retry_after: retryAfter };
  return { ok: false, error_code: code, description, parameters };
}

function send(response: ServerResponse, status: number, body: object): void {
  const text = Buffer.from(JSON.stringify(body));
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': text.byteLength });
  response.end(text);
}

function page(response: ServerResponse, status: number): void {
  response.writeHead(status, { 'content-type': 'text/html' });
  response.end(`<html><body><h1>${status}</h1></body></html>`);
}

async function relay(control: Control, { request, response }: Exchange): Promise<void> {
  const body = await readBody(request);
  const init = { method: request.method, body: body.byteLength > 0 ? body : undefined };
  const answer = await control(new Request(`http://stand-in${request.url}`, init));
  send(response, answer.status, (await answer.json()) as object);
}
