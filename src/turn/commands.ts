/** Words that are a command wherever they come: flows/commands.yml, read once. */
import { join } from 'node:path';
import { z } from 'zod';
import { wordsOf } from '../flow/answers.ts';
import { withoutCodes } from '../lib/ticket-code.ts';
import { loadYaml } from '../lib/yaml.ts';

const names = [
  'begin',
  'cancel',
  'back',
  'restart',
  'help',
  'about',
  'status',
  'withdraw',
  'book',
  'human',
  'stop',
] as const;
export type CommandName = (typeof names)[number];

/** @returns the command that a whole message is, a ticket code beside it left out ("status KP-…"), or null. */
export type Commands = (text: string) => CommandName | null;

const phrases = z
  .array(z.string().min(1), { error: 'no list of words → give at least one, in brackets' })
  .min(1, 'no words → give at least one');
const fileSchema = z.strictObject(Object.fromEntries(names.map((name) => [name, phrases])), {
  error: (issue) =>
    issue.code === 'unrecognized_keys'
      ? `${issue.keys.join(', ')}: no command → one of ${names.join(', ')}`
      : undefined,
});

/** @throws {SetupError} for a command without words, or one that is not known. */
export function loadCommands(flowsFolder: string): Commands {
  const file = loadYaml(join(flowsFolder, 'commands.yml'), fileSchema);
  const byPhrase = new Map<string, CommandName>();
  for (const name of names) for (const phrase of file[name] ?? []) byPhrase.set(folded(phrase), name);
  return (text) => (text.length > 60 ? null : (byPhrase.get(folded(withoutCodes(text))) ?? null));
}

/** Forms of address around a command do not change it: "batal pak". */
const address = new Set([
  'pak',
  'bu',
  'mas',
  'mbak',
  'min',
  'kak',
  'ya',
  'dong',
  'nggih',
  'tolong',
  'mau',
  'minta',
  'saja',
  'aja',
]);

function folded(text: string): string {
  return wordsOf(text)
    .filter((word) => !address.has(word))
    .join(' ');
}
