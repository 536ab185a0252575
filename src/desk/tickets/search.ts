/** Finding tickets by words of their subject or by a code, the same way on both databases. */
import { type Expression, type ExpressionBuilder, type SqlBool, sql } from 'kysely';
import type { Tables } from '../../db/database.ts';
import { parseCode } from '../../lib/ticket-code.ts';

const wordsMax = 6;

/** @returns a condition for `ticket`: the code, or every word somewhere in the subject, letters large or small. */
export function matchesSearch(text: string): (where: ExpressionBuilder<Tables, 'ticket'>) => Expression<SqlBool> {
  const code = parseCode(text);
  const words = text.toLowerCase().replaceAll('\u0000', '').split(/\s+/).filter(Boolean).slice(0, wordsMax);
  return (where) => {
    if (code !== null) return where('ticket.code', '=', code);
    return where.and(words.map((word) => like(word)));
  };
}

/** lower() knows only A–Z on SQLite, which is all that Indonesian needs. */
function like(word: string): Expression<SqlBool> {
  const pattern = `%${word.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
  return sql<SqlBool>`lower(ticket.subject) like ${pattern} escape '\\'`;
}
