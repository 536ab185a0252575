/** What the migrations need to write one table for both databases. Frozen like the migrations themselves. */
import { type ColumnDefinitionBuilder, type CreateTableBuilder, type RawBuilder, sql } from 'kysely';

export type DialectName = 'sqlite' | 'postgres';
type Column = (column: ColumnDefinitionBuilder) => ColumnDefinitionBuilder;

/** The types that differ: SQLite tables are STRICT and know INTEGER and REAL only. */
export function typesOf(dialect: DialectName) {
  return dialect === 'sqlite'
    ? ({ millis: 'integer', whole: 'integer', real: 'real' } as const)
    : ({ millis: 'bigint', whole: 'bigint', real: 'double precision' } as const);
}

/** A number that grows with each row and is never used again, even after the last row was deleted. */
export function growing(dialect: DialectName): Column {
  return (column) =>
    dialect === 'sqlite' ? column.primaryKey().autoIncrement() : column.primaryKey().generatedByDefaultAsIdentity();
}

export const required: Column = (column) => column.notNull();
export const zero: Column = (column) => column.notNull().defaultTo(0);

/** 0 or 1 and nothing else. */
export function flag(name: string): Column {
  return (column) => column.notNull().check(sql`${sql.ref(name)} in (0, 1)`);
}

/**
 * One of a closed list of words. Lists that will grow (channels, kinds, intents) have no check: SQLite cannot alter
 * one.
 */
export function oneOf(name: string, words: readonly string[]): RawBuilder<unknown> {
  return sql`${sql.ref(name)} in (${sql.join(words.map((word) => sql.lit(word)))})`;
}

/**
 * The end of a `create table` on SQLite: STRICT, so that a text in a number's column is refused as PostgreSQL does;
 * `clustered` keeps small rows in the primary key's tree, which saves a second one.
 */
export function finish<T extends string>(
  dialect: DialectName,
  table: CreateTableBuilder<T, never>,
  clustered = false,
): CreateTableBuilder<T, never> {
  if (dialect === 'postgres') return table;
  return table.modifyEnd(clustered ? sql`strict, without rowid` : sql`strict`);
}
