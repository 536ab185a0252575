/** Writes what was typed at the terminal as a talk for test/flows; `npm run test:update` fills in what came back. */
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SetupError } from '../../lib/errors.ts';
import { isoWib } from '../../lib/wib.ts';
import { toYaml } from '../../lib/yaml.ts';
import type { ChatDesk } from './chat-desk.ts';
import type { ChatLine } from './chat-lines.ts';

/** @returns a sentence on where it is. @throws {SetupError} for a name that is taken or no file name. */
export async function saveTalk(name: string, chat: ChatDesk, lines: readonly ChatLine[]): Promise<string> {
  if (!/^[a-z0-9-]+$/.test(name)) throw new SetupError([`--save ${name}: small letters, digits and dashes only`]);
  const path = join(import.meta.dirname, '../../../test/flows', `${name}.talk.yml`);
  if (existsSync(path)) throw new SetupError([`--save ${name}: there is such a talk already → choose another name`]);
  const talk = { about: name, now: isoWib(chat.clock.now()), talk: lines.map((line) => ({ in: line })) };
  writeFileSync(path, toYaml(talk));
  return `Tersimpan di test/flows/${name}.talk.yml; lengkapi jawabannya dengan: npm run test:update`;
}
