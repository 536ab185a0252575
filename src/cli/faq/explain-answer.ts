/**
 * One question in Indonesian, for the terminal: what the bot would do, which articles are near, and what spoke for
 * each.
 */
import type { Article } from '../../faq/article.ts';
import type { Faq } from '../../faq/faq.ts';

const outcomeWords = {
  answer: 'dijawab dengan artikel pertama',
  choose: 'ditawarkan sebagai pilihan',
  none: 'belum ada jawabannya, diteruskan sebagai tiket',
};

/** @returns lines of text, without a final line end. */
export function explainAnswer(text: string, faq: Faq, articles: readonly Article[]): string {
  const lines = [text, '', `Keputusan  ${outcomeWords[faq.ask(text).outcome]}`];
  for (const { id, score, likeness } of faq.weigh(text)) {
    const article = articles.find((one) => one.id === id)!;
    const parts = Object.entries(likeness).map(([name, value]) => `${name} ${value.toFixed(2)}`);
    lines.push(
      '',
      `${percent(score)}  ${article.question}`,
      `      ${id} (${article.status})`,
      `      ${parts.join(', ')}`,
    );
  }
  const first = articles.find((one) => one.id === faq.ask(text).articles[0]?.id);
  if (first) lines.push('', 'Jawaban singkat artikel pertama:', first.short);
  return lines.join('\n');
}

function percent(share: number): string {
  return `${Math.round(share * 100)}%`.padStart(4);
}
