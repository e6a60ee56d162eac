import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseYaml } from '../../../src/config/yaml-file.ts';
import { type AxisLevels, AxisSchema, axisLevels, SamplingSchema } from '../../../src/explore/space/axis.ts';
import { refusal } from '../../config/refusal.ts';

const levels = (text: string): AxisLevels => axisLevels(parseYaml(text, 'a.yaml', AxisSchema));
const all = (axis: AxisLevels) => Array.from({ length: axis.count ?? 0 }, (_, level) => axis.at(level));
const values = (text: string) => all(levels(text)).map((row) => (row.length === 1 ? row[0] : row));

describe('the levels of an axis', () => {
  it.each([
    ['field: pes\nvalues: [64, 16]', [64, 16]],
    ['field: ewop.style\nvalues: [chained, true, null, 1.5]', ['chained', true, null, 1.5]],
    [
      'fields: [pes, banks]\nvalues: [[64, 32], [32, 64]]',
      [
        [64, 32],
        [32, 64],
      ],
    ],
    ['field: pes\nrange: {from: 1, to: 4, step: 1}', [1, 2, 3, 4]],
    [
      'field: a\nrange: {from: 0.5, to: 0.95, step: 0.05}',
      [0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95],
    ],
    ['field: a\nrange: {from: 0, to: 1, step: 0.3}', [0, 0.3, 0.6, 0.9]],
    ['field: a\nrange: {from: -0.3, to: 0.1, step: 0.1}', [-0.3, -0.2, -0.1, 0, 0.1]],
    ['field: a\nrange: {from: 1.0e-7, to: 3.0e-7, step: 1.0e-7}', [1e-7, 2e-7, 3e-7]],
    ['field: a\nrange: {from: 1.0e+22, to: 3.0e+22, step: 1.0e+22}', [1e22, 2e22, 3e22]],
    ['field: a\nrange: {from: 5, to: 5, step: 1}', [5]],
    ['field: a\nrange: {from: 0.5, to: 0.95, count: 4}', [0.5, 0.65, 0.8, 0.95]],
    ['field: a\nrange: {from: 0, to: 1, count: 4}', [0, 1 / 3, 2 / 3, 1]],
    ['field: a\nrange: {from: 1, to: 1000, count: 4, scale: log}', [1, 10, 100, 1000]],
    ['field: a\nrange: {from: 0.001, to: 10, count: 5, scale: log}', [0.001, 0.01, 0.1, 1, 10]],
    ['field: a\nrange: {from: 1, to: 10, count: 10, scale: log, round: true}', [1, 2, 3, 4, 5, 6, 8, 10]],
    ['field: a\nrange: {from: 0, to: 3, count: 7, round: true}', [0, 1, 2, 3]],
    ['field: a\nrange: {from: 2, to: 2, count: 3}', [2]],
    ['field: banks\npowersOfTwo: {from: 4, to: 64}', [4, 8, 16, 32, 64]],
    ['field: banks\npowersOfTwo: {from: 1, to: 1}', [1]],
  ])('%j', (text, expected) => expect(values(text)).toEqual(expected));

  it('are of the fields in their order', () => {
    expect(levels('fields: [pes, workload.layers.0.hidden]\nvalues: [[1, 2]]').fields).toEqual([
      'pes',
      'workload.layers.0.hidden',
    ]);
    expect(levels('field: workload.sparsity\nrange: {from: 0, to: 0.5}').fields).toEqual([
      'workload.sparsity',
    ]);
  });

  it('may be a million', () => {
    const axis = levels('field: a\nrange: {from: 0.000001, to: 1, step: 0.000001}');
    expect([axis.count, axis.at(6)[0], axis.at(999_999)[0]]).toEqual([1_000_000, 0.000007, 1]);
  });

  it('by step are the numbers that one would write', () => {
    const digits = fc.integer({ min: 0, max: 6 });
    const whole = fc.integer({ min: -1000, max: 1000 });
    const act = (d: number, first: number, step: number, count: number) => {
      const written = (units: number) => Number(`${units}e-${d}`);
      const range = { from: written(first), to: written(first + step * (count - 1)), step: written(step) };
      const axis = axisLevels(AxisSchema.parse({ field: 'a', range }));
      const expected = Array.from({ length: count }, (_, i) => [written(first + i * step) + 0]);
      expect(all(axis)).toEqual(expected);
      expect(all(axis).every(([value]) => String(value).length <= 14)).toBe(true);
    };
    fc.assert(
      fc.property(digits, whole, fc.integer({ min: 1, max: 500 }), fc.integer({ min: 1, max: 40 }), act),
    );
  });

  it('by count ascend from one end to the other', () => {
    const number = fc.double({ min: 1e-6, max: 1e6, noNaN: true });
    const scale = fc.constantFrom('linear', 'log');
    const act = (a: number, b: number, count: number, how: string) => {
      const [from, to] = [Math.min(a, b), Math.max(a, b)];
      const axis = axisLevels(AxisSchema.parse({ field: 'a', range: { from, to, count, scale: how } }));
      const found = all(axis).map(([value]) => Number(value));
      expect([found[0], found.at(-1)]).toEqual([from, to]);
      expect(found.every((value, i) => i === 0 || value > found[i - 1])).toBe(true);
    };
    fc.assert(fc.property(number, number, fc.integer({ min: 2, max: 30 }), scale, act));
  });
});

