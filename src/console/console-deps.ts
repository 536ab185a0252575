/** What the console is given by app.ts, and what a handler is called with. */
import type { Context } from 'hono';
import type { ChannelLink, ChannelRoute, ChannelStatus } from '../channels/channel-adapter.ts';
import type { Db, DeadLetterTable } from '../db/database.ts';
import type { Reference } from '../desk/reference/reference.ts';
import type { Words } from '../desk/reference/words.ts';
import type { Login } from '../desk/staff/login-store.ts';
import type { SignInLimits } from '../desk/staff/sign-in.ts';
import type { Audit } from '../desk/tickets/audit.ts';
import type { Clock } from '../lib/clock.ts';
import type { Ids } from '../lib/ids.ts';
import type { Log } from '../lib/log.ts';
import type { Seal } from '../lib/seal.ts';
import type { ChannelName, ConversationId } from '../model.ts';
import type { Feed, Signal } from './live.ts';

export type ConsoleDeps = {
  db: Db;
  clock: Clock;
  ids: Ids;
  log: Log;
  seal: Seal;
  reference: Reference;
  words: Words;
  audit: Audit;
  config: ConsoleConfig;
  /** "Something changed" within this process; other processes are noticed by polling. */
  signal: Signal;
  channelStatuses(): readonly NamedStatus[];
  /** Entrances of channels (webhook, chat page): mounted before the console, without session and CSRF. */
  channelRoutes: readonly ChannelRoute[];
  jobCounts(): Promise<JobCounts>;
  /** After a commit: sends what waits for this conversation. */
  wake(conversationId: ConversationId): void;
  /** A dead letter was settled: does the work behind it once more. */
  retry(letter: { kind: DeadLetterTable['kind']; ref: string }): Promise<void>;
  /** Of the product. */
  version: string;
  /** Everybody and everything here is made up, and every page says so. */
  sample?: boolean;
};

export type ConsoleConfig = {
  /** Without a slash at its end; https makes cookies Secure. */
  publicUrl: string;
  /** Bearer token for /metrics from elsewhere than this machine. */
  metricsToken?: string;
  /** Received files lie in `files` below it. */
  dataDir: string;
};

export type NamedStatus = {
  name: ChannelName;
  status: ChannelStatus;
  /** Of a channel whose account a person links to it. */
  link?: ChannelLink;
};
export type JobCounts = { waiting: number; active: number; delayed: number; failed: number };

/** What `fetch` hands to Hono, and what the guard leaves for the handler. */
export type ConsoleEnv = {
  Bindings: { remote: string };
  Variables: { login: Login; form: FormData };
};
export type ConsoleContext = Context<ConsoleEnv>;

/** The parts that belong to one console: made once in `createConsole`. */
export type ConsoleParts = ConsoleDeps & { feed: Feed; limits: SignInLimits; isSecure: boolean };

export type Handler = (context: ConsoleContext, parts: ConsoleParts) => Response | Promise<Response>;
