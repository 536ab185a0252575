/** One transaction: all of it or nothing, and what is to happen afterwards only after it is on disk. */
import type { Db, Trx } from './database.ts';
import { dialectOf } from './dialect.ts';

/** A transaction that lost against another one is tried this often in all (PostgreSQL; each try runs `work` anew). */
const attemptsMax = 5;

/** Remembers what to do once the transaction is committed: waking a job, telling a page. Must not throw. */
export type AfterCommit = (then: () => void) => void;

/**
 * Runs `work` in a transaction. Inside it only `trx` may be used, nothing on the network may be awaited, and nothing
 * outside may be changed, since a lost race runs it again.
 * @returns what `work` returned, after the commit and after the `afterCommit` callbacks ran, in order.
 * @throws whatever `work` throws, after everything was rolled back.
 */
export async function transact<T>(db: Db, work: (trx: Trx, afterCommit: AfterCommit) => Promise<T>): Promise<T> {
  if (db.isTransaction) throw new Error('bug: transact inside transact; hand the trx on instead');
  for (let attempt = 1; ; attempt++) {
    const after: (() => void)[] = [];
    try {
      const result = await db.transaction().execute((trx) => work(trx, (then) => after.push(then)));
      runAll(after);
      return result;
    } catch (error) {
      if (attempt >= attemptsMax || !dialectOf(db).isLostRace(error)) throw error;
    }
  }
}

/**
 * The transaction is committed whatever happens here: a callback that throws is a bug that is shown, not a failed
 * write.
 */
function runAll(callbacks: readonly (() => void)[]): void {
  for (const callback of callbacks) {
    try {
      callback();
    } catch (error) {
      process.emitWarning(error instanceof Error ? error : String(error), 'AfterCommitFailed');
    }
  }
}
