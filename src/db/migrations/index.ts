/**
 * Every change of the tables, in order. A migration that was released is frozen: it imports no app code and is never
 * edited; a mistake is mended by the next one. Names sort in the order in which they run.
 */
import type { Kysely } from 'kysely';
import * as staffAndOperations from './2026-06-01-a-staff-and-operations.ts';
import * as conversations from './2026-06-01-b-conversations.ts';
import * as tickets from './2026-06-01-c-tickets.ts';
import * as visitorLinks from './2026-06-02-a-visitor-links.ts';
import * as sealedMessages from './2026-06-02-b-sealed-messages.ts';
import * as lessons from './2026-06-03-a-lessons.ts';

export type MigrationFile = {
  // biome-ignore lint/suspicious/noExplicitAny: a migration knows the tables as they were, not as they are typed today.
  up(db: Kysely<any>, dialect: 'sqlite' | 'postgres'): Promise<void>;
};

export const migrations: Readonly<Record<string, MigrationFile>> = {
  '2026-06-01-a-staff-and-operations': staffAndOperations,
  '2026-06-01-b-conversations': conversations,
  '2026-06-01-c-tickets': tickets,
  '2026-06-02-a-visitor-links': visitorLinks,
  '2026-06-02-b-sealed-messages': sealedMessages,
  '2026-06-03-a-lessons': lessons,
};
