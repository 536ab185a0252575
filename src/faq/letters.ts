/** Likeness by letters: cosine of weighted runs of 3 to 5 letters within words. It carries typos, slang and affixes. */
import type { Token } from '../triage/normalize.ts';
import { createPostingsBuilder } from './postings.ts';

export interface LetterIndex {
  /**
   * Adds to `scores[d]` nothing, but raises it to the greatest cosine (0–1) of the query and a text of document d.
   * @param touched documents whose score was 0 before are appended.
   */
  score(query: readonly Token[], scores: Float32Array, touched: number[]): void;
}

const bucketBits = 17;
const bucketCount = 1 << bucketBits;
/** Postings walked through for one query at most: the rarest runs come first, so that only common ones are left out. */
const postingsMax = 250_000;

/** @param texts each a wording of one document. @param background how people write, to know which runs are common. */
export function createLetterIndex(
  texts: readonly { document: number; tokens: readonly Token[] }[],
  background: Float32Array,
): LetterIndex {
  const builder = createPostingsBuilder();
  texts.forEach(({ tokens }, text) => {
    const runs = weighed(tokens, background);
    for (const [bucket, weight] of runs) builder.add(bucket, text, weight);
  });
  const { start, documents, weights } = builder.finish(bucketCount);
  const documentOf = Uint32Array.from(texts, (text) => text.document);
  const sums = new Float32Array(texts.length);

  const score = (query: readonly Token[], scores: Float32Array, touched: number[]) => {
    const runs = [...weighed(query, background)].sort(
      ([one], [other]) => start[one + 1]! - start[one]! - (start[other + 1]! - start[other]!) || one - other,
    );
    const met: number[] = [];
    let walked = 0;
    for (const [bucket, weight] of runs) {
      const end = start[bucket + 1]!;
      walked += end - start[bucket]!;
      if (walked > postingsMax) break;
      for (let at = start[bucket]!; at < end; at++) {
        const text = documents[at]!;
        if (sums[text] === 0) met.push(text);
        sums[text]! += weight * weights[at]!;
      }
    }
    for (const text of met) {
      const document = documentOf[text]!;
      if (scores[document] === 0) touched.push(document);
      if (sums[text]! > scores[document]!) scores[document] = sums[text]!;
      sums[text] = 0;
    }
  };

  return { score };
}

/** @returns by bucket how telling a run of letters is: ln(lines / lines with it). */
export function letterWeights(lines: readonly (readonly Token[])[]): Float32Array {
  const linesWith = new Float32Array(bucketCount);
  for (const tokens of lines) for (const bucket of new Set(runsOf(tokens))) linesWith[bucket]!++;
  return linesWith.map((count) => Math.log((lines.length + 2) / (count + 1)));
}

/** Buckets with weights; the sum of squares is 1. */
function weighed(tokens: readonly Token[], background: Float32Array): Map<number, number> {
  const counts = new Map<number, number>();
  for (const bucket of runsOf(tokens)) counts.set(bucket, (counts.get(bucket) ?? 0) + 1);
  let squares = 0;
  for (const [bucket, count] of counts) {
    const weight = (1 + Math.log(count)) * background[bucket]!;
    counts.set(bucket, weight);
    squares += weight * weight;
  }
  const length = Math.sqrt(squares) || 1;
  for (const [bucket, weight] of counts) counts.set(bucket, weight / length);
  return counts;
}

function runsOf(tokens: readonly Token[]): number[] {
  const runs: number[] = [];
  for (const { canon } of tokens) pushRuns(canon, runs);
  return runs;
}

/** All runs of 3 to 5 letters of `_word_`. */
function pushRuns(word: string, into: number[]): void {
  const end = word.length + 1;
  for (let from = -1; from <= end - 3; from++) {
    let hash = 0x811c9dc5;
    for (let at = from; at < from + 5 && at < end; at++) {
      const code = at < 0 || at >= word.length ? 95 : word.charCodeAt(at);
      hash = Math.imul(hash ^ code, 0x01000193);
      const length = at - from + 1;
      if (length >= 3) into.push((Math.imul(hash ^ (length << 24), 0x2c1b3c6d) >>> 0) >>> (32 - bucketBits));
    }
  }
}
