/**
 * What triage makes of messages: `npm run --silent triage -- --jsonl` for programs (a line `{"id","text"}` in, a line
 * out),
 * `npm run triage -- "teks"` explains one message for a person.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readEnvironment } from '../config.ts';
import { SetupError } from '../lib/errors.ts';
import { createTriage } from '../triage/create-triage.ts';
import { loadKnowledge } from '../triage/load-knowledge.ts';
import type { TriageResult } from '../triage/triage.ts';
import { explain } from './triage/explain.ts';
import { linesOf } from './triage/lines.ts';

const { values, positionals } = parseArgs({
  options: { jsonl: { type: 'boolean', default: false } },
  allowPositionals: true,
});

try {
  if (!values.jsonl && positionals.length === 0)
    throw new SetupError(['no message → npm run triage -- "teks", or npm run --silent triage -- --jsonl < file']);
  const knowledge = loadKnowledge(join(import.meta.dirname, '../../data'));
  const triage = createTriage(knowledge, { cacheFolder: join(readEnvironment().DATA_DIR, 'cache') });
  if (values.jsonl) await judgeLines((text) => triage.judge(text));
  else console.log(explain(positionals.join(' '), triage.judge(positionals.join(' ')), knowledge));
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  process.stderr.write(`${error.faults.join('\n')}\n`);
  process.exitCode = 1;
}

/** One line out for each line in, in order, written before the next is read; a faulty line does not end the run. */
async function judgeLines(judge: (text: string) => TriageResult): Promise<void> {
  // Who reads no further (`| head`) wants no more answers; that is no fault.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit(0);
  });
  for await (const line of linesOf(process.stdin)) {
    if (line.replace(/^\uFEFF/, '').trim() === '') continue;
    const answer = JSON.stringify(answerTo(line, judge));
    await new Promise<void>((resolve) => process.stdout.write(`${answer}\n`, () => resolve()));
  }
}

function answerTo(line: string, judge: (text: string) => TriageResult): object {
  let id: unknown = null;
  try {
    const given: unknown = JSON.parse(line.replace(/^\uFEFF/, ''));
    if (typeof given !== 'object' || given === null || Array.isArray(given)) throw new Error('not an object');
    const { id: named, text } = given as { id?: unknown; text?: unknown };
    id = named ?? null;
    if (typeof text !== 'string') throw new Error('"text" is missing or no string');
    return { id, ...shown(judge(text)) };
  } catch (error) {
    return { id, error: error instanceof Error ? error.message : String(error) };
  }
}

function shown(result: TriageResult) {
  return {
    intent: result.intent,
    department: result.department,
    topic: result.topic,
    confidence: result.confidence,
    runnersUp: result.runnersUp.map(({ department, confidence }) => ({ department, confidence })),
    decision: result.decision,
    emergency: result.danger !== null,
    kelurahan: result.place.kelurahan.join(', ') || null,
  };
}
