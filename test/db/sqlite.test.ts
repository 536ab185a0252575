/**
 * What only SQLite has: settings of the file, the shared commit, a full disk, kept statements, the wait that ends in
 * words.
 */
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Db } from '../../src/db/database.ts';
import { dialectOf } from '../../src/db/dialect.ts';
import { migrateToLatest } from '../../src/db/migrate.ts';
import { defaultDatabaseUrl, openDatabase, parseDatabaseUrl } from '../../src/db/open.ts';
import { transact } from '../../src/db/transact.ts';
import { SetupError } from '../../src/lib/errors.ts';

const row = (key: string) => ({ day: '2026-06-01', kind: 'test', key, count: 0 });
const keys = async (db: Db) =>
  (await db.selectFrom('tally').select('key').orderBy('key').execute()).map((tally) => tally.key);

describe('a SQLite file', () => {
  let folder: string;
  let file: string;
  let database: ReturnType<typeof openDatabase>;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'klinik-test-'));
    file = join(folder, 'made', 'klinik.db');
    database = openDatabase(`sqlite:${file}`);
    await migrateToLatest(database.db);
  });
  afterEach(async () => {
    await database.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const pragma = async (name: string) => {
    const { rows } = await sql<Record<string, unknown>>`pragma ${sql.raw(name)}`.execute(database.db);
    return Object.values(rows[0]!)[0];
  };

  it('is durable, checks its references and is nobody else’s to read', async () => {
    expect(await pragma('journal_mode')).toBe('wal');
    expect(await pragma('synchronous')).toBe(2);
    expect(await pragma('foreign_keys')).toBe(1);
    expect(statSync(file).mode & 0o077).toBe(0);
    expect(statSync(join(folder, 'made')).mode & 0o077).toBe(0);
  });

  it('keeps what was committed when it is opened again, and closing twice is no harm', async () => {
    await transact(database.db, (trx) => trx.insertInto('tally').values(row('kept')).execute());
    await database.close();
    await database.close();
    database = openDatabase(`sqlite:${file}`);
    expect(await keys(database.db)).toEqual(['kept']);
  });

  it('can be written by a second process’s connection between two transactions', async () => {
    const second = openDatabase(`sqlite:${file}`);
    await transact(database.db, (trx) => trx.insertInto('tally').values(row('first')).execute());
    await transact(second.db, (trx) => trx.insertInto('tally').values(row('second')).execute());
    expect(await keys(database.db)).toEqual(['first', 'second']);
    await second.close();
  });

  it('waits for another process that holds the file, and meanwhile the rest of this one goes on', async () => {
    const other = new Sqlite(file);
    other.exec('begin immediate');
    const waiting = [
      transact(database.db, (trx) => trx.insertInto('tally').values(row('transaction')).execute()),
      database.db.insertInto('tally').values(row('statement')).execute(),
    ];
    // A process that stood still would never come to this.
    setTimeout(() => other.exec('rollback'), 200);
    await Promise.all(waiting);
    expect(await keys(database.db)).toEqual(['statement', 'transaction']);
    other.close();
  });

  it('gives up on a file that stays locked, tells who comes next at once, and works again afterwards', async () => {
    const other = new Sqlite(file);
    other.exec('begin immediate');
    const write = (key: string) => transact(database.db, (trx) => trx.insertInto('tally').values(row(key)).execute());
    const isOutage = (error: unknown) => dialectOf(database.db).isOutage(error);
    // More than could each wait out its own time.
    const results = await Promise.allSettled(Array.from({ length: 20 }, (_, number) => write(`n${number}`)));
    for (const result of results) expect(result).toMatchObject({ status: 'rejected' });
    for (const result of results) expect(isOutage((result as PromiseRejectedResult).reason)).toBe(true);
    other.exec('rollback');
    other.close();
    await write('after');
    expect(await keys(database.db)).toEqual(['after']);
  });

  it('shares one commit among transactions that wait, and tells each only after it', async () => {
    const before = walFrames(file);
    const wal: number[] = [];
    await Promise.all(
      Array.from({ length: 12 }, async (_, number) => {
        await transact(database.db, (trx) =>
          trx
            .insertInto('tally')
            .values(row(`n${number}`))
            .execute(),
        );
        wal.push(walFrames(file));
      }),
    );
    // The first finds nobody waiting behind it or the group closes early: at most a few commits wrote, never twelve.
    expect(new Set(wal).size).toBeLessThanOrEqual(2);
    expect(Math.min(...wal)).toBeGreaterThan(before);
    expect(await keys(database.db)).toHaveLength(12);
  });

  it('does not show a plain reader what is not committed', async () => {
    const seenByOther: string[][] = [];
    const other = openDatabase(`sqlite:${file}`);
    const write = (key: string) => transact(database.db, (trx) => trx.insertInto('tally').values(row(key)).execute());
    const read = async () => {
      const mine = await keys(database.db);
      seenByOther.push(await keys(other.db));
      return mine;
    };
    const [, mine] = await Promise.all([write('a'), read(), write('b')]);
    expect(mine).toEqual(['a']);
    expect(seenByOther[0]).toContain('a');
    await other.close();
  });

  it('loses a whole group together when the disk is full, and works again when there is room', async () => {
    await transact(database.db, (trx) => trx.insertInto('tally').values(row('before')).execute());
    const pages = Number(await pragma('page_count'));
    await pragma(`max_page_count = ${pages + 2}`);
    const large = 'x'.repeat(40_000);
    const results = await Promise.allSettled([
      transact(database.db, (trx) => trx.insertInto('tally').values(row('a')).execute()),
      transact(database.db, (trx) => trx.insertInto('tally').values(row(large)).execute()),
      transact(database.db, (trx) => trx.insertInto('tally').values(row('c')).execute()),
    ]);
    const stored = await keys(database.db);
    for (const [number, key] of ['a', large, 'c'].entries())
      expect(stored.includes(key), `transaction ${number}`).toBe(results[number]!.status === 'fulfilled');
    expect(results[1]!.status).toBe('rejected');
    for (const result of results)
      if (result.status === 'rejected') expect(dialectOf(database.db).isOutage(result.reason)).toBe(true);
    expect(stored).toContain('before');

    await pragma('max_page_count = 100000');
    await transact(database.db, (trx) => trx.insertInto('tally').values(row('after')).execute());
    expect(await keys(database.db)).toContain('after');
  });

  it('lets nothing through a transaction that is over', async () => {
    let leaked: Db | undefined;
    await transact(database.db, async (trx) => {
      leaked = trx;
    });
    const late = leaked!.insertInto('tally').values(row('late')).execute();
    await expect(late).rejects.toThrow();
    expect(await keys(database.db)).toEqual([]);
  });

  it('sees a column that was added after the statement was prepared', async () => {
    const all = () => sql`select * from tally`.execute(database.db);
    await database.db.insertInto('tally').values(row('a')).execute();
    expect((await all()).rows[0]).not.toHaveProperty('extra');
    await sql`alter table tally add column extra text`.execute(database.db);
    expect((await all()).rows[0]).toHaveProperty('extra', null);
  });

  it('goes on after more different statements than it keeps', async () => {
    for (let number = 0; number < 1_100; number++) await sql`select ${sql.lit(number)} as n`.execute(database.db);
    expect((await sql`select ${sql.lit(0)} as n`.execute(database.db)).rows).toEqual([{ n: 0 }]);
  });

  it('refuses to stream, which would hold the connection for a slow reader', async () => {
    const stream = database.db.selectFrom('tally').selectAll().stream();
    await expect(stream.next()).rejects.toThrow('read in pages');
    expect(await keys(database.db)).toEqual([]);
  });

  it('says so, instead of hanging, when db is used inside transact', async () => {
    vi.useFakeTimers();
    try {
      const wrong = transact(database.db, async () => keys(database.db));
      const failure = expect(wrong).rejects.toThrow('uses db inside transact');
      await vi.advanceTimersByTimeAsync(30_000);
      await failure;
    } finally {
      vi.useRealTimers();
    }
    expect(await keys(database.db)).toEqual([]);
  });

  it('says what is wrong with a file that is no database', async () => {
    const nonsense = join(folder, 'nonsense.db');
    writeFileSync(nonsense, 'this is a letter, not a database. '.repeat(100));
    expect(() => openDatabase(`sqlite:${nonsense}`)).toThrow(SetupError);
    expect(readFileSync(nonsense, 'utf8')).toContain('a letter');
  });

  it('says what is wrong with a folder that is none', () => {
    const letter = join(folder, 'letter');
    writeFileSync(letter, '');
    expect(() => openDatabase(`sqlite:${join(letter, 'klinik.db')}`)).toThrow(SetupError);
  });
});

