import fc from 'fast-check';
import type { DenseMatrix } from '../../src/bbs/matrix.ts';
import type { PatternConfig, PatternKind } from '../../src/bbs/patterns/index.ts';
import {
  PatternSchema,
  patternKinds,
  patternOf,
  resolvePattern,
} from '../../src/bbs/patterns/named-pattern.ts';

/** A matrix written out row by row; `mask` likewise. */
export function matrix(rows: number[][], mask?: number[][]): DenseMatrix {
  return {
    tensor: 'w',
    rows: rows.length,
    cols: rows[0].length,
    values: Float64Array.from(rows.flat()),
    raw: false,
    mask: mask === undefined ? null : Uint8Array.from(mask.flat()),
  };
}

/** Weights with many ties and zeros, and some of any size. */
const weight = fc.oneof(
  { weight: 3, arbitrary: fc.integer({ min: -3, max: 3 }) },
  { weight: 1, arbitrary: fc.double({ min: -100, max: 100, noNaN: true }) },
);

const shape = fc.record({ rows: fc.integer({ min: 0, max: 7 }), cols: fc.integer({ min: 0, max: 40 }) });

/**
 * Matrices of every type of weight, with and without a mask, empty ones and
 * single rows and columns among them.
 */
export const anyMatrix: fc.Arbitrary<DenseMatrix> = shape.chain(({ rows, cols }) => {
  const length = rows * cols;
  const numbers = (element: fc.Arbitrary<number>) =>
    fc.array(element, { minLength: length, maxLength: length });
  const typed = fc.oneof(
    numbers(weight).map((values) => ({ values: Float64Array.from(values), raw: false })),
    numbers(weight).map((values) => ({ values: Float32Array.from(values), raw: false })),
    numbers(fc.integer({ min: -32768, max: 32767 })).map((codes) => ({
      values: Int16Array.from(codes),
      raw: true,
    })),
  );
  const mask = fc.option(numbers(fc.nat({ max: 1 })).map((bits) => Uint8Array.from(bits)));
  return fc.record({ typed, mask }).map(({ typed, mask }) => ({ tensor: 'w', rows, cols, mask, ...typed }));
});

/** Patterns of these names, with options that do and do not fit the matrix. */
export function anyPatternOf(...kinds: readonly PatternKind[]): fc.Arbitrary<PatternConfig> {
  return fc
    .record({
      kind: fc.constantFrom(...kinds),
      banks: fc.integer({ min: 2, max: 70 }),
      placement: fc.constantFrom('even' as const, 'blocked' as const),
      blockRows: fc.integer({ min: 1, max: 4 }),
      blockCols: fc.integer({ min: 1, max: 5 }),
      length: fc.integer({ min: 1, max: 6 }),
      pes: fc.integer({ min: 1, max: 9 }),
      m: fc.integer({ min: 2, max: 17 }),
      rows: fc.integer({ min: 1, max: 5 }),
      rowShare: fc.constantFrom(0, 0.2, 0.5, 1),
      period: fc.integer({ min: 2, max: 20 }),
      basis: fc.integer({ min: 1, max: 4 }),
      clusters: fc.integer({ min: 1, max: 9 }),
    })
    .map(({ kind, ...options }) => {
      const known = Object.keys(patternOf({ kind }).schema.shape);
      const given = Object.entries(options).filter(([name]) => known.includes(name));
      return resolvePattern(PatternSchema.parse({ kind, ...Object.fromEntries(given) }), options);
    });
}

/** Every pattern, with options that do and do not fit the matrix. */
export const anyPattern: fc.Arbitrary<PatternConfig> = anyPatternOf(...patternKinds);

/** Patterns that keep at a higher sparsity what they keep at a lower one, and can be reached in steps. */
export const anyNestingPattern = anyPattern.filter((pattern) => patternOf(pattern).choosesAnew !== true);

/** Sparsities of two digits, as people write them. */
export const anySparsity = fc.integer({ min: 0, max: 100 }).map((percent) => percent / 100);
