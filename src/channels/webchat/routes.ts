/** The HTTP entrances of the web chat: the page, what it writes, what it reads. */
import { z } from 'zod';
import type { Clock } from '../../lib/clock.ts';
import type { Log } from '../../lib/log.ts';
import { networkOf } from '../../lib/network.ts';
import { dayMs, minuteMs } from '../../lib/wib.ts';
import type { AttachmentKind, Millis } from '../../model.ts';
import type { ChannelRoute, InboundMessage } from '../channel-adapter.ts';
import { type Guard, type Kind, readBody } from './guard.ts';
import type { WebchatLimits } from './limits.ts';
import type { VisitorLinks } from './links.ts';
import { type ChatItem, type Mailbox, readOn, settled } from './mailbox.ts';
import type { Page } from './page.ts';
import { Refusal, refusalResponse } from './refusals.ts';
import type { Streams } from './stream.ts';
import type { Uploads } from './uploads.ts';
import type { Visitors } from './visitors.ts';

export type RouteDeps = {
  clock: Clock;
  log: Log;
  limits: WebchatLimits;
  mailbox: Mailbox;
  visitorLinks: VisitorLinks;
  visitors: Visitors;
  guard: Guard;
  page: Page;
  streams: Streams;
  uploads: Uploads;
  /** @throws {Refusal} when the message is not stored. */
  receive(message: InboundMessage): Promise<void>;
  /** Where else a visitor can go on; undefined where that channel is off. */
  channels(): { telegramBot?: string; whatsappNumber?: string };
};

const clientId = z.string().regex(/^[\w-]{8,40}$/);

const location = z.object({
  latitude: z.number().min(-90).max(90),
  longitude: z.number().min(-180).max(180),
});

const writing = z
  .object({
    id: clientId,
    text: z.string().default(''),
    choice: z.string().min(1).max(40).optional(),
    location: location.optional(),
  })
  .refine((body) => body.text.trim() !== '' || body.choice !== undefined || body.location !== undefined);

const fileKinds: readonly AttachmentKind[] = ['photo', 'voice', 'audio', 'video', 'document'];

export function webchatRoutes(deps: RouteDeps): readonly ChannelRoute[] {
  const route = (
    method: ChannelRoute['method'],
    path: string,
    handle: (request: Request, remote: string) => Promise<Response>,
  ): ChannelRoute => ({ method, path, handle: (request, remote) => guarded(deps, () => handle(request, remote)) });
  return [
    route('GET', '/chat', (request, remote) => showPage(deps, request, remote)),
    route('GET', '/chat/aset/*', async (request) =>
      deps.page.asset(request, new URL(request.url).pathname.split('/aset/')[1] ?? ''),
    ),
    route('GET', '/chat/kembali', (request, remote) => comeBack(deps, request, remote)),
    route('GET', '/chat/riwayat', (request, remote) => history(deps, request, remote)),
    route('GET', '/chat/aliran', (request, remote) => stream(deps, request, remote)),
    route('POST', '/chat/pesan', (request, remote) => write(deps, request, remote)),
    route('POST', '/chat/berkas', (request, remote) => upload(deps, request, remote)),
    route('POST', '/chat/diterima', (request, remote) => received(deps, request, remote)),
    route('POST', '/chat/tautan', (request, remote) => makeReturnLink(deps, request, remote)),
    route('GET', '/chat/telegram', (request, remote) => goOnInTelegram(deps, request, remote)),
    route('POST', '/chat/keluar', (request, remote) => leave(deps, request, remote)),
  ];
}

async function guarded(deps: RouteDeps, handle: () => Promise<Response>): Promise<Response> {
  try {
    return await handle();
  } catch (error) {
    if (error instanceof Refusal) return refusalResponse(error);
    deps.log.error({ error: error instanceof Error ? error.message : 'unknown' }, 'web chat: request failed');
    return refusalResponse(new Refusal('busy', 5));
  }
}

async function showPage(deps: RouteDeps, request: Request, remote: string): Promise<Response> {
  await deps.guard.count('pages', remote);
  const address = deps.visitors.read(request) ?? deps.visitors.create();
  return deps.page.html(request, { 'set-cookie': deps.visitors.cookie(address) });
}

