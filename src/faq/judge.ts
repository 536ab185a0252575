/** From likenesses to a probability, and from probabilities to what the bot does. The numbers are fitted; they come with the product. */

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
};

const weights = { bias: -6, words: 6, covered: 2, question: 1.5, coveredByQuestion: 1, letters: 4, topic: 1 };

/** @returns the estimated probability (0–1) that the article answers. */
export function chance(likeness: Likeness): number {
  const { words, covered, question, coveredByQuestion, letters, topic } = likeness;
  const sum =
    weights.bias +
    weights.words * words +
    weights.covered * covered +
    weights.question * question +
    weights.coveredByQuestion * coveredByQuestion +
    weights.letters * letters +
    weights.topic * topic;
  return 1 / (1 + Math.exp(-sum));
}

const answerMin = 0.8;
const answerLead = 0.25;
const noneBelow = 0.3;

/** @param found best first. */
export function outcomeOf(found: readonly { score: number }[]): 'answer' | 'choose' | 'none' {
  const first = found[0]?.score ?? 0;
  if (first < noneBelow) return 'none';
  return first >= answerMin && first - (found[1]?.score ?? 0) >= answerLead ? 'answer' : 'choose';
}
