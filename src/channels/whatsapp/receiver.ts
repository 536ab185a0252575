/**
 * Receiving: what the page tells becomes events in their order, with the sender's other name, and goes into the
 * inbox.
 */
import type { Clock } from '../../lib/clock.ts';
import type { Log } from '../../lib/log.ts';
import type { Timers } from '../../lib/timers.ts';
import type { Millis } from '../../model.ts';
import type { InboundEvent, Intake } from '../channel-adapter.ts';
import type { Acks } from './acks.ts';
import type { Aliases } from './aliases.ts';
import { arrivalsOf, editOf, receiptOf, revokedOf } from './arrivals.ts';
import { createCatchUp } from './catch-up.ts';
import type { WhatsappTiming } from './config.ts';
import { type Arrival, createInbox } from './inbox.ts';
import type { WebClient, WebClientHandlers } from './library.ts';
import { isFromResident } from './read-message.ts';
import type { StatusKeeper } from './status.ts';
import type { WebMessage } from './web-message.ts';

export type Receiver = {
  readonly heard: Pick<WebClientHandlers, 'message' | 'edited' | 'revoked' | 'ack' | 'own'>;
  /** The session is ready, for the first time or again. */
  begin(client: WebClient): void;
  end(): void;
  /** Resolves when all that came is stored, or cannot be. */
  stop(): Promise<void>;
};

export type ReceiverDeps = {
  intake: Intake;
  clock: Clock;
  timers: Timers;
  log: Log;
  status: StatusKeeper;
  timing: WhatsappTiming;
  aliases: Aliases;
  acks: Acks;
  /** Receipts of a message wait until its sending is noted. */
  isSending(id: string): boolean;
  client(): WebClient | undefined;
  /** Somebody wrote. */
  heard(chat: string, at: Millis): void;
  /** The account said something, here or on the phone. */
  own(message: WebMessage): void;
};

export function createReceiver(deps: ReceiverDeps): Receiver {
  const { clock, timers, timing, acks } = deps;
  const receipts = new Set<() => void>();
  const inbox = createInbox({
    ...deps,
    storeRetryMs: timing.storeRetryMs,
    complete: (event) => withAliases(event, deps.aliases),
    markSeen: (chat) =>
      void deps
        .client()
        ?.seen(chat)
        .catch(() => {}),
    overflown() {
      const client = deps.client();
      if (client) catchUp.begin(client);
    },
  });
  const catchUp = createCatchUp({ ...deps, inbox, everyMs: timing.catchUpMs });

  function tellReceipt(arrivals: readonly Arrival[], id: string): void {
    if (arrivals.length === 0) return;
    const cancel = timers.after(timing.receiptMs, () => {
      receipts.delete(cancel);
      if (deps.isSending(id)) tellReceipt(arrivals, id);
      else inbox.push(...arrivals);
    });
    receipts.add(cancel);
  }

  // Until the first session has caught up, too.
  inbox.holdBack();
  return {
    heard: {
      message(message) {
        if (isFromResident(message)) deps.heard(message.chat, message.t * 1000);
        inbox.push(...arrivalsOf(message, clock.now()));
      },
      edited: (message) => inbox.push(...editOf(message, clock.now())),
      revoked: (message) => inbox.push(...revokedOf(message, clock.now())),
      ack(message, ack) {
        acks.heard(message.id, ack);
        tellReceipt(receiptOf(message, ack, clock.now()), message.id);
      },
      own: deps.own,
    },
    begin: (client) => catchUp.begin(client),
    end() {
      catchUp.end();
      // What the next session's look will find is let go, so that it comes in its order.
      inbox.holdBack();
    },
    async stop() {
      catchUp.end();
      for (const cancel of receipts) cancel();
      await inbox.stop();
    },
  };
}

async function withAliases(event: InboundEvent, aliases: Aliases): Promise<InboundEvent> {
  if (event.kind !== 'message') return event;
  const others = await aliases.of(event.address);
  return others.length === 0 ? event : { ...event, aliases: others };
}
