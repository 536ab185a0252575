/** Everything that rules find in a message: places, role, danger, wrongdoing, courtesies, topics and cues. */
import { findCodes } from '../lib/ticket-code.ts';
import type { AskerRole, DepartmentKey, Outside, TopicKey } from '../model.ts';
import { createDangerDetector } from './danger.ts';
import type { Knowledge } from './load-knowledge.ts';
import { createNormalizer, type Reading } from './normalize.ts';
import { createPatternIndex, type PatternIndex } from './pattern.ts';
import { createPatternGroups, type Group } from './pattern-groups.ts';
import { createPlaceFinder } from './places.ts';
import { addressTokens, findRtRw } from './rt-rw.ts';
import { cleanText, splitWords } from './tokens.ts';
import type { Danger, PlaceFacts, TriageResult } from './triage.ts';

export type Facts = {
  reading: Reading;
  place: PlaceFacts;
  /** Names of places, addresses and landmarks. */
  placeTokens: ReadonlySet<number>;
  role: AskerRole;
  codes: readonly string[];
  danger: Danger | null;
  /** By rules alone. */
  wrongdoing: TriageResult['wrongdoing'];
  /** Whom an allegation would be about, if there is one. */
  accused: readonly string[];
  /** Somebody is named whom an allegation may be about, and no word explains it otherwise. */
  mayAccuse: boolean;
  /** It says itself that it alleges nothing. */
  allegesNothing: boolean;
  courtesy: TriageResult['courtesy'];
  /** Tie-breaks that hold here. */
  tieBreaks: readonly TieBreak[];
  /** Topics whose key words stand in the text, with the words' token indexes. */
  topics: ReadonlyMap<TopicKey, readonly number[]>;
  /** The departments of these topics. */
  namedDepartments: ReadonlySet<DepartmentKey | Outside>;
  /** It tells that something was settled. */
  isSettled: boolean;
  /** Tokens that rules of wrongdoing and tie-breaks stand on. */
  ruleTokens: readonly number[];
  /** Tokens that say something about the matter. */
  tellingTokens: readonly number[];
  /** Too little is said for a department: nothing, one word, or the programme's name alone. */
  isVague: boolean;
  /** Names for the classifier's features. */
  cues: readonly string[];
};

export type TieBreak = { key: string; why: string; department: DepartmentKey | Outside; boost: number };

export interface FactFinder {
  find(text: string): Facts;
  danger(text: string): Danger | null;
}

/** @param knowledge its patterns are compiled here; a faulty one is an Error that quotes it. */
export function createFactFinder(knowledge: Knowledge): FactFinder {
  const index = createPatternIndex();
  const dangers = createPatternIndex();
  const detector = createDangerDetector(knowledge.emergencies, index);
  const quick = createDangerDetector(knowledge.emergencies, dangers);
  const rules = compileRules(knowledge, index);
  const vocabulary = vocabularyOf(knowledge, index.words);
  const normalizer = createNormalizer(knowledge.words, vocabulary);
  const places = createPlaceFinder(knowledge.places, vocabulary);

  const fillers = new Set(knowledge.rules.fillers);
  const vague = new Set(knowledge.rules.vague);

  const find = (text: string): Facts => {
    const reading = normalizer.read(text);
    const hits = index.find(reading);
    const present = rules.groups.presentIn(hits);
    const has = (group: Group) => present.has(group);
    /** Token indexes of what stands in sentences without an `unless`. */
    const stands = ({ when, unless }: { when: Group; unless: Group }): number[] => {
      if (!has(when)) return [];
      const blocked = has(unless) ? rules.groups.sentencesOf(unless, hits) : nowhere;
      const free = rules.groups.hitsOf(when, hits).filter(({ sentence }) => !blocked.has(sentence));
      return free.flatMap((hit) => hit.tokens);
    };
    const found = places.find(reading, has(rules.outside));
    const address = findRtRw(reading, found.kelurahan.length > 0);
    const tieBreaks = rules.tieBreaks
      .map((rule) => ({ rule, tokens: stands(rule) }))
      .filter(({ tokens }) => tokens.length > 0);
    const alleged = stands({ when: rules.alleged, unless: rules.noWrongdoing });
    const wrongdoing =
      alleged.length > 0
        ? 'alleged'
        : stands({ when: rules.likely, unless: rules.noWrongdoing }).length > 0
          ? 'likely'
          : 'no';
    const topics = new Map<TopicKey, readonly number[]>();
    for (const group of present) {
      const topic = rules.topicOf.get(group);
      if (topic)
        topics.set(
          topic,
          rules.groups.hitsOf(group, hits).flatMap((hit) => hit.tokens),
        );
    }
    const landmarks = rules.groups.hitsOf(rules.landmarks, hits).flatMap((hit) => hit.tokens);
    const placeTokens = new Set([...found.tokens, ...addressTokens(reading), ...landmarks]);
    const telling = reading.tokens.flatMap(({ raw }, at) => (placeTokens.has(at) || fillers.has(raw) ? [] : [at]));
    const facts = {
      reading,
      place: { kelurahan: found.kelurahan, kecamatan: found.kecamatan, ...address, outsideCity: found.outsideCity },
      placeTokens,
      tellingTokens: telling,
      isVague: telling.length < 2 || telling.every((at) => vague.has(reading.tokens[at]!.raw)),
      role: (['pokmas', 'kelurahan', 'lkk', 'warga'] as const).find((role) => has(rules.roles[role])) ?? 'unknown',
      codes: findCodes(text),
      danger: detector.find(hits),
      wrongdoing,
      allegesNothing: wrongdoing === 'no' && has(rules.allegesNothing),
      mayAccuse: !has(rules.noWrongdoing) && rules.accused.some(({ group }) => has(group)),
      accused: rules.accused.filter(({ group }) => has(group)).map(({ key }) => key),
      courtesy: {
        greeting: (['salam', 'krama', 'umum'] as const).find((kind) => has(rules.courtesy[kind])) ?? null,
        thanks: has(rules.courtesy.thanks),
      },
      tieBreaks: tieBreaks.map(({ rule }) => rule),
      topics,
      namedDepartments: new Set([...topics.keys()].map((topic) => rules.departmentOf.get(topic)!)),
      isSettled: stands({ when: rules.settled, unless: rules.unsettled }).length > 0,
      ruleTokens: [...alleged, ...tieBreaks.flatMap(({ tokens }) => tokens)],
    } satisfies Omit<Facts, 'cues'>;
    const guards = detector.guardsIn(hits).map((key) => `guard:${key}`);
    const signs = rules.cues.filter(({ group }) => has(group)).map(({ key }) => `cue:${key}`);
    return { ...facts, cues: [...signs, ...guards, ...cuesOf(facts)] };
  };

  const danger = (text: string): Danger | null => {
    return quick.find(dangers.find(normalizer.read(text)));
  };

  return { find, danger };
}

