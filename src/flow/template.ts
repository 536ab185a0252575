/** Fills the holes of a sentence: `{code}` becomes the variable's words. */
import { DomainError } from '../lib/errors.ts';
import type { Vars } from './session.ts';

const hole = /\{([a-z][A-Za-z0-9]*)\}/g;

/** @returns the names of the holes of a template, each once. */
export function holesOf(template: string): string[] {
  return [...new Set([...template.matchAll(hole)].map((match) => match[1] ?? ''))];
}

/**
 * @param vars texts and numbers; null and false are nothing, true is nothing too (conditions choose words, not holes).
 * @throws {DomainError} `unknown-hole` for a name that is not there: the flow check should have caught it.
 */
export function fill(template: string, vars: Vars): string {
  return template
    .replace(hole, (_, name: string) => {
      if (!Object.hasOwn(vars, name)) throw new DomainError('unknown-hole', { name });
      const value = vars[name];
      return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
    })
    .trim();
}
