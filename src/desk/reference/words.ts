/** The bot's words that stand outside a flow: flows/words.yml, key → template with `{name}` holes. */
import { join } from 'node:path';
import { z } from 'zod';
import { assert, SetupError } from '../../lib/errors.ts';
import { loadYaml } from '../../lib/yaml.ts';

/**
 * @returns the text with its holes filled.
 * @throws {Error} a bug, for a key that is not there or a hole that has no fact.
 */
export type Words = (key: string, facts?: Record<string, string | number>) => string;

/**
 * The keys that the desk itself says, each with the holes that it fills. A text may leave a hole out, but cannot use
 * one that is not named here.
 */
export const deskWords: Readonly<Record<string, readonly string[]>> = {
  takeover: ['department', 'code'],
  reply: ['department', 'code', 'text'],
  resolution: ['department', 'code', 'text'],
  handback: ['department', 'code'],
  'resolved-ask': ['code', 'days'],
  'resolved-yes': [],
  'resolved-no': [],
  transferred: ['code', 'department'],
  assigned: ['code', 'department', 'due'],
  target: ['day'],
  deadline: ['day'],
};

const hole = /\{([a-z][a-zA-Z]*)\}/g;

/**
 * @param flowsFolder the folder with words.yml.
 * @throws {SetupError} for a key that is missing, an empty text, or a hole that nobody fills.
 */
export function loadWords(flowsFolder: string): Words {
  const path = join(flowsFolder, 'words.yml');
  const texts = loadYaml(path, wordsSchema);
  const missing = Object.keys(deskWords).filter((key) => !(key in texts));
  if (missing.length > 0)
    throw new SetupError(missing.map((key) => `${path}: ${key}: missing → add a text under this key`));
  return (key, facts = {}) => {
    const template = texts[key];
    assert(template !== undefined, `no words under ${key}`);
    return template.replace(hole, (_, name: string) => {
      const fact = facts[name];
      assert(fact !== undefined, `words ${key}: nothing fills {${name}}`);
      return String(fact);
    });
  };
}

const wordsSchema = z
  .record(
    z.string().regex(/^[a-z][a-z0-9._-]*$/, 'not a key → small letters, digits, dots and dashes'),
    z.string({ error: 'no text → write what the bot says' }).trim().min(1, 'empty → write what the bot says'),
  )
  .superRefine((texts, context) => {
    for (const [key, holes] of Object.entries(deskWords)) {
      for (const [, name] of texts[key]?.matchAll(hole) ?? []) {
        if (name !== undefined && !holes.includes(name))
          context.addIssue({
            code: 'custom',
            path: [key],
            message: `nothing fills {${name}} → use ${holes.map((known) => `{${known}}`).join(', ') || 'no hole'}`,
          });
      }
    }
  });
