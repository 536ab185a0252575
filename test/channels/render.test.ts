/** What is split comes back whole, within the limits, cut where a reader would cut. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Capabilities } from '../../src/channels/channel-adapter.ts';
import { cutLabel, render, splitText } from '../../src/channels/render.ts';

const hint = 'Balas dengan angkanya.';
const buttons = (textMax: number, max = 8, labelMax = 20): Pick<Capabilities, 'textMax' | 'choices'> => ({
  textMax,
  choices: { kind: 'buttons', max, labelMax },
});
const numbers = (textMax: number): Pick<Capabilities, 'textMax' | 'choices'> => ({
  textMax,
  choices: { kind: 'numbers', max: 10 },
});

const word = fc.oneof(
  fc.string({ minLength: 1, maxLength: 12, unit: 'grapheme' }),
  fc.constantFrom('lampu', 'RT.3/RW.2', 'https://contoh.invalid/a?b=c.d', '👨‍👩‍👧‍👦', '👍🏽', 'é', '1.'),
);
const text = fc
  .array(fc.tuple(word, fc.constantFrom(' ', '\n', '\n\n', '. ', '! ', '')), { maxLength: 120 })
  .map((pairs) => pairs.flat().join(''));
const choices = fc
  .array(text, { minLength: 0, maxLength: 12 })
  .map((labels) => labels.map((label, index) => ({ id: `c:${index}`, label: label.slice(0, 300) || 'x' })));

const bare = (value: string) => value.replace(/\s+/g, '');
const hasLoneSurrogate = (value: string) => /\p{Surrogate}/u.test(value);

describe('splitText', () => {
  it('loses nothing but white space at borders, and keeps the limit', () => {
    fc.assert(
      fc.property(text, fc.integer({ min: 32, max: 400 }), (given, max) => {
        const parts = splitText(given, max);
        expect(bare(parts.join(''))).toBe(bare(given));
        for (const part of parts) {
          expect(part.length).toBeLessThanOrEqual(max);
          expect(part).toBe(part.trim());
          expect(part).not.toBe('');
        }
      }),
    );
  });

  it('never cuts a word that fits into a part, so no link either', () => {
    fc.assert(
      fc.property(text, fc.integer({ min: 32, max: 400 }), (given, max) => {
        const words = given.split(/\s+/).filter((one) => one !== '' && one.length <= max);
        const got = new Set(splitText(given, max).flatMap((part) => part.split(/\s+/)));
        for (const one of words) expect(got).toContain(one);
      }),
    );
  });

  it('never cuts through a pair of surrogates, even without a single space', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), fc.integer({ min: 32, max: 64 }), (given, max) => {
        for (const part of splitText(given, max)) expect(hasLoneSurrogate(part)).toBe(false);
      }),
    );
  });

  it('keeps a family together where only characters can be cut', () => {
    const family = '👨‍👩‍👧‍👦';
    const parts = splitText(family.repeat(20), 40);
    expect(parts.join('')).toBe(family.repeat(20));
    for (const part of parts) expect(part.length % family.length).toBe(0);
  });

  it('prefers a paragraph to a sentence, and a sentence to a word', () => {
    expect(splitText('Satu dua tiga empat.\n\nLima enam. Tujuh delapan', 40)).toEqual([
      'Satu dua tiga empat.',
      'Lima enam. Tujuh delapan',
    ]);
    expect(splitText('Satu dua tiga empat lima. Enam tujuh delapan', 40)).toEqual([
      'Satu dua tiga empat lima.',
      'Enam tujuh delapan',
    ]);
    expect(splitText('Satu dua tiga empat lima enam tujuh delapan', 40)).toEqual([
      'Satu dua tiga empat lima enam tujuh',
      'delapan',
    ]);
  });

  it('takes a part that is exactly as long as allowed', () => {
    expect(splitText(`${'a'.repeat(40)} ${'b'.repeat(40)}`, 40)).toEqual(['a'.repeat(40), 'b'.repeat(40)]);
  });

  it('gives nothing for a blank text', () => {
    expect(splitText(' \n\u00a0', 40)).toEqual([]);
  });
});

describe('render', () => {
  it('keeps every limit and every choice, as buttons', () => {
    fc.assert(
      fc.property(text, choices, fc.integer({ min: 32, max: 300 }), (given, offered, textMax) => {
        const parts = render({ text: given, choices: offered }, buttons(textMax), hint);
        const all = bare(parts.map((part) => part.text).join(''));
        expect(all.startsWith(bare(given))).toBe(true);
        for (const part of parts) expect(part.text.length).toBeLessThanOrEqual(textMax);
        for (const part of parts.slice(0, -1)) expect(part.buttons).toEqual([]);
        const shown = parts.at(-1)?.buttons ?? [];
        for (const button of shown) expect(button.label.length).toBeLessThanOrEqual(20);
        if (offered.length <= 8) expect(shown.map((button) => button.id)).toEqual(offered.map((choice) => choice.id));
        else expect(shown).toEqual([]);
        // A label that its button cannot show stands in the text.
        const cut = offered.some((choice) => choice.label.length > 20) || offered.length > 8;
        if (cut) for (const choice of offered) expect(all).toContain(bare(choice.label));
      }),
    );
  });

  it('keeps every limit and every label, as numbers', () => {
    fc.assert(
      fc.property(text, choices, fc.integer({ min: 32, max: 300 }), (given, offered, textMax) => {
        const parts = render({ text: given, choices: offered }, numbers(textMax), hint);
        const lines = offered.map((choice, index) => `${index + 1}.${bare(choice.label)}`);
        const expected = bare(given) + lines.join('') + (offered.length > 0 ? bare(hint) : '');
        expect(bare(parts.map((part) => part.text).join(''))).toBe(expected);
        for (const part of parts) {
          expect(part.text.length).toBeLessThanOrEqual(textMax);
          expect(part.buttons).toEqual([]);
        }
      }),
    );
  });

  it('gives the same parts each time', () => {
    fc.assert(
      fc.property(text, choices, (given, offered) => {
        const once = render({ text: given, choices: offered }, buttons(64), hint);
        expect(render({ text: given, choices: offered }, buttons(64), hint)).toEqual(once);
      }),
    );
  });

  it('writes short choices on buttons and nowhere else', () => {
    const yesNo = [
      { id: 'y', label: 'Ya' },
      { id: 'n', label: 'Belum' },
    ];
    expect(render({ text: 'Sudah selesai?', choices: yesNo }, buttons(100), hint)).toEqual([
      { text: 'Sudah selesai?', buttons: yesNo },
    ]);
  });

  it('writes a label that is too long in full below the text; its button keeps the number', () => {
    const offered = [
      { id: 'a', label: 'Dinas Pekerjaan Umum dan Penataan Ruang' },
      { id: 'b', label: 'Bukan itu' },
    ];
    expect(render({ text: 'Yang mana?', choices: offered }, buttons(200), hint)).toEqual([
      {
        text: 'Yang mana?\n\n1. Dinas Pekerjaan Umum dan Penataan Ruang\n2. Bukan itu',
        buttons: [
          { id: 'a', label: '1. Dinas Pekerjaan…' },
          { id: 'b', label: '2. Bukan itu' },
        ],
      },
    ]);
  });

  it('writes numbers and the hint where there are no buttons', () => {
    const offered = [
      { id: 'a', label: 'Jalan' },
      { id: 'b', label: 'Lampu' },
    ];
    expect(render({ text: 'Tentang apa?', choices: offered }, numbers(200), hint)).toEqual([
      { text: `Tentang apa?\n\n1. Jalan\n2. Lampu\n${hint}`, buttons: [] },
    ]);
  });

  it('gives a keyboard something to stand below', () => {
    const [only, ...more] = render({ text: '', choices: [{ id: 'a', label: 'Jalan' }] }, buttons(100), hint);
    expect(more).toEqual([]);
    expect(only).toEqual({ text: '1. Jalan', buttons: [{ id: 'a', label: 'Jalan' }] });
  });

  it('has nothing to say for a blank message', () => {
    expect(render({ text: ' ', choices: [] }, buttons(100), hint)).toEqual([]);
  });
});

describe('cutLabel', () => {
  it('keeps the limit and whole characters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 80 }), fc.integer({ min: 2, max: 40 }), (label, max) => {
        const cut = cutLabel(label, max);
        expect(cut.length).toBeLessThanOrEqual(max);
        expect(hasLoneSurrogate(cut)).toBe(false);
        if (label.length <= max) expect(cut).toBe(label);
        else expect(label.startsWith(cut.slice(0, -1))).toBe(true);
      }),
    );
  });
});
