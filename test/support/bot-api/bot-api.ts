/**
 * Our own stand-in of the Telegram Bot API, over real HTTP on loopback, for tests with the real Telegraf. It encodes
 * our reading of the API and of its server's source; it was never compared with the live API. Not in it: media groups,
 * groups and topics, limits of speed, parse modes.
 */
import { type Clock, systemClock } from '../../../src/lib/clock.ts';
import { type Citizen, createCitizen } from './citizens.ts';
import { createControl } from './control.ts';
import { createFaults, type Fault } from './faults.ts';
import { createMethods } from './methods.ts';
import { listen } from './transport.ts';
import { createUpdates } from './updates.ts';
import { createWebhook, type Webhook } from './webhook.ts';
import { type Call, createWorld } from './world.ts';

export type { Citizen } from './citizens.ts';
export type { Fault } from './faults.ts';
export type { Call, WireMessage } from './world.ts';

export type BotApi = {
  /** The API root, `http://127.0.0.1:…`. */
  readonly url: string;
  readonly port: number;
  readonly token: string;
  /** Every call with the right token, in the order of doing. */
  readonly calls: readonly Call[];
  /** The same object for the same id. */
  user(id: number, firstName?: string): Citizen;
  /** Queues any update by its kind. @returns its id, 0 where the bot did not ask for this kind. */
  push(kind: string, content: object): number;
  /** How many updates are not confirmed. */
  pending(): number;
  /** A poll is held open. */
  polling(): boolean;
  /** Update ids go on from here, as after a week of silence. */
  renumber(from: number): void;
  /** Plays a fault on the next calls; `webhook` is the bringing of an update, `file` a download. */
  fault(method: string, fault: Fault, when?: (params: Record<string, unknown>) => boolean): void;
  clearFaults(): void;
  /** From now on the method answers this, whatever it is asked: for servers that answer otherwise than this one. */
  answer(method: string, result: unknown): void;
  connections(): { opened: number; open: number };
  /** Ends every connection and lets nothing through, in either direction, until `mend`. */
  cut(): void;
  mend(): void;
  /** Resolves when it holds; rejects after `limitMs` (10 s). Looked at whenever something happens here. */
  until(holds: () => boolean, what?: string, limitMs?: number): Promise<void>;
  close(): Promise<void>;
};

export const standInToken = '7000000001:stand-in-token-of-no-real-bot';

export async function createBotApi({
  token = standInToken,
  port = 0,
  clock = systemClock,
  control = false,
}: {
  token?: string;
  port?: number;
  clock?: Clock;
  /** Opens `/control/…` to other processes, see control.ts. */
  control?: boolean;
} = {}): Promise<BotApi> {
  const world = createWorld(token, clock);
  const faults = createFaults();
  const updates = createUpdates(world);
  const methods = createMethods(world, updates, () => webhook);
  const webhook: Webhook = createWebhook(world, updates, faults, async (name, params) =>
    methods[name]?.(params, new AbortController().signal),
  );
  const people = new Map<number, Citizen>();

  const api: Omit<BotApi, 'url' | 'port' | 'connections' | 'cut' | 'close'> = {
    token,
    calls: world.calls,
    user(id, firstName = 'Siti Rekaan') {
      const known = people.get(id) ?? createCitizen(world, updates, id, firstName);
      people.set(id, known);
      return known;
    },
    push: updates.push,
    pending: () => updates.queue.length,
    polling: updates.polling,
    renumber: updates.renumber,
    fault: (method, fault, when) => faults.add(method, fault, when && ((params) => when(params as never))),
    clearFaults: faults.clear,
    answer(method, result) {
      methods[method] = () => result;
    },
    mend() {
      world.down = false;
    },
    until: world.until,
  };
  const serving = await listen(
    { world, faults, methods, control: control ? createControl(api, webhook) : undefined },
    port,
  );
  return {
    ...api,
    url: `http://127.0.0.1:${serving.port}`,
    port: serving.port,
    connections: serving.connections,
    cut() {
      world.down = true;
      serving.server.closeAllConnections();
    },
    async close() {
      webhook.close();
      updates.endPoll();
      serving.server.closeAllConnections();
      await new Promise((resolve) => serving.server.close(resolve));
    },
  };
}