describe('a share of an axis', () => {
  it('stands for level floor(u * count)', () => {
    const axis = levels('field: a\nvalues: [p, q, r]');
    expect([0, 0.33, 0.34, 0.67, 1 - 2 ** -53].map((u) => axis.sample(u)[0])).toEqual([
      'p',
      'p',
      'q',
      'r',
      'r',
    ]);
  });

  it.each([
    ['{from: 0, to: 2}', [0, 1, 1.5]],
    ['{from: 0.1, to: 0.1}', [0.1, 0.1, 0.1]],
    ['{from: -1.7e+308, to: 1.7e+308}', [-1.7e308, 0, 8.5e307]],
    ['{from: 1, to: 10000, scale: log}', [1, 100, 1000]],
    ['{from: 0, to: 3, round: true}', [0, 2, 3]],
    ['{from: 1, to: 4, round: true, scale: log}', [1, 2, 3]],
  ])('is a number of the continuous range %s', (range, expected) => {
    const axis = levels(`field: a\nrange: ${range}`);
    expect(axis.count).toBeNull();
    expect([0, 0.5, 0.75].map((u) => axis.sample(u)[0])).toEqual(expected);
  });

  it('never leaves a continuous range', () => {
    const number = fc.double({ min: 1e-9, max: 1e9, noNaN: true });
    const share = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    const act = (a: number, b: number, u: number, scale: string) => {
      const [from, to] = [Math.min(a, b), Math.max(a, b)];
      const [value] = axisLevels(AxisSchema.parse({ field: 'a', range: { from, to, scale } })).sample(u);
      expect(Number(value) >= from && Number(value) <= to).toBe(true);
    };
    fc.assert(fc.property(number, number, share, fc.constantFrom('linear', 'log'), act));
  });

  it('gives every whole number of a rounded range its part', () => {
    const axis = levels('field: a\nrange: {from: 1, to: 4, round: true}');
    const counts = [0, 0, 0, 0, 0, 0];
    for (let i = 0; i < 400; i++) counts[Number(axis.sample(i / 400)[0])]++;
    expect(counts).toEqual([0, 100, 100, 100, 100, 0]);
  });

  it('is all that a continuous axis has', () => {
    expect(refusal(() => levels('field: a\nrange: {from: 0, to: 1}').at(0))).toMatch(
      /^axis a: a range without step or count has no values of its own; give it one/,
    );
  });
});

