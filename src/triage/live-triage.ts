/** A triage that can be changed for a newer one while others hold on to it. */
import type { Triage } from './triage.ts';

export interface LiveTriage extends Triage {
  /** From now on this one judges. */
  use(next: Triage): void;
}

export function createLiveTriage(first: Triage): LiveTriage {
  let current = first;
  return {
    judge: (text) => current.judge(text),
    danger: (text) => current.danger(text),
    get version() {
      return current.version;
    },
    use(next) {
      current = next;
    },
  };
}
