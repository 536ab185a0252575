/** Triage as this installation has it: what was shipped, with the lessons of the release in force. */
import type { Db } from './db/database.ts';
import { currentNumber, currentRelease } from './desk/lessons/release-store.ts';
import type { Log } from './lib/log.ts';
import type { Timers } from './lib/timers.ts';
import { minuteMs } from './lib/wib.ts';
import { createTriage, type TriageOptions } from './triage/create-triage.ts';
import { withLessons } from './triage/lessons.ts';
import { createLiveTriage, type LiveTriage } from './triage/live-triage.ts';
import type { Knowledge } from './triage/load-knowledge.ts';

/** A triage of what was shipped, and how to make one with more lines. */
export type TriageMaker = {
  readonly triage: LiveTriage;
  make(lessons: Parameters<typeof withLessons>[1]): ReturnType<typeof createTriage>;
};

export function createTriageMaker(knowledge: Knowledge, options: TriageOptions): TriageMaker {
  const make: TriageMaker['make'] = (lessons) => createTriage(withLessons(knowledge, lessons), options);
  return { triage: createLiveTriage(make([])), make };
}

type Follow = { db: Db; maker: TriageMaker; timers: Timers; log: Log };

/**
 * Takes over the release in force, now and whenever another one is put in force: within a minute, without a restart. A
 * model that `npm run train` has made lies ready in the cache of this machine; elsewhere it is trained anew.
 * @returns a function that ends it.
 */
export async function followReleases({ db, maker, timers, log }: Follow): Promise<() => void> {
  let number = 0;
  let cancel = () => {};
  let isOver = false;
  const look = async () => {
    if ((await currentNumber(db)) === number) return;
    const release = await currentRelease(db);
    maker.triage.use(maker.make(release.lessons));
    number = release.number;
    log.info({ release: number, version: maker.triage.version }, 'triage release in force');
  };
  const again = () => {
    if (isOver) return;
    cancel = timers.after(minuteMs, () => {
      look()
        .catch((error) => log.warn({ error: String(error) }, 'triage release not read'))
        .finally(again);
    });
  };
  await look();
  again();
  return () => {
    isOver = true;
    cancel();
  };
}
