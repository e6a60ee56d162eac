import { expect, it } from 'vitest';
import { namesText, printableName, shapesText, withoutControls } from '../../src/tensors/named-shape.ts';

it('shows the first tensors of many, and counts the rest', () => {
  const tensors = Array.from({ length: 12 }, (_, i) => ({ name: `w${i}`, shape: i === 1 ? null : [2, i] }));
  expect(shapesText(tensors)).toBe(
    'w0 [2, 0], w1, w2 [2, 2], w3 [2, 3], w4 [2, 4], w5 [2, 5], w6 [2, 6], w7 [2, 7] and 4 more',
  );
  expect(shapesText(tensors.slice(0, 2))).toBe('w0 [2, 0], w1');
  expect(namesText(['a', 'b'])).toBe('a, b');
  expect(namesText([])).toBe('none');
});

it('cuts names, and shows what cannot be seen in them', () => {
  expect(printableName('n'.repeat(99))).toBe(`${'n'.repeat(80)}...`);
  expect(printableName('\u001b[31m\n')).toBe('\\u001b[31m\\u000a');
  expect(withoutControls('\u007f \u0085 \u202e \u{e0001} größe')).toBe(
    '\\u007f \\u0085 \\u202e \\u{e0001} größe',
  );
});
