/** Holes of sentences: what fills them, what stays as it is, what is refused. */
import { describe, expect, it } from 'vitest';
import { fill, holesOf } from '../../src/flow/template.ts';
import { DomainError } from '../../src/lib/errors.ts';

describe('fill', () => {
  it.each([
    ['Kode {code}.', { code: 'KP-7FX3-MQ9' }, 'Kode KP-7FX3-MQ9.'],
    ['{n} hal', { n: 0 }, '0 hal'],
    ['{line}', { line: null }, ''],
    ['a {flag} b', { flag: true }, 'a  b'],
    ['{twice} dan {twice}', { twice: 'x' }, 'x dan x'],
    ['  tepi  ', {}, 'tepi'],
    ['{ bukan } {Bukan} {} {1}', {}, '{ bukan } {Bukan} {} {1}'],
  ] as const)('%j with %j', (template, vars, text) => {
    expect(fill(template, vars)).toBe(text);
  });

  it('fills once only: what a citizen wrote is never a template', () => {
    expect(fill('{text}', { text: '{secret}', secret: 'x' })).toBe('{secret}');
  });

  it('refuses a name that nobody knows', () => {
    expect(() => fill('{code}', {})).toThrow(new DomainError('unknown-hole', { name: 'code' }));
    expect(() => fill('{toString}', {})).toThrow(DomainError);
  });
});

it('names each hole once', () => {
  expect(holesOf('{a} {b} {a} { c } {D}')).toEqual(['a', 'b']);
});
