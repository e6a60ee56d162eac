import { z } from 'zod';
import { integer } from '../../config/field-types.ts';
import { periodic as periodicFormat } from '../formats/periodic.ts';
import { unbalancedArrays } from './fields.ts';
import { gridOfColumns } from './grid.ts';
import { keptCountOrOne } from './kept-count.ts';
import { keepLargest } from './largest.ts';
import { everything, type MagnitudeMatrix, magnitudesOf } from './magnitudes.ts';
import { nearestSparsity } from './nearest-sparsity.ts';
import type { Pattern } from './pattern.ts';

/** The columns of some phases, column mod `period`, the same ones in every row. */
export interface PeriodicPattern {
  readonly kind: 'periodic';
  readonly period: number;
}

const schema = z.strictObject({
  period: integer(2, 4096).default(16).describe('Columns after which the choice of columns repeats'),
});

/**
 * Periodic pattern-based sparsity (Sparse Periodic Systolic dataflow, Heo et al., ISLPED 2022), for a matrix
 * in place of kernels: max(1, floor(keep * period + 1/2)) phases are kept, those with the largest sum of |w|
 * over all rows and all columns of the phase (in row-major order; positions outside the mask count as zero,
 * phases wholly outside come last). Every row keeps the same columns, so that one small table says where the
 * weights of the whole matrix are.
 */
export const periodic: Pattern<PeriodicPattern, typeof schema> = {
  kind: 'periodic',
  says: 'The same columns in every row, by their place in a period (SPS)',
  schema,
  accelerators: ['bbs', ...unbalancedArrays],
  format: (pattern) => periodicFormat.of(pattern),
  grid: ({ period }, size) => gridOfColumns(size, period, `periods of ${period} columns`),
  resolve: (given) => given,
  select(matrix, { period }, sparsity) {
    const row = columnsKept(matrix, largestPhases(phaseSums(matrix, period), sparsity));
    const mask = new Uint8Array(matrix.values.length);
    for (let from = 0; from < mask.length; from += matrix.cols) mask.set(row, from);
    return { mask, perBank: null };
  },
  sparsityFor(weights, { period }, count) {
    const sums = phaseSums(magnitudesOf(weights, everything(weights)), period);
    return nearestSparsity(count, weights.values.length, (sparsity) => {
      const row = columnsKept(weights, largestPhases(sums, sparsity));
      return weights.rows * row.reduce((kept, bit) => kept + bit, 0);
    });
  },
};

/** The sum of the magnitudes of every phase; -1 for one wholly outside the mask, or without columns. */
function phaseSums({ rows, cols, values }: MagnitudeMatrix, period: number): Float64Array {
  const sums = new Float64Array(period).fill(-1);
  for (let row = 0, i = 0; row < rows; row++) {
    for (let col = 0; col < cols; col++, i++) {
      if (values[i] < 0) continue;
      const phase = col % period;
      sums[phase] = Math.max(sums[phase], 0) + values[i];
    }
  }
  return sums;
}

function largestPhases(sums: Float64Array, sparsity: number): Uint8Array {
  const kept = new Uint8Array(sums.length);
  const count = keptCountOrOne(sums.length, sparsity);
  keepLargest(sums, 0, sums.length, count, kept, new Float64Array(sums.length));
  return kept;
}

/** The mask of a row. */
function columnsKept({ cols }: Pick<MagnitudeMatrix, 'cols'>, phases: Uint8Array): Uint8Array {
  return Uint8Array.from({ length: cols }, (_, col) => phases[col % phases.length]);
}
