/**
 * Codes that people can type: `KP-7FX3-MQ9`. Twenty-nine signs without look-alikes (no 0 O, 1 I L, S, U); the last is a
 * check sign, weighted modulo the prime 29, so that one wrong sign or two neighbours swapped are always noticed.
 */
import type { Ids } from './ids.ts';

const signs = '23456789ABCDEFGHJKMNPQRTVWXYZ';
const bodyLength = 6;

/** @returns a new code with at least one digit and one letter, so that it never reads as a word. */
export function newCode(ids: Ids): string {
  for (;;) {
    const body = Array.from({ length: bodyLength }, () => signs[ids.below(signs.length)]).join('');
    if (/\d/.test(body) && /[A-Z]/.test(body)) return shown(body + checkSign(body));
  }
}

/** Reads one code as people type it: any case, with or without `KP` and dashes. @returns the code as shown, or null. */
export function parseCode(text: string): string | null {
  const bare = text.toUpperCase().replace(/[^0-9A-Z]/g, '');
  const body = bare.length === 9 && bare.startsWith('KP') ? bare.slice(2) : bare;
  if (body.length !== bodyLength + 1 || !/\d/.test(body)) return null;
  if ([...body].some((sign) => !signs.includes(sign))) return null;
  return checkSign(body.slice(0, bodyLength)) === body[bodyLength] ? shown(body) : null;
}

const anyCode = /(?<![0-9a-z])(?:kp[\s-]?)?[0-9a-z]{4}[\s-]?[0-9a-z]{3}(?![0-9a-z])/gi;

/** @returns the codes that stand in a text, in order, each once. */
export function findCodes(text: string): string[] {
  const found = new Set<string>();
  for (const match of text.matchAll(anyCode)) {
    const code = parseCode(match[0]);
    if (code) found.add(code);
  }
  return [...found];
}

/** @returns the text with a space for each valid code in it. */
export function withoutCodes(text: string): string {
  return text.replace(anyCode, (match) => (parseCode(match) ? ' ' : match));
}

/**
 * @returns true for what was meant as a code but is none (a typing error): it opens with KP and has its shape, with a
 * digit or with both dashes.
 */
export function looksLikeCode(text: string): boolean {
  const shape = /(?<![0-9a-z])kp[\s-]?[0-9a-z]{3,4}[\s-]?[0-9a-z]{2,4}(?![0-9a-z])/i.exec(text)?.[0];
  return shape !== undefined && (/\d/.test(text) || shape.split('-').length === 3);
}

function checkSign(body: string): string {
  let sum = 0;
  for (let index = 0; index < body.length; index++) sum += (index + 2) * signs.indexOf(body[index] ?? '');
  return signs[sum % signs.length] ?? '';
}

function shown(code: string): string {
  return `KP-${code.slice(0, 4)}-${code.slice(4)}`;
}
