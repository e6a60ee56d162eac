import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { printedWidth, textLength, wrapWords } from '../../../src/report/tables/plain-text.ts';

const sentence = fc.array(
  fc.string({ minLength: 1, maxLength: 12, unit: fc.constantFrom('a', 'b', 'µ', '😀') }),
  { minLength: 1 },
);

describe('a text broken over lines', () => {
  it('loses no character and keeps the width when words may be cut', () => {
    fc.assert(
      fc.property(sentence, fc.integer({ min: 1, max: 20 }), (words, width) => {
        const lines = wrapWords(words.join(' '), width, { cutWords: true });
        expect(lines.join('').replaceAll(' ', '')).toBe(words.join(''));
        expect(Math.max(...lines.map(textLength))).toBeLessThanOrEqual(width);
      }),
    );
  });

  it('keeps longer words whole otherwise', () => {
    expect(wrapWords('per accelerator of one', 7)).toEqual(['per', 'accelerator', 'of one']);
  });
});

describe('the width of a printed text', () => {
  it.each([
    ['plain', 5],
    ['Größe [µs]', 10],
    ['行列', 4],
    ['e\u0301', 1],
    ['👍', 2],
    ['', 0],
  ])('%j is %i columns', (text, columns) => {
    expect(printedWidth(text)).toBe(columns);
  });
});
