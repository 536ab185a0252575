/** Lists of (document, weight) by number of a term, in flat arrays: small, and quick to walk through. */

export type Postings = {
  /** Term t has the entries from `start[t]` up to, not including, `start[t + 1]`. */
  readonly start: Uint32Array;
  readonly documents: Uint32Array;
  readonly weights: Float32Array;
};

export interface PostingsBuilder {
  add(term: number, document: number, weight: number): void;
  /** @param termCount one more than the greatest number of a term. Documents of a term come in the order of adding. */
  finish(termCount: number): Postings;
}

export function createPostingsBuilder(): PostingsBuilder {
  let terms = new Uint32Array(1 << 12);
  let documents = new Uint32Array(1 << 12);
  let weights = new Float32Array(1 << 12);
  let count = 0;

  const add = (term: number, document: number, weight: number) => {
    if (count === terms.length) {
      terms = grown(terms, new Uint32Array(count * 2));
      documents = grown(documents, new Uint32Array(count * 2));
      weights = grown(weights, new Float32Array(count * 2));
    }
    terms[count] = term;
    documents[count] = document;
    weights[count] = weight;
    count++;
  };

  const finish = (termCount: number): Postings => {
    const start = new Uint32Array(termCount + 1);
    for (let at = 0; at < count; at++) start[terms[at]! + 1]!++;
    for (let term = 0; term < termCount; term++) start[term + 1]! += start[term]!;
    const next = start.slice();
    const sorted = { start, documents: new Uint32Array(count), weights: new Float32Array(count) };
    for (let at = 0; at < count; at++) {
      const place = next[terms[at]!]!++;
      sorted.documents[place] = documents[at]!;
      sorted.weights[place] = weights[at]!;
    }
    return sorted;
  };

  return { add, finish };
}

function grown<T extends Uint32Array | Float32Array>(from: T, into: T): T {
  into.set(from);
  return into;
}
