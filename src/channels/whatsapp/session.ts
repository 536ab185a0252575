/**
 * One life of a browser with WhatsApp in it, from its start until something ends it. The library says nothing of
 * most ends; whatever can be noticed is noticed here, and ends the session with a reason. What follows is the
 * supervisor's to say.
 */
import type { Clock } from '../../lib/clock.ts';
import type { Timers } from '../../lib/timers.ts';
import type { WhatsappTiming } from './config.ts';
import type { WebClient, WebClientHandlers } from './library.ts';
import type { Problem, StatusKeeper } from './status.ts';
import { DeadlineError } from './time.ts';

/** `stopped` and `restart`: because we said so. */
export type SessionEnd = {
  why: 'stopped' | 'restart' | Exclude<Problem, 'chromium-missing' | 'storing'>;
  detail?: string;
};

export type Session = {
  readonly client: WebClient;
  /** Messages can be sent and are heard. */
  isConnected(): boolean;
  /** Nobody has linked the account. */
  isUnlinked(): boolean;
  wasReady(): boolean;
  /** Resolves once, with the first reason. */
  readonly ended: Promise<SessionEnd>;
  whyEnded(): SessionEnd['why'] | undefined;
  end(why: SessionEnd['why'], detail?: string): void;
};

export type SessionDeps = {
  timing: WhatsappTiming;
  timers: Timers;
  clock: Clock;
  status: StatusKeeper;
  /** A QR to show; undefined: none any more. */
  showQr(text: string | undefined): void;
  /** Ready, for the first time or again: what was missed is to be fetched. */
  onReady(client: WebClient): void;
  open(handlers: WebClientHandlers): Promise<WebClient>;
  heard: Pick<WebClientHandlers, 'message' | 'edited' | 'revoked' | 'ack' | 'own'>;
};

/** WhatsApp's words for a connection that ended, as the library hands them on. */
const endings: Readonly<Record<string, SessionEnd['why']>> = {
  LOGOUT: 'logged-out',
  // WhatsApp does not know this device; only a logout is reason enough to forget the login for good.
  UNPAIRED: 'unlinked',
  UNPAIRED_IDLE: 'unlinked',
  CONFLICT: 'conflict',
  TOS_BLOCK: 'account-blocked',
  SMB_TOS_BLOCK: 'account-blocked',
  PROXYBLOCK: 'account-blocked',
  DEPRECATED_VERSION: 'outdated',
};

/** @throws where the library itself cannot be loaded. */
export async function openSession(deps: SessionDeps): Promise<Session> {
  const { timing, status } = deps;
  const phase = { isReady: false, isOnline: false, isUnlinked: false, wasReady: false };
  let tell: (end: SessionEnd) => void = () => {};
  let isOver = false;
  let reason: SessionEnd['why'] | undefined;
  const ended = new Promise<SessionEnd>((resolve) => {
    tell = resolve;
  });
  const alarms = createAlarms(deps.timers);
  const end = (why: SessionEnd['why'], detail?: string) => {
    isOver = true;
    reason ??= why;
    phase.isReady = false;
    alarms.stop();
    tell({ why, detail });
  };
  const client = await deps.open({ ...deps.heard, ...createHandlers() });

  function createHandlers(): Omit<WebClientHandlers, keyof SessionDeps['heard']> {
    return {
      qr(text) {
        if (isOver) return;
        Object.assign(phase, { isUnlinked: true, isReady: false, isOnline: false });
        deps.showQr(text);
        status.set('unlinked', status.read().problem === 'logged-out' ? 'logged-out' : 'unlinked');
        alarms.clear('start');
        alarms.set('qr', timing.qrStaleMs, () => end('qr-stale'));
      },
      authenticated() {
        if (isOver || phase.isReady) return;
        phase.isUnlinked = false;
        deps.showQr(undefined);
        status.set('starting');
        alarms.clear('start', 'qr');
        alarms.set('ready', timing.readyMs, () => end('not-syncing'));
      },
      ready() {
        if (isOver) return;
        alarms.clear('start', 'ready', 'cure', 'qr');
        Object.assign(phase, { isReady: true, isOnline: true, isUnlinked: false, wasReady: true });
        status.set('on');
        deps.onReady(client);
        probe();
      },
      reloaded() {
        if (isOver) return;
        phase.isReady = false;
        alarms.clear('probe', 'offline');
        alarms.set('ready', timing.readyMs, () => end('not-syncing'));
        cure();
        status.set('starting');
      },
      // Of an ending state more is said in a moment.
      state: (state) => void (isOver || state in endings || onState(state)),
      disconnected: (reason) => end(endings[reason] ?? 'unreachable', reason),
      died: (what) => end(what === 'browser' ? 'browser-died' : 'page-died', what),
    };
  }

  function onState(state: string): void {
    phase.isOnline = state === 'CONNECTED';
    if (!phase.isReady) return;
    if (phase.isOnline) {
      alarms.clear('offline');
      status.set('on');
      // What came in between may have come before anybody heard it.
      deps.onReady(client);
    } else {
      status.set('retrying', 'unreachable', state);
      alarms.set('offline', timing.offlineMaxMs, () => end('unreachable', state));
    }
  }

  /** Whether the page lives is told by nobody: it is asked. */
  function probe(isSecond = false): void {
    alarms.set('probe', isSecond ? timing.cureMs : timing.probeMs, async () => {
      try {
        await client.state(timing.probeDeadlineMs);
        if (!isOver) probe();
      } catch (error) {
        // A page that begins anew just now refuses, too; a moment later it has said so, and is not asked.
        if (isSecond || error instanceof DeadlineError) end('silent', (error as Error).message);
        else if (!isOver && phase.isReady) probe(true);
      }
    });
  }

  /** Synced before the library listened: it would wait for ever. */
  function cure(): void {
    alarms.set('cure', timing.cureMs, () => {
      client.cureMissedSync().catch(() => {});
      cure();
    });
  }

  alarms.set('start', timing.startMs, () => end('not-starting'));
  cure();
  client.open().catch((error) => {
    const words = firstLine(error);
    end(whyNotOpen(words), words);
  });
  return {
    client,
    isConnected: () => phase.isReady && phase.isOnline,
    isUnlinked: () => phase.isUnlinked,
    wasReady: () => phase.wasReady,
    ended,
    whyEnded: () => reason,
    end,
  };
}

/** Timers by name, which end together. */
function createAlarms(timers: Timers) {
  const cancels = new Map<string, () => void>();
  let isOver = false;
  const clear = (...names: string[]) => {
    for (const name of names) {
      cancels.get(name)?.();
      cancels.delete(name);
    }
  };
  return {
    clear,
    set(name: string, afterMs: number, then: () => void) {
      clear(name);
      if (!isOver) cancels.set(name, timers.after(afterMs, then));
    },
    stop() {
      isOver = true;
      clear(...cancels.keys());
    },
  };
}

/** Words of puppeteer, Chromium and the library for an opening that failed. */
function whyNotOpen(words: string): SessionEnd['why'] {
  if (/already running|in use by another/i.test(words)) return 'profile-in-use';
  if (/failed to launch|could not find|ENOENT|EACCES/i.test(words)) return 'chromium-failed';
  return /net::ERR_/.test(words) ? 'unreachable' : 'not-starting';
}

/** The library throws texts, too. */
function firstLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.split('\n')[0]?.slice(0, 200) ?? '';
}
