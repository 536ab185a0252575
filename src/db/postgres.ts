/**
 * PostgreSQL for Kysely: a pool that survives a restart of the server and returns the same JavaScript values as SQLite.
 */

import { PostgresAdapter, PostgresDialect, type PostgresPool } from 'kysely';
import pg from 'pg';
import { SetupError } from '../lib/errors.ts';
import { postgresDialect } from './dialect.ts';

const limits = {
  connections: 12,
  /** Longer means that the pool is used up by transactions that wait for the pool, or that the server is gone. */
  connectMs: 10_000,
  statementMs: 30_000,
  /** Different statements that are kept prepared; each connection keeps them all. */
  preparedMax: 400,
  /** A transaction whose process hangs must not hold its rows for ever. */
  idleInTransactionMs: 60_000,
};

/** Numbers of the types that pg hands over as text: int8, and numeric, which sum() and avg() of int8 are. */
const numberTypes = new Set([20, 1700]);

/**
 * @param connectionsMax of this process; all processes together must stay below the server's `max_connections`.
 * @throws {SetupError} when the address cannot be read. A server that is down shows at the first query.
 */
export function openPostgresPool(url: string, connectionsMax = limits.connections): pg.Pool {
  let pool: pg.Pool;
  try {
    pool = new pg.Pool({
      connectionString: url,
      max: connectionsMax,
      connectionTimeoutMillis: limits.connectMs,
      statement_timeout: limits.statementMs,
      idle_in_transaction_session_timeout: limits.idleInTransactionMs,
      application_name: 'klinik',
      keepAlive: true,
      types: { getTypeParser: parserOf as typeof pg.types.getTypeParser },
    });
  } catch (error) {
    throw new SetupError([`DATABASE_URL: ${(error as Error).message} → write postgres://user:password@host:5432/name`]);
  }
  // Without a listener a lost connection ends the process; the query that used it is told anyway.
  pool.on('error', () => {});
  pool.on('connect', (client) => {
    client.on('error', () => {});
    prepareStatements(client);
  });
  return pool;
}

/** A name for each text, the same on every connection. */
const names = new Map<string, string>();
function nameOf(text: string): string | undefined {
  const known = names.get(text);
  if (known !== undefined || names.size >= limits.preparedMax) return known;
  const name = `klinik_${names.size}`;
  names.set(text, name);
  return name;
}

/** The same few statements again and again: each connection has them parsed and planned once, as with SQLite. */
function prepareStatements(client: pg.ClientBase): void {
  const query = client.query.bind(client) as (...given: unknown[]) => unknown;
  const prepared = (text: unknown, values: unknown, ...more: unknown[]) => {
    const name = typeof text === 'string' && Array.isArray(values) && values.length > 0 ? nameOf(text) : undefined;
    return name === undefined ? query(text, values, ...more) : query({ name, text, values }, ...more);
  };
  client.query = prepared as typeof client.query;
}

export class KlinikPostgres extends PostgresDialect {
  constructor(pool: PostgresPool) {
    super({ pool });
  }

  override createAdapter(): KlinikPostgresAdapter {
    return new KlinikPostgresAdapter();
  }
}

class KlinikPostgresAdapter extends PostgresAdapter {
  readonly dialect = postgresDialect;
}

function parserOf(oid: number, format?: 'text' | 'binary') {
  if (numberTypes.has(oid) && format !== 'binary') return Number;
  return pg.types.getTypeParser(oid, format as 'text');
}
