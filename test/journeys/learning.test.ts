/**
 * A correction on its way: a consultant hands over what was sent to the wrong desk, the coordinator makes a lesson of
 * it, `npm run train` shows that nothing gets worse and puts it in force, the running desk sends the next one right,
 * and going back undoes it.
 */
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { createTriageMaker, followReleases, type TriageMaker } from '../../src/app-triage.ts';
import { migrateToLatest } from '../../src/db/migrate.ts';
import { type OpenDatabase, openDatabase } from '../../src/db/open.ts';
import type { TicketEvidence } from '../../src/desk/tickets/ticket.ts';
import { silentLog } from '../../src/lib/log.ts';
import type { Timers } from '../../src/lib/timers.ts';
import { isDepartmentRight, readGate } from '../../src/triage/cases.ts';
import { loadKnowledge } from '../../src/triage/load-knowledge.ts';
import { file, plainEvidence } from '../console/support/tickets.ts';
import { visit } from '../console/support/visitor.ts';
import { hire, openWorld, type World } from '../console/support/world.ts';
import { killDesks, makeDataFolder, startScript } from '../support/desk-process.ts';

const trainLimitMs = 300_000;
const data = makeDataFolder();
const knowledge = loadKnowledge('data');
let database: OpenDatabase;
let world: World;
let maker: TriageMaker;

beforeAll(async () => {
  database = openDatabase(`sqlite:${join(data.path, 'klinik.db')}`);
  await migrateToLatest(database.db);
  world = await openWorld(database.db);
  maker = createTriageMaker(knowledge, { cacheFolder: join(data.path, 'cache') });
}, trainLimitMs);
afterAll(async () => {
  await killDesks();
  await world.close();
  await database.close();
  data.remove();
});

/** What the desk's minute rings. */
const due: (() => void)[] = [];
const timers: Timers = {
  after(_afterMs, then) {
    due.push(then);
    return () => {};
  },
};
async function aMinute(): Promise<void> {
  due.pop()?.();
  // The desk has looked once it waits for the next minute.
  await vi.waitFor(() => expect(due).toHaveLength(1), trainLimitMs);
}
const evidenceOf = (text: string): TicketEvidence => {
  const { department, topic } = maker.triage.judge(text);
  return { ...plainEvidence, best: department === null ? null : { department, topic } };
};
const consultantOf = (department: string) =>
  ({ username: department, name: 'Bu Tiruan', role: 'consultant', department }) as const;

async function train(...args: string[]) {
  const script = startScript('src/cli/train.ts', { DATA_DIR: data.path }, args);
  const { code } = await script.exited;
  return { code, stdout: script.stdout(), stderr: script.stderr() };
}

/** A message of the gate set that the shipped triage sends to the wrong one of the eleven. */
function misread() {
  const judge = (text: string) => maker.triage.judge(text);
  const isOurs = (department: string | null): department is string =>
    department !== null && department !== 'inspektorat' && world.deps.reference.departments.has(department);
  const one = readGate('data').find(
    (given) =>
      isOurs(given.department) &&
      isOurs(judge(given.text).department) &&
      !isDepartmentRight({ case: given, result: judge(given.text) }),
  );
  if (!one?.department) throw new Error('every message of the gate set is read right: choose one of another kind');
  return { text: one.text, wrong: judge(one.text).department!, right: one.department };
}

it(
  'travels from the correction to the release, and back',
  async () => {
    const endFollowing = await followReleases({ db: database.db, maker, timers, log: silentLog });
    const { text, wrong, right } = misread();
    const shippedVersion = maker.triage.version;

    const ticket = await file(world, { from: '1', text, department: wrong, evidence: evidenceOf(text) });
    if (!world.staff.has(wrong)) world.staff.set(wrong, await hire(world.deps, consultantOf(wrong)));
    const consultant = await visit(world, wrong);
    const moved = await consultant.post(`/tiket/${ticket.code}/alihkan`, {
      ke: right,
      alasan: 'Bukan urusan kami.',
      pesan: ticket.messageId,
      versi: String(ticket.version),
    });
    expect(moved.status).toBe(303);

    const coordinator = await visit(world, 'koordinator');
    const page = await coordinator.get('/pelajaran');
    expect(page.text).toContain(ticket.code);
    expect(page.text).toContain('Dipindahkan');
    const topic = knowledge.topics.find(({ department }) => department === right)!.key;
    const lesson = { putusan: 'pakai', isi: text, maksud: 'ask', pokok: topic };
    expect((await coordinator.post(`/pelajaran/${ticket.id}`, lesson)).location).toContain('kabar=dipelajari');

    const trained = await train();
    expect(trained).toMatchObject({ code: 0, stderr: '' });
    expect(trained.stdout).toContain('Release 1 is in force, with 1 lessons');
    expect(trained.stdout).toContain(`Right now, wrong before`);
    expect((await coordinator.get('/pelajaran')).text).toContain('Pelatihan 1');

    expect(maker.triage.judge(text).department).toBe(wrong);
    await aMinute();
    expect(maker.triage.judge(text).department).toBe(right);
    expect(maker.triage.version).not.toBe(shippedVersion);

    expect((await train()).stdout).toContain('Nothing new');
    expect((await train('--back', '0')).stdout).toContain('is in force');
    await aMinute();
    expect(maker.triage).toMatchObject({ version: shippedVersion });
    expect(maker.triage.judge(text).department).toBe(wrong);
    expect((await train('--list')).stdout.trim().split('\n')).toHaveLength(2);
    expect(await train('--back', '7')).toMatchObject({ code: 1, stderr: expect.stringContaining('--list') });
    endFollowing();
  },
  trainLimitMs,
);