const nowhere: ReadonlySet<number> = new Set();

function compileRules({ rules, topics, places }: Knowledge, index: PatternIndex) {
  const groups = createPatternGroups(index);
  const group = (sources: readonly string[]) => groups.add(sources);
  const named = (all: Record<string, readonly string[]>) =>
    Object.entries(all).map(([key, sources]) => ({ key, group: group(sources) }));
  const { wrongdoing, accused, roles, courtesy } = rules;
  return {
    groups,
    // What accuses Inspektorat names the act, too: who writes it must not depend on a second list.
    alleged: group([...wrongdoing.alleged, ...(accused.inspektorat ?? [])]),
    likely: group(wrongdoing.likely),
    noWrongdoing: group([...wrongdoing.none, ...wrongdoing.unless]),
    allegesNothing: group(wrongdoing.none),
    accused: named(accused),
    roles: {
      pokmas: group(roles.pokmas),
      kelurahan: group(roles.kelurahan),
      lkk: group(roles.lkk),
      warga: group(roles.warga),
    },
    courtesy: {
      salam: group(courtesy.salam),
      krama: group(courtesy.krama),
      umum: group(courtesy.umum),
      thanks: group(courtesy.thanks),
    },
    landmarks: group(rules.landmarks),
    settled: group(rules.settled.when),
    unsettled: group(rules.settled.unless),
    cues: named(rules.cues),
    tieBreaks: rules.tieBreaks.map((rule) => ({ ...rule, when: group(rule.when), unless: group(rule.unless) })),
    topicOf: new Map(
      topics.map(({ key, keywords }) => [group(keywords.map(plain).filter((word) => word !== '')), key] as const),
    ),
    departmentOf: new Map(topics.map(({ key, department }) => [key, department])),
    outside: group(places.outside.patterns),
  };
}

/** A key word as a pattern: words only. */
function plain(keyword: string): string {
  return splitWords(cleanText(keyword))
    .map(({ text }) => text)
    .filter((word) => /^[\p{L}\p{N}]+$/u.test(word))
    .join(' ');
}

function cuesOf(facts: Omit<Facts, 'cues'>): string[] {
  const { reading, place, courtesy } = facts;
  const count = reading.tokens.length;
  const length = count <= 2 ? 1 : count <= 5 ? 2 : count <= 10 ? 3 : count <= 20 ? 4 : count <= 40 ? 5 : 6;
  const cues = [`length:${length}`, `wrongdoing:${facts.wrongdoing}`];
  const departments = facts.namedDepartments;
  for (const topic of facts.topics.keys()) cues.push(`topic:${topic}`);
  for (const department of departments) cues.push(`department:${department}`);
  for (const { key } of facts.tieBreaks) cues.push(`rule:${key}`);
  if (reading.text.includes('?')) cues.push('question');
  if (facts.codes.length > 0) cues.push('code');
  if (place.kelurahan.length > 0 || place.rt || place.rw) cues.push('place');
  if (place.outsideCity) cues.push('outside');
  if (courtesy.greeting) cues.push('greeting');
  if (courtesy.thanks) cues.push('thanks');
  if (departments.size === 0) cues.push('no topic');
  return cues;
}

/** Words of the training set that are no accident (twice or more), and all words of rules and lists. */
function vocabularyOf({ training, words }: Knowledge, patternWords: ReadonlySet<string>): Set<string> {
  const counts = new Map<string, number>();
  for (const { text } of training) {
    for (const { text: word } of splitWords(cleanText(text))) counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  const known = new Set(patternWords);
  for (const [word, count] of counts) if (count >= 2 && word.length >= 3 && !words.spellings.has(word)) known.add(word);
  for (const meaning of words.rewrite.values()) for (const word of meaning.split(' ')) known.add(word);
  for (const word of words.correctable) known.add(word);
  return known;
}