/** The secret leaves the address line at once; the page then says that this conversation came from elsewhere. */
async function comeBack(deps: RouteDeps, request: Request, remote: string): Promise<Response> {
  await deps.guard.count('pages', remote);
  const secret = new URL(request.url).searchParams.get('t') ?? '';
  const address = await deps.visitorLinks.open(secret, returnLinkEnd(deps));
  const headers: Record<string, string> = { 'referrer-policy': 'no-referrer', 'cache-control': 'no-store' };
  if (address) headers['set-cookie'] = deps.visitors.cookie(address);
  const already = address !== null && address === deps.visitors.read(request);
  headers.location = already ? '/chat' : address ? '/chat?tautan=diterima' : '/chat?tautan=tidak-berlaku';
  return new Response(null, { status: 303, headers });
}

/** Made when it is asked for: a page that is only looked at leaves no secret behind. */
async function makeReturnLink(deps: RouteDeps, request: Request, remote: string): Promise<Response> {
  deps.guard.requireSameOrigin(request);
  const address = await visitor(deps, request, remote, 'links');
  const secret = await deps.visitorLinks.make('return', address, returnLinkEnd(deps));
  return json({ path: `/chat/kembali?t=${secret}` });
}

function returnLinkEnd({ clock, limits }: RouteDeps): Millis {
  return clock.now() + limits.returnLinkDays * dayMs;
}

/**
 * The payload of a start link has at most 64 characters of `A-Za-z0-9_-`
 * (core.telegram.org/bots/features#deep-linking). Another site cannot make a visitor's link by leading them here.
 */
async function goOnInTelegram(deps: RouteDeps, request: Request, remote: string): Promise<Response> {
  const site = request.headers.get('sec-fetch-site') ?? 'none';
  const { telegramBot } = deps.channels();
  const address = deps.visitors.read(request);
  await deps.guard.count('links', remote, address ?? undefined);
  const headers: Record<string, string> = { 'cache-control': 'no-store', location: '/chat' };
  if (telegramBot && address && (site === 'same-origin' || site === 'none')) {
    const expiresAt = deps.clock.now() + deps.limits.startLinkMinutes * minuteMs;
    const secret = await deps.visitorLinks.make('start', address, expiresAt);
    headers.location = `https://t.me/${telegramBot}?start=${secret}`;
  }
  return new Response(null, { status: 303, headers });
}

/** Leaving ends the links, too: who finds one later finds nothing. */
async function leave(deps: RouteDeps, request: Request, remote: string): Promise<Response> {
  deps.guard.requireSameOrigin(request);
  await deps.guard.count('pages', remote);
  const address = deps.visitors.read(request);
  if (address) await deps.visitorLinks.end(address);
  return new Response(null, { status: 204, headers: { 'set-cookie': deps.visitors.farewell() } });
}

/** `?after=` reads on; `?before=` reads back; neither opens the page: the last messages and the links. */
async function history(deps: RouteDeps, request: Request, remote: string): Promise<Response> {
  const address = await visitor(deps, request, remote, 'reads');
  const query = new URL(request.url).searchParams;
  const { mailbox, limits, clock } = deps;
  const after = wholeNumber(query.get('after'));
  if (after !== null) {
    const reading = await readOn(deps, address, after);
    return json({ items: reading.items.map((item) => shown(item)), resume: reading.resume });
  }
  const before = wholeNumber(query.get('before'));
  const read = await mailbox.earlier(address, before, limits.pageItemsMax + 1);
  const more = read.length > limits.pageItemsMax;
  const items = more ? read.slice(1) : read;
  if (before !== null) return json({ items: items.map((item) => shown(item)), more });
  const { telegramBot, whatsappNumber } = deps.channels();
  const start = more ? (items[0]?.seq ?? 1) - 1 : 0;
  return json({
    items: items.map((item) => shown(item)),
    more,
    resume: settled(items, start, clock.now() - limits.settleMs),
    links: {
      ...(telegramBot ? { telegram: '/chat/telegram' } : {}),
      ...(whatsappNumber ? { whatsapp: `https://wa.me/${whatsappNumber}` } : {}),
    },
  });
}

