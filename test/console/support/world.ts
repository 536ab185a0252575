/** A console with people and tickets, made through the desk's own actions: what the tests of its pages look at. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ConsoleDeps } from '../../../src/console/console-deps.ts';
import { createSignal } from '../../../src/console/live.ts';
import { type Console, createConsole } from '../../../src/console/server.ts';
import type { Db } from '../../../src/db/database.ts';
import { migrateToLatest } from '../../../src/db/migrate.ts';
import { openDatabase } from '../../../src/db/open.ts';
import { transact } from '../../../src/db/transact.ts';
import { loadReference } from '../../../src/desk/reference/reference.ts';
import { loadWords } from '../../../src/desk/reference/words.ts';
import { changePassword } from '../../../src/desk/staff/sign-in.ts';
import type { Staff } from '../../../src/desk/staff/staff.ts';
import { createStaff } from '../../../src/desk/staff/staff-store.ts';
import { createAudit } from '../../../src/desk/tickets/audit.ts';
import { createManualClock, type ManualClock } from '../../../src/lib/clock.ts';
import { createSeededIds } from '../../../src/lib/ids.ts';
import { silentLog } from '../../../src/lib/log.ts';
import { createSeal } from '../../../src/lib/seal.ts';
import { parseIso } from '../../../src/lib/wib.ts';
import type { ConversationId, DepartmentKey, StaffRole } from '../../../src/model.ts';

export const password = 'kunir lima teluk sawah';
const publicUrl = 'http://klinik.test';

export type World = {
  db: Db;
  clock: ManualClock;
  deps: ConsoleDeps;
  console: Console;
  /** By username. */
  staff: Map<string, Staff>;
  /** Conversations that the console woke, in order. */
  woken: ConversationId[];
  /** Tried-again dead letters. */
  retried: { kind: string; ref: string }[];
  close(): Promise<void>;
};

type Person = { username: string; name: string; role: StaffRole; department?: DepartmentKey };

export const people: readonly Person[] = [
  { username: 'admin', name: 'Pak Rekaan', role: 'administrator' },
  { username: 'koordinator', name: 'Bu Pemisal', role: 'coordinator' },
  { username: 'ruang', name: 'Mas Umpama', role: 'front_desk' },
  { username: 'dpkp', name: 'Bu Contoh', role: 'consultant', department: 'dpkp' },
  { username: 'dpkp2', name: 'Pak Misal', role: 'consultant', department: 'dpkp' },
  { username: 'pbj', name: 'Bu Andaian', role: 'consultant', department: 'pbj' },
  { username: 'inspektorat', name: 'Pak Ibarat', role: 'consultant', department: 'inspektorat' },
];

/** @param db a migrated database; in memory where not told. @param more replaces parts of what the console is given. */
export async function openWorld(db?: Db, more: Partial<ConsoleDeps> = {}): Promise<World> {
  const own = db ? null : openDatabase('sqlite::memory:');
  const database = db ?? own!.db;
  if (own) await migrateToLatest(own.db);
  const clock = createManualClock(parseIso('2026-06-03T10:20:00'));
  const ids = createSeededIds(clock, 'console');
  const woken: ConversationId[] = [];
  const retried: World['retried'] = [];
  const deps: ConsoleDeps = {
    db: database,
    clock,
    ids,
    log: silentLog,
    seal: createSeal(new Uint8Array(32).fill(3)),
    audit: createAudit(new Uint8Array(32).fill(5)),
    reference: loadReference('data'),
    words: loadWords('flows'),
    config: { publicUrl, dataDir: mkdtempSync(join(tmpdir(), 'klinik-console-')) },
    signal: createSignal(),
    channelStatuses: () => [{ name: 'telegram', status: { state: 'on', since: clock.now() } }],
    channelRoutes: [],
    jobCounts: async () => ({ waiting: 0, active: 0, delayed: 0, failed: 0 }),
    wake: (conversationId) => woken.push(conversationId),
    retry: async (letter) => void retried.push(letter),
    version: '0.1.0',
    ...more,
  };
  const staff = new Map<string, Staff>();
  for (const person of people) staff.set(person.username, await hire(deps, person));
  const console = createConsole(deps);
  return {
    db: database,
    clock,
    deps,
    console,
    staff,
    woken,
    retried,
    close: async () => {
      console.stop();
      await own?.close();
    },
  };
}

/** Makes an account whose password is `password` and need not be changed. */
export async function hire(deps: ConsoleDeps, person: Person): Promise<Staff> {
  return await transact(deps.db, async (trx) => {
    const account = { ...person, department: person.department ?? null };
    const made = await createStaff(trx, account, deps.reference.departments.keys(), deps);
    await changePassword(trx, { staffId: made.staff.id, current: made.password, next: password });
    return { ...made.staff, mustChangePassword: false };
  });
}
