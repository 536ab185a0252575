/**
 * One suite for every channel: whatever the platform, the desk may rely on this. A channel is plugged in by a
 * `ChannelHarness`; what it cannot do is left out by name, with a reason, and shows as skipped.
 */
import { afterEach, beforeEach, describe, it } from 'vitest';
import type { ChannelAdapter, SendFailure } from '../../src/channels/channel-adapter.ts';
import { receivingCases } from './channel.receiving.ts';
import { sendingCases } from './channel.sending.ts';
import { createMemoryIntake, type MemoryIntake } from './memory-intake.ts';

/** The platform's side of a channel, as a test drives it. */
export interface ChannelHarness {
  /** A new adapter on the same wire, not started, as a new process has it. Earlier ones are stopped by then. */
  connect(): Promise<ChannelAdapter>;
  /** Somebody with a phone; the same person for the same name. */
  citizen(name: 'a' | 'b'): HarnessCitizen;
  wire: HarnessWire;
  /** After the adapter is stopped. */
  close(): Promise<void>;
}

/** What the platform takes from a citizen it brings to the desk until it is acknowledged. */
export interface HarnessCitizen {
  /** Makes the chat exist, so that the desk may write in it; reaches the desk as a message or not at all. */
  open(): Promise<void>;
  /** The platform's id of the chat, once it is open. */
  address(): string;
  write(text: string): Promise<void>;
  /** Presses the button with this label below the newest message that has one. */
  press(label: string): Promise<void>;
  photo(bytes: Uint8Array, caption: string): Promise<void>;
  location(latitude: number, longitude: number): Promise<void>;
  /** Changes the text of the newest own message. */
  edit(text: string): Promise<void>;
  /** Answers the newest message of the desk by quoting it. */
  quote(text: string): Promise<void>;
  block(): Promise<void>;
  unblock(): Promise<void>;
  /** What the citizen sees of the desk's, oldest first. */
  arrived(): Promise<readonly ArrivedPart[]>;
}

export type ArrivedPart = {
  externalId: string;
  text: string;
  /** Labels of the buttons that can be pressed now. */
  choices: readonly string[];
  /** External id of the message that it quotes. */
  quote?: string;
};

export interface HarnessWire {
  /** How many updates the platform would still bring (again). */
  unacknowledged(): number;
  /** The next acknowledgement is lost on the way: the platform brings the same once more. */
  loseAcknowledgement(): void;
  /** The next part that is sent meets this. `after`: it arrives, and only its answer is lost. */
  failNextSend(failure: SendFailure, options?: { retryAfterMs?: number; after?: true }): void;
  /** Nothing goes through, in either direction, until `mend`. */
  cut(): void;
  mend(): void;
}

/** What a case works with: a started adapter, its intake, two citizens whose chats are open. */
export type ContractContext = {
  harness: ChannelHarness;
  adapter: ChannelAdapter;
  intake: MemoryIntake;
  a: HarnessCitizen;
  b: HarnessCitizen;
};

export type ContractCase = { title: string; run(context: ContractContext): Promise<void> };

const cases: readonly ContractCase[] = [...receivingCases, ...sendingCases];

/**
 * @param open a harness for one test.
 * @param skips title of a case → why this channel cannot have it.
 */
export function describeChannel(
  name: string,
  open: () => Promise<ChannelHarness>,
  skips: Readonly<Record<string, string>> = {},
): void {
  const titles = new Set(cases.map(({ title }) => title));
  for (const title of Object.keys(skips)) {
    if (!titles.has(title)) throw new Error(`${name} skips a case that does not exist: "${title}"`);
  }

  describe(`channel contract: ${name}`, () => {
    let context: ContractContext;

    beforeEach(async () => {
      const harness = await open();
      const adapter = await harness.connect();
      const intake = createMemoryIntake();
      context = { harness, adapter, intake, a: harness.citizen('a'), b: harness.citizen('b') };
      await adapter.start(intake);
      await context.a.open();
      await context.b.open();
      await intake.quiet(() => harness.wire.unacknowledged() === 0);
      intake.forget();
    });

    afterEach(async () => {
      context.intake.release();
      await context.adapter.stop();
      await context.harness.close();
    });

    for (const { title, run } of cases) {
      const reason = skips[title];
      if (reason === undefined) it(title, () => run(context));
      else it.skip(`${title} (not here: ${reason})`, () => {});
    }
  });
}