async function stream(deps: RouteDeps, request: Request, remote: string): Promise<Response> {
  const address = await visitor(deps, request, remote, 'reads');
  const asked = wholeNumber(new URL(request.url).searchParams.get('after')) ?? 0;
  // A browser that reconnects repeats the old query and adds the newer id.
  const after = Math.max(asked, wholeNumber(request.headers.get('last-event-id')) ?? 0);
  const response = deps.streams.open(address, after, networkOf(remote));
  if (!response) throw new Refusal('busy', 30);
  return response;
}

async function write(deps: RouteDeps, request: Request, remote: string): Promise<Response> {
  deps.guard.requireSameOrigin(request);
  const address = await visitor(deps, request, remote, 'messages');
  const body = writing.safeParse(parseJson(await readBody(request, deps.limits.bodyBytesMax, 'too-long')));
  if (!body.success) throw new Refusal('faulty');
  const { id, text, choice, location: place } = body.data;
  if (text.length > deps.limits.textCharsMax) throw new Refusal('too-long');
  await deps.receive({
    externalId: `${address}:${id}`,
    address,
    // What a button says is the desk's own text, known by its id; the page's copy of it proves nothing.
    text: choice === undefined ? clean(text) : '',
    ...(choice === undefined ? {} : { choice }),
    ...(place ? { location: place } : {}),
    sentAt: deps.clock.now(),
  });
  return json({ ok: true }, 202);
}

async function upload(deps: RouteDeps, request: Request, remote: string): Promise<Response> {
  deps.guard.requireSameOrigin(request);
  const address = await visitor(deps, request, remote, 'uploads');
  const { fields, file } = await deps.uploads.read(request);
  const id = clientId.safeParse(fields.id);
  const kind = fileKinds.find((known) => known === fields.kind);
  if (!id.success || !kind) throw new Refusal('faulty');
  const text = clean(fields.text ?? '');
  if (text.length > deps.limits.textCharsMax) throw new Refusal('too-long');
  const externalId = `${address}:${id.data}`;
  const ref = await deps.uploads.keep(externalId, file);
  await deps.receive({
    externalId,
    address,
    text,
    attachments: [{ kind, ref, name: file.name, sizeBytes: file.bytes.byteLength }],
    sentAt: deps.clock.now(),
  });
  return json({ ok: true }, 202);
}

/** The page's receipt: only what a phone really has got counts as delivered. */
async function received(deps: RouteDeps, request: Request, remote: string): Promise<Response> {
  deps.guard.requireSameOrigin(request);
  const address = await visitor(deps, request, remote, 'reads');
  const body = z
    .object({ upTo: z.number().int().positive() })
    .safeParse(parseJson(await readBody(request, 200, 'too-long')));
  if (!body.success) throw new Refusal('faulty');
  await deps.mailbox.delivered(address, body.data.upTo);
  return new Response(null, { status: 204 });
}

/** The address is checked before it is counted: a forged cookie is nobody. */
async function visitor(deps: RouteDeps, request: Request, remote: string, kind: Kind): Promise<string> {
  const address = deps.visitors.read(request);
  await deps.guard.count(kind, remote, address ?? undefined);
  if (!address) throw new Refusal('no-visitor');
  return address;
}

/** An item as the page sees it: the page knows its own messages by the id that it made, without the address. */
export function shown(item: ChatItem): object {
  const { externalId, ...rest } = item;
  return externalId ? { ...rest, id: externalId.slice(externalId.indexOf(':') + 1) } : rest;
}

function json(body: object, status = 200): Response {
  return Response.json(body, { status, headers: { 'cache-control': 'no-store' } });
}

function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    throw new Refusal('faulty');
  }
}

/** PostgreSQL takes no NUL, and half a surrogate pair would be stored as another character. */
function clean(text: string): string {
  return text
    .replaceAll('\0', '')
    .replace(/\p{Surrogate}/gu, '')
    .trim();
}

function wholeNumber(text: string | null): number | null {
  return text !== null && /^\d{1,15}$/.test(text) ? Number(text) : null;
}
