/** Keeps a trained model in one small file, packed: weights as bytes, a header as JSON, a checksum at the end. */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { TopicModel, TrainedModel } from './classifier.ts';
import type { LinearModel } from './linear-model.ts';
import { makeVocabulary } from './vectors.ts';

const magic = 'KLINIK-TRIAGE-1\n';
const checksumBytes = 32;

type Header = {
  hash: string;
  intents: string[];
  departments: string[];
  intentTemperature: number;
  departmentTemperature: number;
  groupWeights: number[];
  rows: number;
  topics: { topics: string[]; rows: number }[];
};

/** Weights to the 255 steps that the file has, so that a model is the same before and after it was stored. */
export function compact(model: TrainedModel): TrainedModel {
  return {
    ...model,
    intentModel: stepped(model.intentModel),
    departmentModel: stepped(model.departmentModel),
    topicModels: model.topicModels.map((topics) => ({ ...topics, model: stepped(topics.model) })),
  };
}

/** Written aside and renamed: a reader sees the whole file or none. */
export function writeModel(path: string, hash: string, model: TrainedModel): void {
  const { vocabulary, intents, departments, topicModels } = model;
  const header: Header = {
    hash,
    intents: [...intents],
    departments: [...departments],
    intentTemperature: model.intentTemperature,
    departmentTemperature: model.departmentTemperature,
    groupWeights: [...vocabulary.groupWeights],
    rows: vocabulary.idf.length,
    topics: topicModels.map(({ topics, rows }) => ({ topics: [...topics], rows: rows.length })),
  };
  const json = Buffer.from(JSON.stringify(header));
  const size = Buffer.alloc(4);
  size.writeUInt32LE(json.length);
  const parts = [Buffer.from(magic), size, json, bytes(vocabulary.buckets), bytes(vocabulary.idf)];
  parts.push(...packed(model.intentModel), ...packed(model.departmentModel));
  for (const { rows, model: own } of topicModels) parts.push(bytes(rows), ...packed(own));
  const body = Buffer.concat(parts);
  const aside = `${path}.${process.pid}`;
  mkdirSync(dirname(path), { recursive: true });
  try {
    writeFileSync(aside, gzipSync(Buffer.concat([body, createHash('sha256').update(body).digest()])));
    renameSync(aside, path);
  } finally {
    rmSync(aside, { force: true });
  }
}

/** @returns the model, or null if the file is not there, is damaged, or is of other knowledge. */
export function readModel(path: string, hash: string): TrainedModel | null {
  let file: Buffer;
  try {
    file = gunzipSync(readFileSync(path));
  } catch {
    return null;
  }
  const body = file.subarray(0, Math.max(0, file.length - checksumBytes));
  if (!createHash('sha256').update(body).digest().equals(file.subarray(body.length))) return null;
  if (body.toString('latin1', 0, magic.length) !== magic) return null;
  const jsonFrom = magic.length + 4;
  const jsonTo = jsonFrom + body.readUInt32LE(magic.length);
  const header = JSON.parse(body.toString('utf8', jsonFrom, jsonTo)) as Header;
  if (header.hash !== hash) return null;
  const take = taker(body, jsonTo);
  const vocabulary = makeVocabulary(take.words(header.rows), take.floats(header.rows), header.groupWeights);
  const intentModel = unpacked(take, header.rows, header.intents.length);
  const departmentModel = unpacked(take, header.rows, header.departments.length);
  const topicModels: TopicModel[] = header.topics.map(({ topics, rows }) => ({
    topics,
    rows: take.words(rows),
    model: unpacked(take, rows, topics.length),
  }));
  const { intents, departments, intentTemperature, departmentTemperature } = header;
  return {
    vocabulary,
    intents,
    departments,
    intentModel,
    departmentModel,
    intentTemperature,
    departmentTemperature,
    topicModels,
  };
}

/** The size of one step of each class: its largest weight is step 127. */
function stepsOf({ classCount, weights }: LinearModel): Float32Array {
  const steps = new Float32Array(classCount).fill(1e-9);
  weights.forEach((weight, at) => {
    const target = at % classCount;
    steps[target] = Math.max(steps[target]!, Math.abs(weight) / 127);
  });
  return steps;
}

function stepped(model: LinearModel): LinearModel {
  const steps = stepsOf(model);
  const weights = model.weights.map(
    (weight, at) => Math.round(weight / steps[at % model.classCount]!) * steps[at % model.classCount]!,
  );
  return { ...model, weights };
}

function packed(model: LinearModel): Buffer[] {
  const steps = stepsOf(model);
  const small = Int8Array.from(model.weights, (weight, at) => Math.round(weight / steps[at % model.classCount]!));
  return [bytes(steps), bytes(model.bias), bytes(small)];
}

function unpacked(take: Taker, rows: number, classCount: number): LinearModel {
  const steps = take.floats(classCount);
  const bias = take.floats(classCount);
  const small = take.bytes(rows * classCount);
  return { classCount, bias, weights: Float32Array.from(small, (step, at) => step * steps[at % classCount]!) };
}

function bytes(array: ArrayBufferView): Buffer {
  return Buffer.from(array.buffer, array.byteOffset, array.byteLength);
}

type Taker = ReturnType<typeof taker>;

/** Takes arrays from a buffer one after the other, copied so that they are aligned. */
function taker(body: Buffer, from: number) {
  let at = from;
  const next = (size: number): ArrayBuffer => {
    const copy = Uint8Array.prototype.slice.call(body, at, at + size);
    if (copy.byteLength !== size) throw new Error('bug: a model file with a right checksum is too short');
    at += size;
    return copy.buffer as ArrayBuffer;
  };
  return {
    words: (count: number) => new Uint32Array(next(count * 4)),
    floats: (count: number) => new Float32Array(next(count * 4)),
    bytes: (count: number) => new Int8Array(next(count)),
  };
}
