/**
 * Fits the numbers of src/faq/judge.ts and prints them: `node --import tsx test/bench/faq-fit.ts`. Questions are the
 * paraphrases of the seed articles, asked of articles without paraphrases; messages for other services and small talk
 * have no answer. The questions of the bench are not looked at.
 */
import { join } from 'node:path';
import { createFaq } from '../../src/faq/faq.ts';
import { evidenceOf, type Likeness, leadsOf } from '../../src/faq/judge.ts';
import { loadKnowledge } from '../../src/triage/load-knowledge.ts';
import { benchLanguage, seedArticles } from './faq-figures.ts';

type Row = { features: number[]; isRight: boolean };

const names = ['words', 'covered', 'question', 'coveredByQuestion', 'letters', 'topic', 'mass'] as const;
const faq = createFaq(
  seedArticles().map((article) => ({ ...article, paraphrases: [] })),
  benchLanguage(),
);
const answerable = seedArticles().flatMap(({ id, paraphrases = [] }) => paraphrases.map((text) => ({ id, text })));
const foreign = loadKnowledge(join(import.meta.dirname, '../../data'))
  .training.filter(({ topic, intent }) => topic?.startsWith('luar.') || ['other', 'spam'].includes(intent))
  .filter((_, at) => at % 2 === 0)
  .map(({ text }) => ({ id: null, text }));
const questions = [...answerable, ...foreign];
const weighed = questions.map(({ id, text }) => ({ id, found: faq.weigh(text) }));

const valuesOf = (likeness: Likeness) => names.map((name) => likeness[name]);
const first = regress(
  weighed.flatMap(({ id, found }) =>
    found.map((one): Row => ({ features: valuesOf(one.likeness), isRight: one.id === id })),
  ),
);
console.log(
  `const weights = { bias: ${fixed(first[0])}, ${names.map((name, at) => `${name}: ${fixed(first[at + 1])}`).join(', ')} };`,
);

const evidence = (likeness: Likeness) => dot(first, valuesOf(likeness));
const second = regress(
  weighed.flatMap(({ id, found }) => {
    const sums = found.map((one) => evidence(one.likeness));
    return leadsOf(sums).map((lead, at): Row => ({ features: [sums[at]!, lead], isRight: found[at]!.id === id }));
  }),
  0.7,
);
console.log(`const final = { bias: ${fixed(second[0])}, own: ${fixed(second[1])}, lead: ${fixed(second[2])} };`);

const best = (found: (typeof weighed)[number]['found']) =>
  Math.max(-20, ...found.map(({ likeness }) => evidence(likeness)));
const lowest = weighed.filter(({ id }) => id !== null).map(({ found }) => best(found));
const strangers = weighed.filter(({ id }) => id === null).map(({ found }) => best(found));
for (const share of [0.02, 0.03, 0.04, 0.05, 0.06, 0.08]) {
  const border = lowest.sort((one, other) => one - other)[Math.floor(share * lowest.length)]!;
  const filed = strangers.filter((sum) => sum < border).length / strangers.length;
  console.log(
    `noneBelow ${fixed(border)}: ${share * 100} % of answerable filed, ${Math.round(filed * 1000) / 10} % of foreign`,
  );
}
console.log(
  `now: ${evidenceOf(weighed[0]!.found[0]!.likeness).toFixed(2)}, ${answerable.length} + ${foreign.length} questions`,
);

/**
 * Logistic regression, drawn towards an equal say for all: likenesses that say nearly the same share it. @returns the
 * bias, then a weight a feature.
 */
function regress(rows: readonly Row[], prior = 2): number[] {
  const width = rows[0]!.features.length;
  let at = new Array<number>(width + 1).fill(0);
  let speed = [...at];
  const rate = 2;
  for (let round = 0; round < 4000; round++) {
    const slope = at.map((value, place) => (place === 0 ? 0 : ((value - prior) * 3) / rows.length));
    for (const { features, isRight } of rows) {
      const miss = 1 / (1 + Math.exp(-dot(at, features))) - (isRight ? 1 : 0);
      slope[0]! += miss / rows.length;
      features.forEach((value, place) => {
        slope[place + 1]! += (miss * value) / rows.length;
      });
    }
    speed = speed.map((value, place) => 0.9 * value - rate * 0.1 * slope[place]!);
    at = at.map((value, place) => value + speed[place]!);
  }
  return at;
}

function dot(weights: readonly number[], features: readonly number[]): number {
  return features.reduce((sum, value, at) => sum + value * weights[at + 1]!, weights[0]!);
}

function fixed(value: number | undefined): string {
  return (value ?? 0).toFixed(2);
}