describe('an address', () => {
  it('names SQLite by path or PostgreSQL by URL', () => {
    expect(parseDatabaseUrl('sqlite::memory:')).toEqual({ dialect: 'sqlite', file: null });
    expect(parseDatabaseUrl('sqlite:/var/lib/k.db')).toEqual({ dialect: 'sqlite', file: '/var/lib/k.db' });
    expect(parseDatabaseUrl('sqlite:///var/lib/k.db')).toEqual({ dialect: 'sqlite', file: '/var/lib/k.db' });
    expect(parseDatabaseUrl('sqlite:data/k.db')).toEqual({ dialect: 'sqlite', file: join(process.cwd(), 'data/k.db') });
    expect(parseDatabaseUrl('postgres://u@h:5432/n').dialect).toBe('postgres');
    expect(parseDatabaseUrl('postgresql://u@h/n').dialect).toBe('postgres');
    expect(defaultDatabaseUrl('data/local')).toBe('sqlite:data/local/klinik.db');
    for (const wrong of ['', 'sqlite:', 'mysql://u@h/n', 'data/k.db'])
      expect(() => parseDatabaseUrl(wrong), wrong).toThrow(SetupError);
  });
});

/** Each commit appends frames to the log beside the file. */
function walFrames(path: string): number {
  return statSync(`${path}-wal`).size;
}
