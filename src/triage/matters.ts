/** Finds the matters of one message, cuts it between them (domain rule 10), and what is said beside them. */
import { type Cut, cutParts, ownWords, type Part } from './parts.ts';
import type { TriageResult } from './triage.ts';

const mattersMax = 3;
/** A message in more parts than these is a story: only its sentences and lines are looked at. */
const partsMax = 24;
/** In a longer story the first words say what it is about. */
const storyPartsMax = 80;
/** The least confidence at which a part is a matter of its own, by what it begins with and what speaks for it. */
const sureFrom = {
  fault: 0.5,
  faultByWord: 0.7,
  turn: 0.72,
  namedTurn: 0.5,
  named: 0.85,
  beside: 0.8,
  namedBeside: 0.55,
  /** On a line of its own even a weak one is asked about: better than a courtesy that hides it. */
  namedLine: 0.35,
};

/** A quick look at a part alone. */
export type Look = {
  intent: string;
  /** Null: reads like no matter. */
  department: string | null;
  confidence: number;
  /** A key word or a tie-break of this department stands in it, or an allegation. */
  isNamed: boolean;
  /** Complains of a thing that is broken or was not done, and names it. */
  isFault: boolean;
  /** Tells that something was settled: "sudah nyala", "sampun dipun angkut". */
  isSettled: boolean;
  /** Words of a question or a wish stand in it. */
  asks: boolean;
  /** Thanks stand in it. */
  isThanks: boolean;
  /** All tie-breaks that hold in it. */
  rules: readonly string[];
};
export type Matter = { text: string; result: TriageResult };
export type Eyes = { look: (text: string) => Look; judge: (text: string) => TriageResult };

type Group = { from: number; to: number; department: string | null; isFault: boolean };

/** @returns two matters or more, each with its whole text, in order; empty where there is but one. */
export function splitMatters(text: string, { look, judge }: Eyes): Matter[] {
  const all = cutParts(text);
  const isStory = all.length > partsMax;
  const parts = isStory ? cutParts(text, { joined: true }).slice(0, storyPartsMax) : all;
  const found = cutApart(text, parts, look);
  const again = found.length < 2 && !isStory && /\sjuga\s/i.test(text);
  const merged = again ? cutApart(text, cutParts(text, { also: true }).slice(0, storyPartsMax), look) : found;
  if (merged.length < 2 || merged.length > mattersMax) return [];
  const matters = merged.map((one) => ({ ...one, result: judge(one.text) }));
  const isClear = matters.every(({ department, result }) => result.department === department);
  return isClear ? matters.map(({ text, result }) => ({ text, result })) : [];
}

/** One text for each department that is spoken of, in order. */
function cutApart(text: string, parts: readonly Part[], look: Eyes['look']): { text: string; department: string }[] {
  const groups: Group[] = [];
  /** Where a turn began whose matter has not come yet: "sekalian mau tanya, …". */
  let turnFrom: number | null = null;
  for (const { from, to, cut } of parts) {
    const last = groups.at(-1);
    if (cut !== 'joint') turnFrom = cut === 'turn' ? from : null;
    const start: number = turnFrom ?? from;
    const part = { from: start, to, ...matterOf(text.slice(start, to), turnFrom === null ? cut : 'turn', look) };
    if (!last) groups.push(part);
    else if (part.department === null || part.department === last.department) last.to = to;
    else if (last.department === null || isOne(text, last, part, cut, look)) {
      last.department ??= part.department;
      last.isFault ||= part.isFault;
      last.to = to;
    } else {
      last.to = Math.min(last.to, part.from);
      groups.push(part);
    }
    if (part.department !== null) turnFrom = null;
  }
  return mergeSame(groups.map((group) => ({ ...group, text: ownWords(text.slice(group.from, group.to)) })));
}

/**
 * What a message holds that reads as a courtesy, a question for a status or an unclear word as a whole.
 * @param onlyApart parts count only where they stand on a line of their own or after "sekalian" and the like.
 */
export function mattersBeside(text: string, eyes: Eyes, onlyApart = false): Matter[] {
  const parts = cutParts(text);
  if (parts.length < 2 || parts.length > partsMax) return [];
  const found = parts
    .filter(({ cut }) => !onlyApart || cut === 'turn' || cut === 'line')
    .map(({ from, to, cut }) => ({ part: text.slice(from, to), cut }))
    .filter(({ part, cut }) => {
      const { department, confidence, isNamed, isFault, isSettled, isThanks, asks, rules } = eyes.look(part);
      const isNone = department === null || department === 'luar' || isSettled || (isThanks && !isFault);
      if (isNone || wordCount(part) < 2) return false;
      const isApart = cut === 'line' || cut === 'turn';
      if (!isFault && !asks && !isApart) return false;
      if (cut === 'line' && isNamed && rules.length > 0) return confidence >= sureFrom.namedLine;
      return confidence >= (isFault ? sureFrom.fault : isNamed ? sureFrom.namedBeside : sureFrom.beside);
    })
    .map(({ part }) => part);
  if (found.length === 0) return [];
  const rest = found.map(ownWords).join('\n');
  const several = splitMatters(rest, eyes);
  return several.length > 0 ? several : [{ text: rest, result: eyes.judge(rest) }];
}

/**
 * The department of a part that is a matter by itself, or null. What is broken is one wherever it begins; a question
 * only where it begins a line or sentence, and best where "sekalian tanya" announces it.
 */
function matterOf(part: string, cut: Cut, look: Eyes['look']): { department: string | null; isFault: boolean } {
  const words = wordCount(part);
  const none = { department: null, isFault: false };
  if (words < 2) return none;
  const { department, confidence, isNamed, isFault, isSettled, rules } = look(ownWords(part));
  const least = () => {
    if (cut === 'turn') return isNamed ? sureFrom.namedTurn : words >= 3 ? sureFrom.turn : 1;
    if (isFault && rules.length > 0) return sureFrom.fault;
    if (department === 'luar') return 1;
    if (isFault) return cut === 'joint' ? sureFrom.faultByWord : sureFrom.fault;
    return isNamed && cut !== 'joint' ? sureFrom.named : 1;
  };
  return isSettled || confidence < least() ? none : { department, isFault };
}

/**
 * Two questions in a row are one with its story. Nor does a rule fall apart that holds only where both stand together:
 * litter in a drain is the litter's.
 */
function isOne(text: string, last: Group, part: Group, cut: Cut, look: Eyes['look']): boolean {
  if (cut === 'turn' || part.from < last.to) return false;
  if (cut === 'sentence' && !last.isFault && !part.isFault) return true;
  const apart = [last, part].flatMap(({ from, to }) => look(text.slice(from, to)).rules);
  return look(text.slice(last.from, part.to)).rules.some((rule) => !apart.includes(rule));
}

function mergeSame(groups: readonly { text: string; department: string | null }[]) {
  const byDepartment = new Map<string, { text: string; department: string }>();
  for (const { text, department } of groups) {
    if (department === null) return [];
    const known = byDepartment.get(department);
    if (known) known.text = `${known.text}\n${text}`;
    else byDepartment.set(department, { text, department });
  }
  return [...byDepartment.values()];
}

function wordCount(text: string): number {
  return ownWords(text).match(/[\p{L}\p{N}]+/gu)?.length ?? 0;
}
