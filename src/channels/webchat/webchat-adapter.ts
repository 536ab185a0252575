/**
 * The web chat: a page of our own as a third channel. A visitor is a signed cookie; what they write goes to the intake
 * before the page is told; what they are told is read from the desk's mailbox, so that nothing hangs on an open
 * connection.
 */
import type { Clock } from '../../lib/clock.ts';
import type { Ids } from '../../lib/ids.ts';
import type { Log } from '../../lib/log.ts';
import type { Seal } from '../../lib/seal.ts';
import { hourMs } from '../../lib/wib.ts';
import type { Millis } from '../../model.ts';
import type { Capabilities, ChannelAdapter, ChannelStatus, InboundMessage, Intake } from '../channel-adapter.ts';
import { createGuard } from './guard.ts';
import { type WebchatLimits, webchatLimits } from './limits.ts';
import type { VisitorLinks } from './links.ts';
import type { Mailbox } from './mailbox.ts';
import { loadPage } from './page.ts';
import { Refusal } from './refusals.ts';
import { shown, webchatRoutes } from './routes.ts';
import { createSpool } from './spool.ts';
import { createStreams } from './stream.ts';
import { createUploads } from './uploads.ts';
import { createVisitors, isVisitorAddress } from './visitors.ts';

export type { VisitorLinks } from './links.ts';
export type { ChatItem, Mailbox } from './mailbox.ts';

export type WebchatDeps = {
  clock: Clock;
  ids: Ids;
  log: Log;
  seal: Seal;
  mailbox: Mailbox;
  visitorLinks: VisitorLinks;
  /** Where uploads wait until `fetchFile`; the same folder for all processes of the desk. */
  spoolFolder: string;
  /** Address as people see it, without a slash at its end. */
  publicUrl: string;
  cookieSecure: boolean;
  /** Other channels to carry on with: the bot's username without @, a number in digits with country code. */
  links?: { telegramBot?: string; whatsappNumber?: string };
  limits?: Partial<WebchatLimits>;
  /** Everybody who writes here is made up: the demo. */
  sample?: boolean;
};

/** The page shows any length; the cap only keeps a runaway text from being one message. */
const capabilities: Capabilities = {
  textMax: 16_000,
  choices: { kind: 'buttons', max: 12, labelMax: 80 },
  receipts: 'delivered',
  edits: false,
};

export function createWebchatAdapter(deps: WebchatDeps): ChannelAdapter {
  const { clock, log } = deps;
  const limits = { ...webchatLimits, ...deps.limits };
  const spool = createSpool({ folder: deps.spoolFolder, clock, limits });
  const streams = createStreams({ ...deps, limits, shown });
  const underWay = new Set<Promise<void>>();
  let intake: Intake | undefined;
  let sweeping: NodeJS.Timeout | undefined;
  let status: ChannelStatus = { state: 'off', since: clock.now() };

  return {
    name: 'webchat',
    capabilities,
    async start(given) {
      intake = given;
      await sweep();
      sweeping = setInterval(() => void sweep(), hourMs);
      sweeping.unref();
      status = { state: 'on', since: clock.now() };
    },
    async stop() {
      intake = undefined;
      clearInterval(sweeping);
      streams.close();
      await Promise.allSettled([...underWay]);
      if (status.state !== 'stopped') status = { ...status, state: 'stopped', since: clock.now() };
    },
    /** The mailbox is the desk's own database: a message is there already, the open pages only have to look. */
    async send(message, progress) {
      if (!isVisitorAddress(message.address)) return { ok: false, failure: 'no-such-chat' };
      if (message.text.trim() === '' && message.choices.length === 0) return { ok: false, failure: 'rejected' };
      if (!progress.sent.includes(message.id)) await progress.partSent(message.id);
      streams.kick(message.address);
      status = { ...status, lastOutAt: clock.now() };
      return { ok: true };
    },
    fetchFile: (ref, bytesMax) => spool.fetch(ref, bytesMax),
    status: () => status,
    typing: async (address) => streams.typing(address),
    routes: webchatRoutes({
      ...deps,
      limits,
      streams,
      receive,
      visitors: createVisitors(deps),
      guard: createGuard(limits, deps.publicUrl),
      page: loadPage({ sample: deps.sample, returnLinkDays: limits.returnLinkDays }),
      uploads: createUploads({ spool, seal: deps.seal, limits }),
      channels: () => deps.links ?? {},
    }),
  };

  async function receive(message: InboundMessage): Promise<void> {
    if (!intake) throw new Refusal('busy', 5);
    const storing = intake.receive([{ kind: 'message', ...message }]);
    underWay.add(storing);
    try {
      await storing;
    } catch (error) {
      log.error({ error: error instanceof Error ? error.message : 'unknown' }, 'web chat: message was not stored');
      throw new Refusal('not-stored', 5);
    } finally {
      underWay.delete(storing);
    }
    noteIn(clock.now());
    streams.kick(message.address);
  }

  function noteIn(at: Millis): void {
    status = { ...status, lastInAt: at };
  }

  async function sweep(): Promise<void> {
    await spool.sweep().catch((error) => {
      log.warn({ error: error instanceof Error ? error.message : 'unknown' }, 'web chat: spool cannot be swept');
    });
  }
}
