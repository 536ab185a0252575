/** Reads and checks the files of data/ that make the Reference. */
import type { Reference } from './reference.ts';

export function readDataFolder(_dataFolder: string): Reference {
  throw new Error('bug: not written yet');
}
