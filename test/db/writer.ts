/** A process that writes until it is killed and prints each key that was acknowledged: `writer.ts URL PREFIX`. */
import { writeSync } from 'node:fs';
import { lockDatabase } from '../../src/db/lock.ts';
import { openDatabase } from '../../src/db/open.ts';
import { transact } from '../../src/db/transact.ts';

const [url, prefix] = process.argv.slice(2) as [string, string];
lockDatabase(url, 'start');
const { db } = openDatabase(url);
writeSync(1, 'ready\n');
let number = 0;

async function write(): Promise<never> {
  for (;;) {
    const key = `${prefix}-${number++}`;
    await transact(db, async (trx) => {
      // Two rows: half of one would show.
      await trx.insertInto('tally').values({ day: '2026-06-01', kind: 'left', key, count: 1 }).execute();
      await trx.insertInto('tally').values({ day: '2026-06-01', kind: 'right', key, count: 1 }).execute();
    });
    writeSync(1, `${key}\n`);
    if (number % 20 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
}

await Promise.all([write(), write(), write(), write()]);
