/** An administrator settled a dead letter by trying again: the work behind it is due once more. */
import type { DeadLetterTable } from '../db/database.ts';
import { transact } from '../db/transact.ts';
import { fetchAgain } from '../desk/conversations/files.ts';
import { sendAgain } from '../desk/conversations/outbox.ts';
import { reviveTurn } from '../desk/conversations/turns.ts';
import type { FileId, MessageId } from '../model.ts';
import type { TurnDeps } from '../turn/turn.ts';

export async function tryAgain(
  letter: { kind: DeadLetterTable['kind']; ref: string },
  deps: Pick<TurnDeps, 'db' | 'clock' | 'jobs'>,
): Promise<void> {
  const now = deps.clock.now();
  await transact(deps.db, async (trx) => {
    if (letter.kind === 'turn') await reviveTurn(trx, letter.ref, now);
    if (letter.kind === 'delivery') await sendAgain(trx, letter.ref as MessageId, now);
    if (letter.kind === 'file') await fetchAgain(trx, letter.ref as FileId, now);
  });
  deps.jobs.add({ name: 'sweep' });
}
