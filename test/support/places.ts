/** Where a test or a bench keeps its data: a place of its own, gone afterwards. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { postgresServerUrl } from './servers.ts';

export type Place = { url: string; remove(): Promise<void> };

/** SQLite in memory is faster; a file can be opened twice. */
export function makeSqlitePlace(where: 'memory' | 'file'): Place {
  if (where === 'memory') return { url: 'sqlite::memory:', remove: async () => {} };
  const folder = mkdtempSync(join(tmpdir(), 'klinik-test-'));
  return {
    url: `sqlite:${join(folder, 'klinik.db')}`,
    remove: async () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** A database of its own on the server that DATABASE_URL names. */
export async function makePostgresPlace(): Promise<Place> {
  const name = `klinik_test_${process.pid}_${randomBytes(6).toString('hex')}`;
  await onServer(`create database ${name} template template0 encoding 'UTF8'`);
  const url = new URL(postgresServerUrl ?? '');
  url.pathname = `/${name}`;
  return { url: url.href, remove: () => onServer(`drop database if exists ${name} with (force)`) };
}

async function onServer(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: postgresServerUrl });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
