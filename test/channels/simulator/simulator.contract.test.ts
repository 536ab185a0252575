/** The simulator keeps the channel contract, with buttons and with numbers. */
import type { Capabilities, InboundEvent } from '../../../src/channels/channel-adapter.ts';
import {
  createSimulator,
  type Simulator,
  simulatorCapabilities,
} from '../../../src/channels/simulator/simulator-adapter.ts';
import { systemClock } from '../../../src/lib/clock.ts';
import { type ChannelHarness, describeChannel, type HarnessCitizen } from '../../contract/channel.contract.ts';

const noWire = 'it is in memory: there is no wire to cut';
const skips = {
  'says that the wire is cut, comes back by itself, and has lost nothing': noWire,
  'does not throw on a cut wire, whatever is asked of it': noWire,
  'cleans what no database keeps: NUL and half surrogates': 'events are injected as they are to be',
  'sends without the quote where the quoted message cannot be found': 'every id can be quoted',
  'names an address that is none: no-such-chat': 'every address is one',
};
const numbers: Capabilities = { ...simulatorCapabilities, textMax: 200, choices: { kind: 'numbers', max: 9 } };

describeChannel('simulator', async () => openHarness(simulatorCapabilities), skips);
describeChannel('simulator with numbers', async () => openHarness(numbers), {
  ...skips,
  'hands over a pressed button as its choice, and the button goes away': 'there are no buttons',
});

function openHarness(capabilities: Capabilities): ChannelHarness {
  const platform = createPlatform();
  let simulator: Simulator;
  return {
    async connect() {
      simulator = createSimulator({ clock: systemClock, capabilities, choiceHint: 'Balas dengan angkanya.' });
      platform.plug(simulator);
      return simulator;
    },
    citizen: (name) => createCitizen(name, platform),
    wire: {
      unacknowledged: platform.waiting,
      loseAcknowledgement: platform.bringNextTwice,
      failNextSend: (failure, options) => simulator.failNext(1, failure, options),
      cut() {},
      mend() {},
    },
    async close() {
      platform.close();
    },
  };
}

/** Brings each event again until it is stored, in order: what every real platform does. */
function createPlatform() {
  const queue: InboundEvent[] = [];
  let simulator: Simulator | undefined;
  let twice = false;
  let bringing = false;
  let closed = false;

  async function bring(): Promise<void> {
    if (bringing) return;
    bringing = true;
    while (queue.length > 0 && !closed) {
      const done = await simulator!.inject([queue[0]!]).then(
        () => !twice,
        () => false,
      );
      if (done) queue.shift();
      else await new Promise((resolve) => setTimeout(resolve, 2));
      if (!done && twice) twice = false;
    }
    bringing = false;
  }

  return {
    plug(given: Simulator) {
      simulator = given;
    },
    simulator: () => simulator!,
    take(event: InboundEvent) {
      queue.push(event);
      void bring();
    },
    waiting: () => queue.length,
    bringNextTwice() {
      twice = true;
    },
    close() {
      closed = true;
    },
  };
}

function createCitizen(address: string, platform: ReturnType<typeof createPlatform>): HarnessCitizen {
  const pressed = new Set<string>();
  let count = 0;
  let last = '';
  const at = () => systemClock.now();
  const own = () => platform.simulator().sent.filter((part) => part.address === address);

  function write(more: Partial<Extract<InboundEvent, { kind: 'message' }>>): void {
    last = `${address}:${++count}`;
    platform.take({ kind: 'message', externalId: last, address, text: '', sentAt: at(), ...more });
  }

  return {
    async open() {},
    address: () => address,
    write: async (text) => write({ text }),
    async press(label) {
      const part = own().at(-1)!;
      pressed.add(part.externalId);
      write({ text: label, choice: part.choices.find((choice) => choice.label === label)!.id });
    },
    async photo(bytes, caption) {
      platform.simulator().putFile('photo-1', bytes);
      write({ text: caption, attachments: [{ kind: 'photo', ref: 'photo-1' }] });
    },
    location: async (latitude, longitude) => write({ location: { latitude, longitude } }),
    edit: async (text) => platform.take({ kind: 'edit', externalId: last, address, text, at: at() }),
    quote: async (text) => write({ text, quote: own().at(-1)!.externalId }),
    block: async () => platform.take({ kind: 'blocked', address, at: at() }),
    unblock: async () => platform.take({ kind: 'unblocked', address, at: at() }),
    arrived: async () =>
      own().map(({ externalId, text, choices, quote }) => ({
        externalId,
        text,
        choices: pressed.has(externalId) ? [] : choices.map(({ label }) => label),
        quote,
      })),
  };
}
