/**
 * From likenesses to a probability, and from probabilities to what the bot does. The numbers are fitted; they come with
 * the product.
 */

/** What speaks for an article, each about 0–1. */
export type Likeness = {
  /** BM25F over all of the article, as a share of the perfect. */
  readonly words: number;
  /** Weighted share of the query's words that stand anywhere in the article. */
  readonly covered: number;
  /** The same two for the question and its paraphrases alone. */
  readonly question: number;
  readonly coveredByQuestion: number;
  /** Cosine of letters with the nearest wording. */
  readonly letters: number;
  readonly topic: number;
  /** How telling the words found are together; 1 is 15 nats, about two rare words. */
  readonly mass: number;
};

/** Fitted by test/bench/faq-fit.ts, which prints these lines. */
const weights = {
  bias: -6.48,
  words: 2.04,
  covered: 1.69,
  question: 2.24,
  coveredByQuestion: 2.41,
  letters: 1.61,
  topic: 3.03,
  mass: 2.17,
};
const final = { bias: -0.49, own: 0.74, lead: 0.67 };
const leadMax = 3;

export type Judged = {
  /** What speaks for the article taken alone, in log odds: the same whatever else is there. */
  readonly evidence: number;
  /** Probability (0–1) that it is the answer, its rivals counted in. */
  readonly score: number;
};

export function evidenceOf(likeness: Likeness): number {
  const { words, covered, question, coveredByQuestion, letters, topic, mass } = likeness;
  return (
    weights.bias +
    weights.words * words +
    weights.covered * covered +
    weights.question * question +
    weights.coveredByQuestion * coveredByQuestion +
    weights.letters * letters +
    weights.topic * topic +
    weights.mass * mass
  );
}

/** @param evidence of all candidates. @returns the same order: more evidence is never a lower score. */
export function judge(evidence: readonly number[]): Judged[] {
  const leads = leadsOf(evidence);
  return evidence.map((own, at) => ({
    evidence: own,
    score: 1 / (1 + Math.exp(-(final.bias + final.own * own + final.lead * leads[at]!))),
  }));
}

/** How far each stands before the best of the others, at most `leadMax` to either side. */
export function leadsOf(evidence: readonly number[]): number[] {
  const sorted = [...evidence].sort((one, other) => other - one);
  return evidence.map((own) => {
    const rival = own === sorted[0] ? sorted[1] : sorted[0];
    return rival === undefined ? leadMax : Math.max(-leadMax, Math.min(leadMax, own - rival));
  });
}

/** Set for: of questions answered at once at least 95 in 100 rightly; at most 7 in 100 answerable ones filed. */
const answerMin = 0.7;
const noneBelow = -2.25;

/** @param found best first. */
export function outcomeOf(found: readonly Judged[]): 'answer' | 'choose' | 'none' {
  const first = found[0];
  if (!first || first.evidence < noneBelow) return 'none';
  return first.score >= answerMin ? 'answer' : 'choose';
}
