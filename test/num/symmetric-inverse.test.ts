import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { symmetricInverse } from '../../src/num/symmetric-inverse.ts';

/** B^T B + 1, which is positive definite. */
const definite = fc.integer({ min: 1, max: 9 }).chain((size) =>
  fc
    .array(fc.double({ min: -2, max: 2, noNaN: true }), { minLength: size * size, maxLength: size * size })
    .map((b) => ({
      size,
      matrix: Float64Array.from({ length: size * size }, (_, at) => {
        const [i, j] = [Math.floor(at / size), at % size];
        let sum = i === j ? 1 : 0;
        for (let k = 0; k < size; k++) sum += b[k * size + i] * b[k * size + j];
        return sum;
      }),
    })),
);

describe('the inverse of a symmetric matrix', () => {
  it('is 1/3 of [2 -1; -1 2] for [2 1; 1 2]', () => {
    const inverse = symmetricInverse(Float64Array.of(2, 1, 1, 2), 2);
    [2 / 3, -1 / 3, -1 / 3, 2 / 3].forEach((value, i) => {
      expect(inverse?.[i]).toBeCloseTo(value, 15);
    });
  });

  it('times the matrix is the identity, and it is symmetric', () => {
    fc.assert(
      fc.property(definite, ({ size, matrix }) => {
        const inverse = symmetricInverse(matrix, size) ?? new Float64Array(0);
        for (let i = 0; i < size; i++) {
          for (let j = 0; j < size; j++) {
            let sum = 0;
            for (let k = 0; k < size; k++) sum += matrix[i * size + k] * inverse[k * size + j];
            expect(sum).toBeCloseTo(i === j ? 1 : 0, 9);
            expect(inverse[i * size + j]).toBe(inverse[j * size + i]);
          }
        }
      }),
    );
  });

  it('of a diagonal matrix has exactly the reciprocals', () => {
    const diagonal = [3, 0.1, 7];
    const inverse = symmetricInverse(Float64Array.of(3, 0, 0, 0, 0.1, 0, 0, 0, 7), 3);
    expect([...(inverse ?? [])]).toEqual([
      1 / diagonal[0],
      0,
      0,
      0,
      1 / diagonal[1],
      0,
      0,
      0,
      1 / diagonal[2],
    ]);
  });

  it('is none where rows depend on each other', () => {
    expect(symmetricInverse(Float64Array.of(1, 2, 2, 4), 2)).toBe(null);
    expect(symmetricInverse(Float64Array.of(0), 1)).toBe(null);
    expect(symmetricInverse(Float64Array.of(1, 2, 2, 1), 2)).toBe(null);
  });
});
