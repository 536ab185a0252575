/** Since when the account is linked and what it began lately, beside the login and gone with it. */
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Clock } from '../../lib/clock.ts';
import { profileOf } from './config.ts';
import type { PaceMemory } from './pacer.ts';

const memorySchema = z.object({ linkedAt: z.number(), begun: z.array(z.number()) });

/** An account of which nothing is known counts as new: the strictest caps. */
export function openPaceMemory(folder: string, clock: Clock): { read(): PaceMemory; save(memory: PaceMemory): void } {
  const path = join(profileOf(folder), 'pace.json');
  const save = (memory: PaceMemory) => {
    writeFileSync(`${path}.new`, JSON.stringify(memory), { mode: 0o600 });
    renameSync(`${path}.new`, path);
  };
  return {
    save,
    read() {
      try {
        return memorySchema.parse(JSON.parse(readFileSync(path, 'utf8')));
      } catch {
        const memory = { linkedAt: clock.now(), begun: [] };
        save(memory);
        return memory;
      }
    },
  };
}
