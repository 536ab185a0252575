/**
 * Plays talks with the desk: `npm run chat` for a person at a terminal, `npm run chat -- --jsonl` for programs (one
 * line in, one line out). `--now ISO` sets the clock (WIB where no offset stands), `--db URL` another database than a
 * fresh one in memory, `--save NAME` writes what was typed to test/flows/NAME.talk.yml.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { readKnowledge } from '../app.ts';
import { systemClock } from '../lib/clock.ts';
import { SetupError } from '../lib/errors.ts';
import { createLog } from '../lib/log.ts';
import { parseIso } from '../lib/wib.ts';
import { type ChatDesk, openChatDesk } from './chat/chat-desk.ts';
import { type ChatLine, lineSchema } from './chat/chat-lines.ts';
import { createPlayer } from './chat/chat-player.ts';
import { saveTalk } from './chat/save-talk.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'klinik-chat-'));
try {
  const values = readArguments();
  const now = values.now === undefined ? systemClock.now() : parseIso(values.now);
  if (Number.isNaN(now)) throw new SetupError([`--now ${values.now}: no point in time → e.g. 2026-06-01T09:00`]);
  const chat = await openChatDesk({
    now,
    knowledge: readKnowledge(join(import.meta.dirname, '../../data/local/cache')),
    log: createLog('warn'),
    dataDir,
    ...(values.db ? { url: values.db } : {}),
  });
  if (values.jsonl) await playLines(chat);
  else await talk(chat, values.save);
  await chat.close();
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  process.stderr.write(`${error.faults.join('\n')}\n`);
  process.exitCode = 1;
} finally {
  rmSync(dataDir, { recursive: true, force: true });
}

/** @throws {SetupError} for an argument that is unknown or lacks its value. */
function readArguments() {
  const text = { type: 'string' } as const;
  try {
    return parseArgs({ options: { jsonl: { type: 'boolean', default: false }, now: text, db: text, save: text } })
      .values;
  } catch (error) {
    const [fault] = (error as Error).message.split(/[\n.]/);
    throw new SetupError([`${fault} → npm run chat -- [--jsonl] [--now 2026-06-01T09:00] [--db URL] [--save NAME]`]);
  }
}

/** One JSON line out for each line in, in order, written before the next is read. */
async function playLines(chat: ChatDesk): Promise<void> {
  const player = createPlayer(chat);
  for await (const text of createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
    if (text.trim() === '') continue;
    let id: unknown = null;
    let answer: object;
    try {
      const raw: unknown = JSON.parse(text);
      id = (raw as { id?: unknown } | null)?.id ?? null;
      answer = await player.play(lineSchema.parse(raw));
      if (id !== null) answer = { id, ...answer };
    } catch (error) {
      answer = { id, error: wordsOf(error) };
    }
    await new Promise<void>((resolve) => process.stdout.write(`${JSON.stringify(answer)}\n`, () => resolve()));
  }
}

/** For a person: what is typed is said, `/2` presses the second button, `/maju PT3H` moves the clock. */
async function talk(chat: ChatDesk, save: string | undefined): Promise<void> {
  const player = createPlayer(chat);
  const lines: ChatLine[] = [];
  const from = 'warga';
  const screen = createInterface({ input: process.stdin, output: process.stdout, prompt: '> ' });
  console.log('Tulis seperti warga. /2 menekan tombol kedua, /maju PT3H memajukan jam, Ctrl+D selesai.');
  screen.prompt();
  for await (const text of screen) {
    if (text.trim() !== '') {
      const button = /^\/(\d+)$/.exec(text.trim());
      const forward = /^\/maju (\S+)$/.exec(text.trim());
      const line: ChatLine = forward?.[1]
        ? { advance: forward[1] }
        : button
          ? { from, choice: Number(button[1]) }
          : { from, text };
      try {
        const { replies, others, tickets, owner } = await player.play(line);
        lines.push(line);
        for (const reply of [...replies, ...others]) {
          console.log(`\n${reply.text}`);
          for (const [index, label] of reply.choices.entries()) console.log(`  /${index + 1}  ${label}`);
        }
        const shown = tickets.map((ticket) => `${ticket.code} ${ticket.department ?? 'triase'} ${ticket.status}`);
        console.log(`\n  [${[`balasan: ${owner}`, ...shown].join(' · ')}]`);
      } catch (error) {
        console.log(wordsOf(error));
      }
    }
    screen.prompt();
  }
  if (save) console.log(`\n${await saveTalk(save, chat, lines)}`);
}

function wordsOf(error: unknown): string {
  if (error instanceof z.ZodError)
    return z
      .prettifyError(error)
      .replace(/[✖\s]+/g, ' ')
      .trim();
  return error instanceof Error ? error.message.replace(/\s+/g, ' ') : String(error);
}
