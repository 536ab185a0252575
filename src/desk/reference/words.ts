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

const status = ['code', 'subject', 'who', 'due'];

/**
 * Every key that the code says, each with the holes that it fills. A text may leave a hole out, but cannot use one that
 * is not named here: that a sentence cannot be said must show at the start, not when somebody waits for it.
 */
export const botWords: Readonly<Record<string, readonly string[]>> = {
  'notice-version': [],
  notice: [],
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
  'no-deadline': [],
  'list-line': status,
  'status-open': status,
  'status-waiting': status,
  'status-answered': status,
  'status-triage': status,
  'status-resolved': status,
  'status-closed': status,
  'status-withdrawn': status,
  'place-known': ['place'],
  'place-pin': [],
  'keep-all': [],
  'option-other': [],
  'option-outside': [],
  'clinic-known': ['room', 'day', 'hours'],
  'clinic-unknown': ['room'],
  joined: ['code'],
  'joined-routed': ['code', 'who'],
  'joined-place': ['code', 'place'],
  'joined-danger': ['code'],
  'danger-still': [],
  added: [],
  begin: [],
  'start-link-over': [],
  'photo-first': [],
  unsupported: [],
  'file-too-large': ['size'],
  'file-kind': [],
  'file-lost': [],
  'back-to-question': ['question'],
  'back-to-ticket': ['code', 'subject', 'question'],
  cancelled: [],
  restarted: [],
  'nothing-to-cancel': [],
  flood: [],
  'cannot-handle': [],
  salam: [],
  krama: [],
  'apart-matter': [],
  'outside-also': ['where'],
  'outside-unknown': [],
  'inspektorat-bodies': [],
  sealed: [],
  'sealed-too': [],
  'option-confided': [],
  'option-new': [],
  silence: ['who', 'code'],
  'silence-at-work': ['who', 'code'],
  'who-triage': [],
  'subject-files': [],
  danger: [],
  'choice-hint': [],
};

const hole = /\{([a-z][a-zA-Z]*)\}/g;

/**
 * @param flowsFolder the folder with words.yml.
 * @throws {SetupError} for a key that is missing or unknown, an empty text, or a hole that nobody fills.
 */
export function loadWords(flowsFolder: string): Words {
  const path = join(flowsFolder, 'words.yml');
  const texts = loadYaml(path, wordsSchema);
  const missing = Object.keys(botWords).filter((key) => !(key in texts));
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
    for (const [key, text] of Object.entries(texts)) {
      const fault = (message: string) => context.addIssue({ code: 'custom', path: [key], message });
      const holes = botWords[key];
      if (!holes) fault('nobody says it → mend the key, or remove the line');
      else
        for (const [, name = ''] of text.matchAll(hole))
          if (!holes.includes(name))
            fault(`nothing fills {${name}} → use ${holes.map((known) => `{${known}}`).join(', ') || 'no hole'}`);
    }
  });
