/** Turns what the desk wants to say into parts that a platform takes: short, with buttons or numbered choices. */
import { assert } from '../lib/errors.ts';
import type { Choice } from '../model.ts';
import type { Capabilities, OutboundMessage } from './channel-adapter.ts';

/** One message on the wire. `buttons` stand below the last part only, labels cut to what the platform shows. */
export type Part = { text: string; buttons: readonly Choice[] };

/** Shorter parts than this are no platform's limit, and could not hold a number and a label. */
const textMaxLeast = 32;

/**
 * The same message and capabilities always give the same parts: a second attempt goes on at the part where the first
 * one ended.
 *
 * Choices become buttons where the platform has them; a label too long for its button is written out in full below the
 * text, numbered, and its button keeps the number. Too many for buttons, or a platform without them: numbered lines and
 * `hint`.
 *
 * @param hint the closing line under numbered choices without buttons, in the citizen's language.
 * @returns at least one part, each of at most `textMax` UTF-16 units; nothing of the text or of a label is lost but
 *   white space at the borders of parts. An empty list where there is nothing to say at all.
 */
export function render(
  message: Pick<OutboundMessage, 'text' | 'choices'>,
  capabilities: Pick<Capabilities, 'textMax' | 'choices'>,
  hint: string,
): Part[] {
  const { textMax, choices: shown } = capabilities;
  assert(textMax >= textMaxLeast, `textMax ${textMax} is under ${textMaxLeast}`);
  const asButtons = shown.kind === 'buttons' && message.choices.length <= shown.max;
  const allFit = asButtons && message.choices.every((choice) => choice.label.length <= shown.labelMax);
  const lines = message.choices.map((choice, index) => `${index + 1}. ${choice.label.trim().replace(/\s+/g, ' ')}`);

  const parts = splitText(message.text, textMax);
  // A keyboard cannot hang in the air: where there is no text, the numbered lines are the text.
  if (lines.length > 0 && (!allFit || parts.length === 0)) {
    appendBlock(parts, asButtons ? lines : [...lines, hint], textMax);
  }
  const last = parts.length - 1;
  return parts.map((text, index) => ({ text, buttons: index === last && asButtons ? buttons() : [] }));

  function buttons(): Choice[] {
    if (shown.kind !== 'buttons' || allFit) return [...message.choices];
    return message.choices.map(({ id }, index) => ({ id, label: cutLabel(lines[index]!, shown.labelMax) }));
  }
}

/**
 * Splits at the best border within `max` UTF-16 units: paragraph, line, sentence, word; only a single word longer than
 * a part is cut inside, and then never through a character.
 * @returns parts without white space at their ends; [] for a blank text.
 */
export function splitText(text: string, max: number): string[] {
  const parts: string[] = [];
  let rest = text.trim();
  while (rest.length > max) {
    const cut = bestCut(rest, max);
    parts.push(rest.slice(0, cut).trimEnd());
    rest = rest.slice(cut).trimStart();
  }
  if (rest !== '') parts.push(rest);
  return parts;
}

/** @returns at most `max` UTF-16 units, an ellipsis at the end of what was cut. */
export function cutLabel(label: string, max: number): string {
  if (label.length <= max) return label;
  return `${label.slice(0, characterBorder(label, max - 1)).trimEnd()}…`;
}

/** Lines stay together below the text where they fit, else begin a part of their own, cut between lines first. */
function appendBlock(parts: string[], lines: readonly string[], max: number): void {
  const block = lines.filter((line) => line.trim() !== '').join('\n');
  const last = parts.at(-1);
  if (last !== undefined && last.length + 2 + block.length <= max) parts[parts.length - 1] = `${last}\n\n${block}`;
  else parts.push(...splitText(block, max));
}

/** Borders from best to worst; each match ends where the next part may begin. */
const borders = [/\n\s*\n\s*/g, /\n\s*/g, /[.!?…]["”’)\]]*\s+/g, /\s+/g];

/** A border in the first half would leave a crumb of a part: a lesser border further on is better than that. */
function bestCut(text: string, max: number): number {
  // One unit more: a word that ends exactly at the limit has its space behind it.
  const window = text.slice(0, max + 1);
  for (const least of [max / 2, 1]) {
    for (const border of borders) {
      const cut = lastBorder(window, border, least);
      if (cut !== undefined) return cut;
    }
  }
  return characterBorder(text, max);
}

function lastBorder(window: string, border: RegExp, least: number): number | undefined {
  let found: number | undefined;
  for (const match of window.matchAll(border)) {
    // White space at the end is trimmed off the part, so the border may reach over the limit.
    const end = match.index + match[0].length;
    if (end >= least) found = end;
  }
  return found;
}

/** What may not stand first in a part: it belongs to the character before (accents, joiners, skin tones, variants). */
const clings = /^(?:\p{M}|\u200d|[\u{1f3fb}-\u{1f3ff}])/u;
/** The longest composed emoji have some 35 units; what clings for longer is no character that anybody reads. */
const clusterMax = 40;

/** The last place at or before `at` where no character is cut in two. */
function characterBorder(text: string, at: number): number {
  const whole = pairBorder(text, at);
  for (let cut = whole; cut > 0 && whole - cut < clusterMax; cut = pairBorder(text, cut - 1)) {
    if (!clings.test(text.slice(cut, cut + 2)) && text[cut - 1] !== '\u200d') return cut;
  }
  return whole;
}

/** At least one whole character, so that every cut makes progress. */
function pairBorder(text: string, at: number): number {
  const inside = at > 0 && isHigh(text.charCodeAt(at - 1)) && isLow(text.charCodeAt(at));
  return inside ? at - 1 : at;
}

function isHigh(unit: number): boolean {
  return unit >= 0xd800 && unit < 0xdc00;
}

function isLow(unit: number): boolean {
  return unit >= 0xdc00 && unit < 0xe000;
}
