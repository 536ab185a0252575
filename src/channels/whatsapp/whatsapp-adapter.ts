/** The WhatsApp channel: whatsapp-web.js in a Chromium that is watched; what arrives is stored, then marked as seen. */
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Clock } from '../../lib/clock.ts';
import { assert } from '../../lib/errors.ts';
import type { Ids } from '../../lib/ids.ts';
import type { Log } from '../../lib/log.ts';
import type { Timers } from '../../lib/timers.ts';
import { hourMs } from '../../lib/wib.ts';
import type { Millis } from '../../model.ts';
import type { ChannelAdapter, ChannelLink, Intake } from '../channel-adapter.ts';
import { createStatusKeeper, tellWhenBack } from '../status-keeper.ts';
import { createAcks } from './acks.ts';
import { createAliases } from './aliases.ts';
import { defaultTiming, type WhatsappConfig } from './config.ts';
import { fetchWhatsappFile } from './files.ts';
import { openJournal } from './journal.ts';
import { createLink } from './link.ts';
import { openPaceMemory } from './pace-memory.ts';
import { createPacer } from './pacer.ts';
import { serializedIn } from './read-message.ts';
import { createReceiver, type Receiver } from './receiver.ts';
import { createSender, whatsappCapabilities } from './sender.ts';
import type { Problem } from './status.ts';
import { createSupervisor, type Supervisor } from './supervisor.ts';
import { wait } from './time.ts';
import type { WebMessage } from './web-message.ts';

export type WhatsappAdapter = ChannelAdapter & { readonly link: ChannelLink };

export type WhatsappDeps = {
  clock: Clock;
  timers: Timers;
  ids: Ids;
  log: Log;
  /** Closing line under numbered choices, in the citizens' language. */
  choiceHint: string;
  /** Takes the login's folder for this process. @throws {SetupError} while another process holds it. */
  lock(folder: string): { release(): void };
};

/** So long a message waits for a line that broke, if it broke no longer ago than the second. */
const momentMs = 2_000;
const newsMs = 10_000;

/** Only the process that has the browser can send: receiving and sending belong together here. */
export function createWhatsappAdapter(given: WhatsappConfig, deps: WhatsappDeps): WhatsappAdapter {
  const { clock, timers, ids, log, choiceHint, lock } = deps;
  const config = { ...given, folder: resolve(given.folder), timing: { ...defaultTiming, ...given.timing } };
  const { folder, timing, limits } = config;
  const status = createStatusKeeper<Problem>('whatsapp', { clock, log });
  const acks = createAcks(timers);
  const own = new Set<(message: WebMessage) => void>();
  const heardAt = new Map<string, Millis>();
  let supervisor: Supervisor | undefined;
  let receiver: Receiver | undefined;
  const connected = () => {
    const session = supervisor?.session();
    return session?.isConnected() ? session : undefined;
  };
  /** What broke a moment ago mostly holds again in a moment: a message need not go back to the outbox for that. */
  const connectedSoon = async () => {
    const isNews = clock.now() - status.read().since < newsMs;
    if (!connected() && isNews && supervisor?.session()?.wasReady()) {
      const online = new AbortController();
      const unfollow = status.follow(() => connected() && online.abort());
      await wait(timers, momentMs, online.signal);
      unfollow();
    }
    return connected();
  };
  const aliases = createAliases(async (chat) => (await connected()?.client.aliases(chat)) ?? notAsked(), clock);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const sender = createSender({
    clock,
    timers,
    log,
    timing,
    choiceHint,
    acks,
    journal: openJournal(join(folder, 'sending.json'), clock.now()),
    pacer: createPacer({ limits, clock, below: ids.below, ...openPaceMemory(folder, clock) }),
    answeredWithinMs: limits.replies.answeredWithinHours * hourMs,
    session: connectedSoon,
    isUnlinked: () => status.read().state === 'unlinked' || status.read().problem === 'account-blocked',
    lastHeard: (chat) => heardAt.get(chat),
    listenToOwn(listener) {
      own.add(listener);
      return () => own.delete(listener);
    },
  });
  const link = createLink({ status, clock, supervisor: () => supervisor });

  function start(intake: Intake): void {
    assert(supervisor === undefined, 'whatsapp is started twice');
    const receives = createReceiver({
      ...deps,
      intake,
      status,
      timing,
      aliases,
      acks,
      isSending: sender.isSending,
      client: () => connected()?.client,
      heard: (chat, at) => heardAt.set(chat, at),
      own: (message) => own.forEach((listener) => void listener(message)),
    });
    receiver = receives;
    supervisor = createSupervisor({
      config,
      clock,
      timers,
      log,
      status,
      lock,
      heard: receives.heard,
      onReady: receives.begin,
      onEnd: receives.end,
      showQr: link.showQr,
    });
    tellWhenBack(status, intake);
    supervisor.start();
  }

  return {
    name: 'whatsapp',
    capabilities: whatsappCapabilities,
    async start(intake) {
      start(intake);
    },
    async stop() {
      await supervisor?.stop();
      await receiver?.stop();
      if (status.read().state !== 'stopped') status.set('stopped');
    },
    async send(message, progress) {
      const result = await sender.send(message, progress);
      if (result.ok) status.sawOut();
      return result;
    },
    fetchFile: (ref, bytesMax) => fetchWhatsappFile(connected()?.client, ref, bytesMax),
    status: () => status.read(),
    async typing(address) {
      await connected()
        ?.client.typing(address)
        .catch(() => {});
    },
    async acknowledge(address, externalId) {
      const message = serializedIn(address, externalId);
      if (limits.sign !== '' && message)
        await connected()
          ?.client.react(message, limits.sign)
          .catch(() => {});
    },
    link: link.shown,
  };
}

function notAsked(): never {
  throw new Error('no session');
}
