/** A log that keeps what it is told, for tests of what is said and of what must never be. */
import type { Log } from '../../../src/lib/log.ts';

export type RecordingLog = Log & {
  readonly lines: { facts: Record<string, unknown>; message: string }[];
  /** `state` or `state:problem`, in the order of the changes. */
  states(): string[];
  everything(): string;
};

export function createRecordingLog(): RecordingLog {
  const lines: RecordingLog['lines'] = [];
  const keep = (facts: object, message: string) => void lines.push({ facts: { ...facts }, message });
  return {
    lines,
    debug: keep,
    info: keep,
    warn: keep,
    error: keep,
    states: () =>
      lines.flatMap(({ facts: { state, problem } }) => (state ? [problem ? `${state}:${problem}` : `${state}`] : [])),
    everything: () => JSON.stringify(lines),
  };
}
