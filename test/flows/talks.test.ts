/**
 * Plays every test/flows/*.talk.yml on a whole desk: what is said, what must come back. `npm run test:update` writes
 * what came back into the files, to be read by people before it is committed.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { z } from 'zod';
import { readKnowledge } from '../../src/app.ts';
import { openChatDesk } from '../../src/cli/chat/chat-desk.ts';
import { type ChatOutput, lineSchema } from '../../src/cli/chat/chat-lines.ts';
import { createPlayer } from '../../src/cli/chat/chat-player.ts';
import { silentLog } from '../../src/lib/log.ts';
import { parseIso } from '../../src/lib/wib.ts';

const talkSchema = z.strictObject({
  about: z.string(),
  now: z.string(),
  /** The welcome is written out; elsewhere it is only named. */
  welcome: z.boolean().optional(),
  talk: z.array(z.strictObject({ in: z.unknown(), out: z.unknown().optional() })),
});

const folder = import.meta.dirname;
const isUpdate = process.env.UPDATE_TALKS === '1';
const dataDir = mkdtempSync(join(tmpdir(), 'klinik-talks-'));
const knowledge = readKnowledge(join(folder, '../../data/local/cache'));
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

describe('talks', () => {
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.talk.yml'))) {
    const path = join(folder, name);
    const file = talkSchema.parse(parse(readFileSync(path, 'utf8')));
    it(`${name}: ${file.about}`, async () => {
      const played = await playTalk(file);
      if (isUpdate) {
        const talk = file.talk.map((turn, index) => ({ in: turn.in, out: played[index] }));
        writeFileSync(path, stringify({ ...file, talk }, { lineWidth: 110 }));
        return;
      }
      for (const [index, turn] of file.talk.entries()) {
        expect(turn.out, `turn ${index + 1} has no expectation: npm run test:update`).toBeDefined();
        expect(played[index], `turn ${index + 1}: ${JSON.stringify(turn.in)}`).toEqual(turn.out);
      }
    });
  }
});

async function playTalk(file: z.infer<typeof talkSchema>): Promise<object[]> {
  const chat = await openChatDesk({ now: parseIso(file.now), knowledge, log: silentLog, seed: file.about, dataDir });
  const player = createPlayer(chat);
  const codes: string[] = [];
  const played: object[] = [];
  const known = new Map<string, string>();
  for (const turn of file.talk) {
    const line = lineSchema.parse(withCodes(turn.in, codes));
    played.push(withNames(brief(await player.play(line), known, file.welcome ?? false), codes));
  }
  await chat.close();
  return played;
}

/**
 * Only what says something: empty lists, the usual and what stands as before are left out, so that a talk reads well.
 */
function brief(output: ChatOutput, known: Map<string, string>, welcome: boolean): object {
  const replies = output.replies.map((reply) => (isWelcome(reply.text) && !welcome ? '(sambutan)' : briefReply(reply)));
  return {
    ...(replies.length > 0 ? { replies } : {}),
    ...(output.others.length > 0
      ? { others: output.others.map((reply) => ({ to: reply.to, ...briefReply(reply) })) }
      : {}),
    ...(changed(output, known) ? { tickets: output.tickets.map(briefTicket) } : {}),
    ...(output.owner !== null && output.owner !== 'bot' ? { owner: output.owner } : {}),
  };
}

const isWelcome = (text: string) => text.includes('\n\n') && text.startsWith('Selamat datang di Klinik');

function changed({ tickets }: ChatOutput, known: Map<string, string>): boolean {
  const fresh = tickets.filter((ticket) => known.get(ticket.code) !== JSON.stringify(ticket));
  for (const ticket of fresh) known.set(ticket.code, JSON.stringify(ticket));
  return fresh.length > 0;
}

function briefReply({ text, choices }: { text: string; choices: string[] }): object {
  return choices.length > 0 ? { text, choices } : { text };
}

function briefTicket(ticket: ChatOutput['tickets'][number]): object {
  return Object.fromEntries(
    Object.entries(ticket).filter(([, value]) => value !== null && value !== false && value !== 0),
  );
}

/** Real codes become CODE1, CODE2 … in order of appearance, and back in what is said. */
function withNames(output: object, codes: string[]): object {
  const text = JSON.stringify(output).replace(/KP-[0-9A-Z]{4}-[0-9A-Z]{3}/g, (code) => {
    // Examples in the bot's words are no tickets.
    if (code === 'KP-7FX3-MQ9') return code;
    if (!codes.includes(code)) codes.push(code);
    return `CODE${codes.indexOf(code) + 1}`;
  });
  return JSON.parse(text) as object;
}

function withCodes(line: unknown, codes: readonly string[]): unknown {
  return JSON.parse(JSON.stringify(line).replace(/CODE(\d+)/g, (name, number) => codes[Number(number) - 1] ?? name));
}