describe('an axis is refused', () => {
  it.each([
    ['field: a', '1:1: expected one of values, range and powersOfTwo, found none'],
    ['values: [1]', '1:1: expected either field or fields, found none'],
    [
      'field: a\nfields: [b, c]\nvalues: [[1, 2]]',
      '1:1: expected either field or fields, found field and fields',
    ],
    [
      'field: a\nvalues: [1]\npowersOfTwo: {from: 1, to: 2}',
      '1:1: expected one of values, range and powersOfTwo, found values and powersOfTwo',
    ],
    ['field: a\nvalues: []', '2:9 values: expected at least 1 items, found 0'],
    ['field: a\nvalues: 4', '2:9 values: expected a list, found 4'],
    [
      'field: a\nvalues: [{b: 1}]',
      '2:10 values.0: expected true, false, a number, text or null, found a mapping',
    ],
    ['field: a\nvalues: [.nan]', '2:10 values.0: expected true, false, a number, text or null, found NaN'],
    ['field: a\nvalues: [1, 2, 1.0]', '2:16 values.2: expected values that differ, found 1 again'],
    [
      'field: a\nvalues: [1, [2]]',
      '2:13 values.1: expected one value (lists go with fields), found a list of 1',
    ],
    [
      'fields: [a, b]\nvalues: [[1, 2], [1, 2]]',
      '2:18 values.1: expected values that differ, found [1,2] again',
    ],
    [
      'fields: [a, b]\nvalues: [[1, 2], [1]]',
      '2:18 values.1: expected a list of 2 values, one per field, found a list of 1',
    ],
    ['fields: [a, b]\nvalues: [3]', '2:10 values.0: expected a list of 2 values, one per field, found 3'],
    ['fields: [a, a]\nvalues: [[1, 2]]', '1:13 fields.1: expected each field once, found a again'],
    ['fields: [a]\nvalues: [[1]]', '1:9 fields: expected at least 2 items, found 1'],
    [
      'fields: [a, b]\npowersOfTwo: {from: 1, to: 2}',
      '2:14 powersOfTwo: expected values with fields, one per field in each, found powersOfTwo',
    ],
    [
      'field: a..b\nvalues: [1]',
      '1:8 field: expected the dotted path of a field, as in pes, ewop.lanes or workload.sparsity, found "a..b"',
    ],
    [
      'field: a.constructor\nvalues: [1]',
      '1:8 field: expected the path of a field, found "a.constructor", which cannot be one',
    ],
    ['field: a\nrange: {from: 2, to: 1, step: 1}', '2:22 range.to: expected at least from = 2, found 1'],
    ['field: a\nrange: {from: 1, to: 2, step: 0}', '2:31 range.step: expected more than 0, found 0'],
    ['field: a\nrange: {from: 1, to: 2, step: -1}', '2:31 range.step: expected more than 0, found -1'],
    ['field: a\nrange: {to: 2}', '2:8 range.from: missing, expected a number'],
    ['field: a\nrange: {from: 1, to: .inf}', '2:22 range.to: expected a number, found Infinity'],
    [
      'field: a\nrange: {from: 1, to: 2, step: 1, count: 2}',
      '2:41 range.count: expected step or count, found both',
    ],
    ['field: a\nrange: {from: 1, to: 2, count: 1}', '2:32 range.count: expected at least 2, found 1'],
    [
      'field: a\nrange: {from: 1, to: 2, count: 1000001}',
      '2:32 range.count: expected at most 1000000, found 1000001',
    ],
    [
      'field: a\nrange: {from: 1, to: 1000001, step: 1}',
      '2:8 range: expected at most 1000000 values, found 1000001',
    ],
    [
      'field: a\nrange: {from: 0, to: 2, count: 2, scale: log}',
      '2:15 range.from: expected more than 0, since scale is log, found 0',
    ],
    [
      'field: a\nrange: {from: 0, to: 2, step: 2, scale: linear}',
      '2:41 range.scale: expected no scale with step; it goes with count',
    ],
    [
      'field: a\nrange: {from: 0, to: 2, step: 2, round: true}',
      '2:41 range.round: expected no round with step; it goes with count',
    ],
    [
      'field: a\nrange: {from: 0.5, to: 2, round: true}',
      '2:8 range: expected whole numbers as from and to, since round is true, found 0.5 and 2',
    ],
    [
      'field: a\nrange: {from: 1, to: 2, steps: 3}',
      '2:25 range: unknown field `steps`, did you mean `step`?',
    ],
    [
      'field: a\npowersOfTwo: {from: 3, to: 8}',
      '2:21 powersOfTwo.from: expected a power of two, as in 1, 2 or 64, found 3',
    ],
    [
      'field: a\npowersOfTwo: {from: 1, to: 4503599627370497}',
      '2:28 powersOfTwo.to: expected a power of two, as in 1, 2 or 64, found 4503599627370497',
    ],
    [
      'field: a\npowersOfTwo: {from: 0, to: 8}',
      '2:21 powersOfTwo.from: expected a power of two, as in 1, 2 or 64, found 0',
    ],
    ['field: a\npowersOfTwo: {from: 8, to: 4}', '2:28 powersOfTwo.to: expected at least from = 8, found 4'],
  ])('%j: %s', (text, expected) => expect(refusal(() => levels(text))).toBe(`a.yaml:${expected}`));

  it('with a million values too many, and for the first repetition alone', () => {
    expect(AxisSchema.safeParse({ field: 'a', values: new Array(1_000_001).fill(1) }).success).toBe(false);
    const result = AxisSchema.safeParse({ field: 'a', values: new Array(100_000).fill(1) });
    expect(result.error?.issues.map(({ path }) => path)).toEqual([['values', 1]]);
  });

  it('with steps that are too small to count', () => {
    const range = { from: -1.7e308, to: 1.7e308, step: 5e-324 };
    expect(AxisSchema.safeParse({ field: 'a', range }).success).toBe(false);
  });
});

describe('sampling', () => {
  const sampling = (text: string) => parseYaml(text, 'a.yaml', SamplingSchema);
  it.each([
    ['method: grid', { method: 'grid' }],
    ['method: random\npoints: 10', { method: 'random', points: 10, seed: 1 }],
    ['method: latin-hypercube\npoints: 10\nseed: 4', { method: 'latin-hypercube', points: 10, seed: 4 }],
  ])('%j', (text, expected) => expect(sampling(text)).toEqual(expected));

  it.each([
    [
      'method: gird',
      '1:9 method: expected grid, random or latin-hypercube, found "gird", did you mean `grid`?',
    ],
    ['points: 3', '1:1 method: missing, expected grid, random or latin-hypercube'],
    ['method: random', '1:1 points: missing, expected a number'],
    ['method: grid\npoints: 3', '2:1: unknown field `points`; expected method'],
    ['method: random\npoints: 0', '2:9 points: expected at least 1, found 0'],
  ])('%j is refused: %s', (text, expected) =>
    expect(refusal(() => sampling(text))).toBe(`a.yaml:${expected}`),
  );
});
