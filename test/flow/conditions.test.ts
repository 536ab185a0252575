/** `if:` as a table: what is asked, what is known, whether it holds. */
import { expect, it } from 'vitest';
import { type Condition, conditionSchema, holds } from '../../src/flow/conditions.ts';
import type { Vars } from '../../src/flow/session.ts';

const cases: readonly (readonly [Condition | undefined, Vars, boolean])[] = [
  [undefined, {}, true],
  [{}, {}, true],
  [{ a: 1 }, { a: 1 }, true],
  [{ a: 1 }, { a: '1' }, false],
  [{ a: 'x', b: true }, { a: 'x', b: true }, true],
  [{ a: 'x', b: true }, { a: 'x', b: false }, false],
  // What is not there counts as null.
  [{ a: null }, {}, true],
  [{ a: false }, {}, false],
  [{ a: ['x', 'y'] }, { a: 'y' }, true],
  [{ a: ['x', 'y'] }, { a: 'z' }, false],
  [{ a: [] }, { a: 'z' }, false],
  [{ a: { not: 'x' } }, { a: 'y' }, true],
  [{ a: { not: 'x' } }, { a: 'x' }, false],
  [{ a: { not: ['x', 'y'] } }, { a: 'y' }, false],
  [{ a: { not: null } }, {}, false],
  [{ a: { below: 2 } }, { a: 1 }, true],
  [{ a: { below: 2 } }, { a: 2 }, false],
  [{ a: { below: 2 } }, {}, false],
  [{ a: { known: true } }, { a: 'x' }, true],
  [{ a: { known: true } }, { a: 0 }, true],
  [{ a: { known: true } }, { a: '' }, false],
  [{ a: { known: true } }, { a: false }, false],
  [{ a: { known: true } }, { a: ['KP-7FX3-MQ9'] }, true],
  [{ a: { known: true } }, { a: [] }, false],
  [{ a: { known: false } }, {}, true],
  [{ a: { known: false } }, { a: [] }, true],
  [{ a: { known: false } }, { a: 'x' }, false],
];

it.each(cases)('%j with %j → %s', (condition, vars, wanted) => {
  expect(holds(conditionSchema.optional().parse(condition), vars)).toBe(wanted);
});

it.each([{ a: { above: 1 } }, { a: { not: { not: 1 } } }, { a: { below: '2' } }, 'a'])(
  '%j is no condition',
  (value) => {
    expect(conditionSchema.safeParse(value).success).toBe(false);
  },
);
