/**
 * One-vs-rest linear classifiers (L2-regularised squared hinge, dual coordinate descent), the same for the same input.
 */
import type { Vector } from './vectors.ts';

/** Weights of `classCount` classes; those of row r and class k stand at `r * classCount + k`. */
export type LinearModel = {
  readonly classCount: number;
  readonly weights: Float32Array;
  readonly bias: Float32Array;
};

export type TrainingOptions = {
  /** Cost of an error; larger fits the training set more closely. */
  cost: number;
  epochs: number;
};

/**
 * @param labels class of each vector, `0 <= label < classCount`.
 * @param rowCount size of the vocabulary.
 */
export function trainLinear(
  vectors: readonly Vector[],
  labels: readonly number[],
  classCount: number,
  rowCount: number,
  options: TrainingOptions,
): LinearModel {
  const weights = new Float32Array(rowCount * classCount);
  const bias = new Float32Array(classCount);
  const data = pack(vectors);
  const sizes = new Uint32Array(classCount);
  for (const label of labels) sizes[label]!++;
  const one = new Float32Array(rowCount);
  for (let target = 0; target < classCount; target++) {
    if (sizes[target] === 0) {
      bias[target] = -1;
      continue;
    }
    one.fill(0);
    bias[target] = trainOne(data, labels, target, sizes[target]!, one, options);
    for (let row = 0; row < rowCount; row++) weights[row * classCount + target] = one[row]!;
  }
  return { classCount, weights, bias };
}

/** Margins of all classes, written into `into`. */
export function margins(model: LinearModel, vector: Vector, into: Float32Array): void {
  const { classCount, weights, bias } = model;
  for (let target = 0; target < classCount; target++) into[target] = bias[target]!;
  const { rows, values } = vector;
  for (let at = 0; at < rows.length; at++) {
    const from = rows[at]! * classCount;
    const value = values[at]!;
    for (let target = 0; target < classCount; target++) into[target]! += weights[from + target]! * value;
  }
}

type Packed = { starts: Int32Array; rows: Int32Array; values: Float32Array; squares: Float32Array };

function pack(vectors: readonly Vector[]): Packed {
  const starts = new Int32Array(vectors.length + 1);
  vectors.forEach(({ rows }, at) => {
    starts[at + 1] = starts[at]! + rows.length;
  });
  const rows = new Int32Array(starts.at(-1)!);
  const values = new Float32Array(starts.at(-1)!);
  const squares = new Float32Array(vectors.length);
  vectors.forEach((vector, at) => {
    rows.set(vector.rows, starts[at]);
    values.set(vector.values, starts[at]);
    let square = 1; // the constant that carries the bias
    for (const value of vector.values) square += value * value;
    squares[at] = square;
  });
  return { starts, rows, values, squares };
}

/** Hsieh et al. 2008, "A Dual Coordinate Descent Method for Large-scale Linear SVM" (L2 loss). @returns the bias. */
function trainOne(
  data: Packed,
  labels: readonly number[],
  target: number,
  positives: number,
  weights: Float32Array,
  { cost, epochs }: TrainingOptions,
): number {
  const { starts, rows, values, squares } = data;
  const count = labels.length;
  const alphas = new Float32Array(count);
  const order = Int32Array.from({ length: count }, (_, at) => at);
  const positiveCost = cost * Math.sqrt((count - positives) / Math.max(positives, 1));
  let bias = 0;
  let seed = 12_345 + target;
  for (let epoch = 0; epoch < epochs; epoch++) {
    for (let last = count - 1; last > 0; last--) {
      seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fffffff;
      const other = seed % (last + 1);
      const swap = order[last]!;
      order[last] = order[other]!;
      order[other] = swap;
    }
    let largest = 0;
    for (let step = 0; step < count; step++) {
      const at = order[step]!;
      const sign = labels[at] === target ? 1 : -1;
      const slack = 0.5 / (sign > 0 ? positiveCost : cost);
      const end = starts[at + 1]!;
      let margin = bias;
      for (let entry = starts[at]!; entry < end; entry++) margin += weights[rows[entry]!]! * values[entry]!;
      const alpha = alphas[at]!;
      const gradient = sign * margin - 1 + slack * alpha;
      if (alpha === 0 && gradient >= 0) continue;
      const next = Math.max(alpha - gradient / (squares[at]! + slack), 0);
      const change = (next - alpha) * sign;
      if (change === 0) continue;
      alphas[at] = next;
      if (Math.abs(change) > largest) largest = Math.abs(change);
      bias += change;
      for (let entry = starts[at]!; entry < end; entry++) weights[rows[entry]!]! += change * values[entry]!;
    }
    if (largest < 0.01 * cost) break;
  }
  return bias;
}
