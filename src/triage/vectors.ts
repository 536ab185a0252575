/** Feature counts to weighted vectors: TF-IDF, each group of features brought to its own length. */
import { bucketCount, type Features, groupCount } from './features.ts';

/** A sparse vector: rows of the vocabulary and their values. */
export type Vector = { rows: Int32Array; values: Float32Array };

/** Which buckets the training set knows, and how telling each is. Row r stands for bucket `buckets[r]`. */
export type Vocabulary = {
  readonly buckets: Uint32Array;
  readonly idf: Float32Array;
  readonly groupWeights: readonly number[];
  /** bucket → row, -1 where unknown. */
  readonly rowOf: Int32Array;
};

/** @param least a feature that stands in fewer texts is left out. */
export function buildVocabulary(
  texts: readonly Features[],
  least: number,
  groupWeights: readonly number[],
): Vocabulary {
  const counts = new Uint32Array(bucketCount);
  const lastSeen = new Int32Array(bucketCount).fill(-1);
  texts.forEach((features, text) => {
    for (const group of features.groups) {
      for (const bucket of group) {
        if (lastSeen[bucket] === text) continue;
        lastSeen[bucket] = text;
        counts[bucket]!++;
      }
    }
  });
  const known: number[] = [];
  for (let bucket = 0; bucket < bucketCount; bucket++) if (counts[bucket]! >= least) known.push(bucket);
  const idf = Float32Array.from(known, (bucket) => Math.log((1 + texts.length) / (1 + counts[bucket]!)) + 1);
  return makeVocabulary(Uint32Array.from(known), idf, groupWeights);
}

export function makeVocabulary(buckets: Uint32Array, idf: Float32Array, groupWeights: readonly number[]): Vocabulary {
  const rowOf = new Int32Array(bucketCount).fill(-1);
  buckets.forEach((bucket, row) => {
    rowOf[bucket] = row;
  });
  return { buckets, idf, groupWeights, rowOf };
}

export interface Vectorizer {
  vector(features: Features): Vector;
}

/** Holds its scratch space; not for use from two places at once. */
export function createVectorizer(vocabulary: Vocabulary): Vectorizer {
  const { rowOf, idf, groupWeights } = vocabulary;
  const counts = new Uint16Array(idf.length);
  const values = new Float32Array(idf.length);

  const vector = (features: Features): Vector => {
    const rows: number[] = [];
    for (let group = 0; group < groupCount; group++) {
      const seen: number[] = [];
      for (const bucket of features.groups[group]!) {
        const row = rowOf[bucket]!;
        if (row < 0) continue;
        if (counts[row]! === 0) seen.push(row);
        if (counts[row]! < 65_535) counts[row]!++;
      }
      let square = 0;
      for (const row of seen) {
        const value = (1 + Math.log(counts[row]!)) * idf[row]!;
        square += value * value;
      }
      const scale = square > 0 ? groupWeights[group]! / Math.sqrt(square) : 0;
      for (const row of seen) {
        const value = (1 + Math.log(counts[row]!)) * idf[row]! * scale;
        if (values[row] === 0) rows.push(row);
        values[row] = values[row]! + value;
        counts[row] = 0;
      }
    }
    const found = { rows: Int32Array.from(rows), values: Float32Array.from(rows, (row) => values[row]!) };
    for (const row of rows) values[row] = 0;
    return found;
  };

  return { vector };
}
