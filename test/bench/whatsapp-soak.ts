/**
 * A day of WhatsApp's channel in a few minutes: its clock runs faster, and with it everything that waits for hours and
 * minutes (probes, looks at memory, catching up, the nightly browser); what waits for the browser waits as long as
 * ever. People write all day; the page is loaded anew, the browser killed and the line cut now and then. Ends with 1
 * where anything was lost, came twice, or was not answered.
 *
 *   node --import tsx test/bench/whatsapp-soak.ts                      24 hours in 4 minutes
 *   SOAK_MINUTES=1440 node --import tsx test/bench/whatsapp-soak.ts    24 hours in 24 hours
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { defaultTiming, type WhatsappTiming } from '../../src/channels/whatsapp/config.ts';
import { type Clock, systemClock } from '../../src/lib/clock.ts';
import { type Log, silentLog } from '../../src/lib/log.ts';
import { systemTimers, type Timers } from '../../src/lib/timers.ts';
import { dayMs, minuteMs } from '../../src/lib/wib.ts';
import { openWhatsappHarness } from '../channels/whatsapp/whatsapp-harness.ts';
import { createMemoryIntake } from '../contract/memory-intake.ts';
import { browserProcesses, killAll } from '../support/browser-processes.ts';
import { describeTimes, megabytes } from '../support/whatsapp-figures.ts';
import { testLimits } from '../support/whatsapp-pace.ts';

const lastsMs = Number(process.env.SOAK_MINUTES ?? 4) * minuteMs;
const perMinute = Number(process.env.SOAK_MESSAGES ?? 60);
const people = 50;
const faster = dayMs / lastsMs;

const began = systemClock.now();
const clock: Clock = { now: () => began + (systemClock.now() - began) * faster };
const timers: Timers = { after: (afterMs, then) => systemTimers.after(afterMs / faster, then) };
/** In real time: the browser is no faster than it is. */
const real = ['startMs', 'readyMs', 'cureMs', 'probeDeadlineMs', 'callMs', 'ackMs', 'fileMs', 'closeMs'] as const;
const timing: WhatsappTiming = { ...defaultTiming, retryFirstMs: 2_000 * faster, retryMaxMs: 2_000 * faster };
for (const name of real) timing[name] *= faster;
timing.receiptMs = 20 * faster;

const harness = await openWhatsappHarness({ receipts: 'read', clock: { from: began, faster } });
const { web } = harness;
const intake = createMemoryIntake();
/** Why each session ended. */
const ends: string[] = [];
const log: Log = {
  ...silentLog,
  info: (facts: { why?: string; detail?: string }, message) => {
    if (message === 'session ended') ends.push([facts.why, facts.detail].filter(Boolean).join(', '));
  },
};
const adapter = harness.adapter({ timing, limits: { ...testLimits, memoryMaxMb: 1_500 } }, { clock, timers, log });
const memory: number[] = [];
const roundTrips: number[] = [];
const wrote = new Map<string, number>();
const answered = new Set<string>();
const events: Record<string, number> = {};
let handled = 0;
let ended = false;

await adapter.start(intake);
await web.until(() => adapter.link.read().qr !== undefined, 60_000);
web.phone.scanQr();
await web.until(() => adapter.status().state === 'on', 60_000);
const answering = answer();
const nodeAtFirst = process.memoryUsage().rss;

for (let number = 0, lastUnrest = 0, unrests = 0; systemClock.now() - began < lastsMs; number++) {
  const text = `pesan ${number}`;
  wrote.set(text, performance.now());
  web.citizen({ phone: `62000000${2_000 + (number % people)}`, name: 'Warga' }).write(text);
  const bytes = adapter.link.read().memoryBytes;
  if (bytes !== undefined && bytes !== memory.at(-1)) memory.push(bytes);
  // Eight times a day.
  if (systemClock.now() - began - lastUnrest > lastsMs / 8) {
    lastUnrest = systemClock.now() - began;
    await unrest(unrests++);
  }
  await sleep(minuteMs / perMinute);
}
await web.until(() => answered.size === wrote.size && web.unacknowledged() === 0, 60_000).catch(() => {});
ended = true;
await answering;
const nodeAtLast = process.memoryUsage().rss;
const changes = adapter.link.changes().flatMap(({ problem }) => problem ?? []);
await adapter.stop();
process.exitCode = conclude() ? 0 : 1;
await harness.close();

async function unrest(number: number): Promise<void> {
  const kinds = {
    'page loaded anew': () => web.reload(),
    'browser killed': () => killAll(browserProcesses(`${harness.folder}/session`).browsers),
    'line cut for 2 s': async () => {
      web.cut();
      await sleep(2_000);
      web.mend();
    },
  };
  const names = Object.keys(kinds) as (keyof typeof kinds)[];
  const name = names[number % names.length]!;
  events[name] = (events[name] ?? 0) + 1;
  await kinds[name]();
}

/** As the outbox does: in order, again where the channel is away. */
async function answer(): Promise<void> {
  while (!ended) {
    const message = intake.messages[handled];
    if (!message) {
      await sleep(10);
      continue;
    }
    const reply = { id: message.externalId as never, address: message.address, text: `jawaban ${message.text}` };
    const result = await adapter.send({ ...reply, choices: [] }, { sent: [], partSent: async () => {} });
    if (!result.ok) {
      await sleep(200);
      continue;
    }
    handled += 1;
    answered.add(message.text);
    roundTrips.push(performance.now() - (wrote.get(message.text) ?? 0));
  }
}

function conclude(): boolean {
  const bodies = web.world.sent.map(({ body }) => body);
  const twice = bodies.length - new Set(bodies).size;
  const lost = [...wrote.keys()].filter((text) => !bodies.includes(`jawaban ${text}`)).length;
  const tally = (names: readonly string[]) =>
    [...new Set(names)].map((name) => `${names.filter((one) => one === name).length} ${name}`).join(', ');
  console.log(
    [
      `24 hours in ${Math.round(lastsMs / minuteMs)} minutes: ${wrote.size} messages of ${people} people`,
      `answered ${answered.size}, lost ${lost}, sent twice ${twice}, not acknowledged ${web.unacknowledged()}`,
      `dealt: ${Object.entries(events)
        .map(([name, count]) => `${count} ${name}`)
        .join(', ')}`,
      `noticed: ${tally(changes)}; sessions ended: ${tally(ends)}; pages opened ${web.pagesSoFar()}`,
      `message to answer: ${describeTimes(roundTrips)}`,
      `browser: ${megabytes(memory[0] ?? 0)} at first, ${megabytes(Math.max(...memory))} at most, ` +
        `${megabytes(memory.at(-1) ?? 0)} at last; Node ${megabytes(nodeAtFirst)}, then ${megabytes(nodeAtLast)}`,
    ].join('\n'),
  );
  return lost === 0 && twice === 0 && web.complaints.length === 0;
}
