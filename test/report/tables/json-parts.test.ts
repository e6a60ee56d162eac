import { expect, it } from 'vitest';
import { jsonParts, jsonText } from '../../../src/report/tables/json.ts';

const recordOf = (count: number) => ({
  before: { steps: [], list: [1, 2, 3] },
  steps: Array.from({ length: count }, (_, step) => ({ step, cycles: { total: 7, load: 2 }, of: [1, 2] })),
  after: ['"steps": []', { steps: [{ a: 1 }] }],
});

it.each([0, 1, 1000, 1001, 2500])('a list of %i items gives the same text in parts as at once', (count) => {
  const record = recordOf(count);
  for (const part of jsonParts(record, 'steps')) expect(part.endsWith('\n')).toBe(true);
  expect([...jsonParts(record, 'steps')].join('')).toBe(jsonText(record));
});

it('a long list is written in parts of a bounded size, whatever its length', () => {
  const longest = (count: number) =>
    Math.max(...[...jsonParts(recordOf(count), 'steps')].map(({ length }) => length));
  // The numbers of the steps have a digit more.
  expect(longest(20_000)).toBeLessThan(1.1 * longest(5000));
});
