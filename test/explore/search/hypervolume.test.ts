import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seeded } from '../../../src/num/random.ts';
import { hypervolume } from './hypervolume.ts';

/** Cells of the unit grid below `edge` that some point dominates. Right for integer points. */
function countCells(points: readonly (readonly number[])[], edge: number, objectives: number): number {
  let cells = 0;
  for (let position = 0; position < edge ** objectives; position++) {
    const cell = Array.from({ length: objectives }, (_, m) => Math.floor(position / edge ** m) % edge);
    if (points.some((point) => point.every((cost, m) => cost <= cell[m]))) cells++;
  }
  return cells;
}

describe('the hypervolume', () => {
  it('of two rectangles that overlap counts the overlap once', () => {
    expect(
      hypervolume(
        [
          [1, 3],
          [2, 1],
        ],
        [4, 5],
      ),
    ).toBe(3 * 2 + 2 * 4 - 2 * 2);
  });

  it('of two boxes that overlap counts the overlap once', () => {
    expect(
      hypervolume(
        [
          [0, 0, 1],
          [1, 1, 0],
        ],
        [2, 2, 2],
      ),
    ).toBe(2 * 2 * 1 + 1 * 1 * 2 - 1 * 1 * 1);
  });

  it.each([1, 2, 3, 4])('of points on a grid of %i objectives is the number of dominated cells', (m) => {
    const edge = 6;
    const anyPoint = fc.array(fc.integer({ min: 0, max: edge + 1 }), { minLength: m, maxLength: m });
    fc.assert(
      fc.property(fc.array(anyPoint, { maxLength: 10 }), (points) => {
        const reference = Array.from({ length: m }, () => edge);
        expect(hypervolume(points, reference)).toBe(countCells(points, edge, m));
      }),
      { numRuns: 50 },
    );
  });

  it('leaves out points at or behind the reference', () => {
    expect(
      hypervolume(
        [
          [0, 2],
          [3, 0],
        ],
        [2, 2],
      ),
    ).toBe(0);
    expect(hypervolume([], [1, 1, 1])).toBe(0);
  });

  it('of many points of a sphere is about what the sphere leaves of the cube', () => {
    const random = seeded(1);
    const points = Array.from({ length: 1000 }, () => {
      const [x, y, z] = [random(), random(), random()];
      const radius = Math.hypot(x, y, z);
      return [1 - x / radius, 1 - y / radius, 1 - z / radius];
    });
    const volume = hypervolume(points, [1, 1, 1]);
    expect(volume).toBeLessThan(Math.PI / 6);
    expect(volume).toBeGreaterThan(0.95 * (Math.PI / 6));
  });

  it('refuses a reference that points cannot be compared with', () => {
    expect(() => hypervolume([[1, 2]], [3, Infinity])).toThrow(RangeError);
    expect(() => hypervolume([[1, 2]], [3, 3, 3])).toThrow(RangeError);
  });
});
