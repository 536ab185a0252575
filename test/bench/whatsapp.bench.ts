/**
 * How long WhatsApp's channel takes, and what its browser weighs: the real library in the real Chromium, against the
 * stand-in of the page, without the pauses that a person would make. It says nothing of WhatsApp's own servers.
 *
 *   node --import tsx test/bench/whatsapp.bench.ts
 *   BENCH_ROUNDS=10 BENCH_MESSAGES=200 node --import tsx test/bench/whatsapp.bench.ts
 */
import { cpus } from 'node:os';
import type { WhatsappAdapter } from '../../src/channels/whatsapp/whatsapp-adapter.ts';
import { openWhatsappHarness } from '../channels/whatsapp/whatsapp-harness.ts';
import { createMemoryIntake } from '../contract/memory-intake.ts';
import { describeTimes, megabytes } from '../support/whatsapp-figures.ts';

const rounds = Number(process.env.BENCH_ROUNDS ?? 5);
const messages = Number(process.env.BENCH_MESSAGES ?? 100);
const times = { qr: [] as number[], ready: [] as number[], restored: [] as number[], closed: [] as number[] };
const roundTrips: number[] = [];
const memory: number[] = [];

const harness = await openWhatsappHarness();
const { web } = harness;
const citizen = web.citizen({ phone: '620000000501', name: 'Siti Contoh' });
const isOn = (adapter: WhatsappAdapter) => () => adapter.status().state === 'on';
const until = (holds: () => boolean) => web.until(holds, 60_000);

async function timed(into: number[], work: () => Promise<unknown>): Promise<void> {
  const from = performance.now();
  await work();
  into.push(performance.now() - from);
}

for (let round = 0; round < rounds; round++) {
  const first = harness.adapter({ folder: `${harness.folder}/round-${round}` });
  await timed(times.qr, async () => {
    await first.start(createMemoryIntake());
    await until(() => first.link.read().qr !== undefined);
  });
  await timed(times.ready, async () => {
    web.phone.scanQr();
    await until(isOn(first));
  });
  await timed(times.closed, () => first.stop());
  const intake = createMemoryIntake();
  const again = harness.adapter({ folder: `${harness.folder}/round-${round}`, timing: { lookMs: 500 } });
  await timed(times.restored, async () => {
    await again.start(intake);
    await until(isOn(again));
  });
  if (round === rounds - 1) await talk(again, intake);
  await until(() => again.link.read().memoryBytes !== undefined);
  memory.push(again.link.read().memoryBytes ?? 0);
  await again.stop();
}

/** From the resident's sending to the answer in their chat, one after the other. */
async function talk(adapter: WhatsappAdapter, intake: ReturnType<typeof createMemoryIntake>): Promise<void> {
  for (let number = 0; number < messages; number++) {
    const text = `pesan ${number}`;
    await timed(roundTrips, async () => {
      citizen.write(text);
      await until(() => intake.messages.some((message) => message.text === text));
      const answer = { id: text as never, address: citizen.chat(), text: `jawaban ${number}`, choices: [] };
      const result = await adapter.send(answer, { sent: [], partSent: async () => {} });
      if (!result.ok) throw new Error(`not sent: ${result.failure}`);
    });
  }
}

await harness.close();
console.log(
  [
    `${cpus().length} cores, ${cpus()[0]?.model.trim()}, Node ${process.version}; ${rounds} rounds`,
    `start to QR           ${describeTimes(times.qr)}`,
    `scanned to ready      ${describeTimes(times.ready)}`,
    `start to ready again  ${describeTimes(times.restored)}`,
    `close                 ${describeTimes(times.closed)}`,
    `message to answer     ${describeTimes(roundTrips)} (${messages} messages)`,
    `browser               ${megabytes(Math.max(...memory))} at most (shared pages divided), Node ${megabytes(process.memoryUsage().rss)}`,
  ].join('\n'),
);
