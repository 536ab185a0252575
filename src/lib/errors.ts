/**
 * Three kinds of failure. A bug: plain Error, from `assert`. A refusal: the rules say no, words are chosen at the edge.
 * A race: somebody was faster, look again.
 */

/** A refusal with a code that the edge translates. `facts` hold codes and numbers, never personal data. */
export class DomainError extends Error {
  override name = 'DomainError';
  constructor(
    readonly code: string,
    readonly facts: Record<string, string | number | null> = {},
  ) {
    super(`${code} ${JSON.stringify(facts)}`);
  }
}

/** Lost a race (session version, claim, seat): load again and decide again. */
export class Conflict extends Error {
  override name = 'Conflict';
  constructor(readonly what: string) {
    super(`conflict: ${what}`);
  }
}

/** A fault of the operator's: one or more lines, each with its cure. Ends a start with exit code 1. */
export class SetupError extends Error {
  override name = 'SetupError';
  constructor(readonly faults: string[]) {
    super(faults.join('\n'));
  }
}

/** @throws {Error} a bug, if the condition does not hold. */
export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(`bug: ${message}`);
}

/** For the end of a switch over a union: a new member fails the types here. */
export function never(value: never): never {
  throw new Error(`bug: unexpected ${JSON.stringify(value)}`);
}
