/** Job name → function, and what repeats how often. */
import { transact } from '../db/transact.ts';
import { removeOldLinks } from '../desk/contacts/visitor-links.ts';
import { removeOldLogins } from '../desk/staff/login-store.ts';
import { closeResolved } from '../desk/tickets/citizen-actions.ts';
import { sealNewEvents } from '../desk/tickets/event-seal.ts';
import type { JobHandlers, JobQueue } from '../jobs/job-queue.ts';
import { hourMs, minuteMs } from '../lib/wib.ts';
import { handleTurn } from '../turn/handle-turn.ts';
import { acknowledge } from './acknowledge.ts';
import { checkSilence } from './check-silence.ts';
import { fetchFile } from './fetch-file.ts';
import { sendMessages } from './send-messages.ts';
import { sweep } from './sweep.ts';
import type { WorkerDeps } from './worker-deps.ts';

export function createHandlers(deps: WorkerDeps): JobHandlers {
  return {
    'handle-turn': async (job) => {
      const heard = await handleTurn(job.conversationId, deps);
      if (heard) await acknowledge(heard, deps);
    },
    'send-messages': (job) => sendMessages(job.conversationId, deps),
    'fetch-file': (job) => fetchFile(job.fileId, deps),
    sweep: () => sweep(deps),
    'check-silence': () => checkSilence(deps),
    'close-resolved': async () => void (await transact(deps.db, (trx) => closeResolved(trx, deps))),
    'seal-events': async () =>
      void (await transact(deps.db, (trx) => sealNewEvents(trx, deps.audit, deps.clock.now()))),
    'clean-up': () =>
      transact(deps.db, async (trx) => {
        await removeOldLogins(trx, deps.clock.now());
        await removeOldLinks(trx, deps.clock.now());
      }),
  };
}

/** What a lost wake-up costs at most is one interval. */
export function repeatJobs(jobs: JobQueue): void {
  jobs.every(1_000, { name: 'sweep' });
  jobs.every(minuteMs, { name: 'check-silence' });
  jobs.every(minuteMs, { name: 'seal-events' });
  jobs.every(15 * minuteMs, { name: 'close-resolved' });
  jobs.every(hourMs, { name: 'clean-up' });
}
