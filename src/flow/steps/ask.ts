/**
 * Asks and waits. The answer that fits goes `into` a variable.
 * ```yaml
 * - id: place
 *   ask: Di kelurahan mana, RT/RW berapa?
 *   accept: place          # choice | choice_or_text | yes_no | place | text
 *   into: place
 *   again: Nama kelurahannya apa, Bapak/Ibu?
 *   otherwise: done        # after two tries, or when `patienceHours` are over
 * ```
 */
import { z } from 'zod';
import { hourMs } from '../../lib/wib.ts';
import type { Choice } from '../../model.ts';
import { isPlaceLike, isSkip, matchChoice, matchYesNo } from '../answers.ts';
import { limits } from '../limits.ts';
import { type AskChoice, choiceSchema, type Value, type Wait } from '../session.ts';
import { type Answer, nothingNeeded, type Scope, type StepKind, type StepResult, type TakeResult } from '../step.ts';
import { fill, holesOf } from '../template.ts';

const accepts = ['choice', 'choice_or_text', 'yes_no', 'place', 'text'] as const;
type Ask = {
  ask: string;
  accept: (typeof accepts)[number];
  into: string;
  choices?: AskChoice[];
  choicesFrom?: string;
  again?: string;
  otherwise?: string;
  patienceHours?: number;
  /** The question may be left unanswered: whatever else is said starts something new. */
  soft?: boolean;
};

const schema = z
  .strictObject({
    ask: z.string().min(1),
    accept: z.enum(accepts, { error: `not a kind of answer → one of ${accepts.join(', ')}` }),
    into: z.string(),
    choices: z
      .array(choiceSchema)
      .min(2, 'one choice is none → give two or more')
      .max(limits.choicesMax, `too many choices → at most ${limits.choicesMax}`)
      .optional(),
    /** A variable that holds `{ id, label }` objects. */
    choicesFrom: z.string().optional(),
    again: z.string().optional(),
    otherwise: z.string().optional(),
    patienceHours: z.number().positive().max(72, 'too long → at most 72 hours').optional(),
    soft: z.boolean().optional(),
  })
  .refine(
    (step) => !step.accept.startsWith('choice') || Boolean(step.choices) !== Boolean(step.choicesFrom),
    'nothing to choose from → give choices, or choicesFrom, and not both',
  );

export const ask: StepKind<Ask> = {
  name: 'ask',
  schema,
  needs: (step) => ({
    ...nothingNeeded,
    reads: [
      ...[step.ask, step.again ?? '', ...(step.choices ?? []).map((choice) => choice.label)].flatMap(holesOf),
      ...(step.choicesFrom ? [step.choicesFrom] : []),
    ],
    writes: [step.into],
    steps: step.otherwise ? [step.otherwise] : [],
  }),
  run(step, scope, id) {
    const wait: Wait = {
      step: id,
      nonce: scope.nonce(),
      choices: choicesOf(step, scope.vars),
      question: fill(step.ask, scope.vars),
      tries: 0,
      soft: step.soft ?? false,
      since: scope.now,
      expiresAt: step.patienceHours ? scope.now + step.patienceHours * hourMs : null,
    };
    scope.say(wait.question, { choices: buttonsOf(wait) });
    return { go: 'wait', wait };
  },
  take: (step, answer, wait) => takers[step.accept](answer, wait),
  miss(step, scope, wait, why): StepResult {
    const tries = wait.tries + 1;
    if (why === 'expired' || tries >= limits.questionTriesMax) {
      scope.vars[step.into] = null;
      return step.otherwise ? { go: 'to', step: step.otherwise } : { go: 'next' };
    }
    const question = step.again ? fill(step.again, scope.vars) : wait.question;
    const next = { ...wait, tries, nonce: scope.nonce() };
    scope.say(question, { choices: buttonsOf(next) });
    return { go: 'wait', wait: next };
  },
  into: (step) => step.into,
};

/** The choices as they travel: the question's nonce before the place in the list. */
export function buttonsOf(wait: Wait): Choice[] {
  return wait.choices.map((choice, index) => ({ id: `${wait.nonce}:${index}`, label: choice.label }));
}

const takers: Record<Ask['accept'], (answer: Answer, wait: Wait) => TakeResult> = {
  choice(answer, wait) {
    const index = answer.choice === null ? -1 : Number(answer.choice);
    const choice = wait.choices[index] ?? matchChoice(answer.text, wait.choices);
    return choice ? { taken: true, value: choice.id } : { taken: false };
  },
  choice_or_text(answer, wait) {
    const picked = takers.choice(answer, wait);
    return picked.taken ? picked : takers.text(answer, wait);
  },
  yes_no(answer, wait) {
    const picked = takers.choice(answer, wait);
    const value = picked.taken ? picked.value === 'yes' : matchYesNo(answer.text);
    return value === null ? { taken: false } : { taken: true, value };
  },
  place(answer, wait) {
    const { place } = answer;
    if (place && (place.kelurahan || place.rt || place.location)) return { taken: true, value: { ...place } as Value };
    if (isSkip(answer.text)) return { taken: true, value: null };
    // Asked twice and still no name that we know: their own words are better than a third question.
    if (wait.tries > 0 && isPlaceLike(answer.text))
      return {
        taken: true,
        weak: true,
        value: { kelurahan: null, rt: null, rw: null, location: null, words: answer.text },
      };
    return { taken: false };
  },
  text: (answer) => (answer.text.trim() === '' ? { taken: false } : { taken: true, weak: true, value: answer.text }),
};

function choicesOf(step: Ask, vars: Scope['vars']): AskChoice[] {
  // Labels out of a variable may hold a citizen's own words: a brace in them is no hole.
  if (step.choicesFrom)
    return z
      .array(choiceSchema)
      .parse(vars[step.choicesFrom] ?? [])
      .slice(0, limits.choicesMax);
  return (step.choices ?? []).map((choice) => ({ ...choice, label: fill(choice.label, vars) }));
}
