import type { StoredMatrix } from '../bbs/matrix.ts';
import type { StoredLayer } from '../lstm/stored-layer.ts';
import { type NumberFormat, noSaturations, type Saturations } from '../num/fixed.ts';
import { weightValueBits } from '../num/row-scale.ts';
import type { Execution } from './execute-sequence.ts';
import type { PreparedModel } from './prepared-model.ts';
import type { Sequence } from './sequence.ts';

/** How often values were cut, by place, and how many accumulators wrapped; null where it is not known. */
export type KnownSaturations = Readonly<Record<keyof Saturations, number | null>>;

/**
 * What is known of a run. With values it is all of it: weights, inputs and datapath together. Without, it is
 * the weights and biases; and that no accumulator wraps, where the longest rows leave no sum that could.
 */
export function knownSaturations(
  { layers, saturations }: Pick<PreparedModel, 'layers' | 'saturations'>,
  format: NumberFormat,
  values: { readonly sequence: Sequence; readonly execution: Execution } | null,
): KnownSaturations {
  const points = Object.keys(noSaturations()) as (keyof Saturations)[];
  if (values === null) {
    const unknown = Object.fromEntries(points.map((point) => [point, null])) as KnownSaturations;
    const wrappedAccumulators = canWrap(layers, format) ? null : 0;
    return { ...unknown, weight: saturations.weight, bias: saturations.bias, wrappedAccumulators };
  }
  const parts = [saturations, values.sequence.saturations, values.execution.saturations];
  const total = noSaturations();
  for (const part of parts) for (const point of points) total[point] += part[point];
  return total;
}

/** Whether some vector can make a sum of products that does not fit its accumulator. */
function canWrap(layers: readonly StoredLayer[], format: NumberFormat): boolean {
  const limit = 2 ** (format.accumulatorBits - 1);
  return layers.some(({ gates, projection }) => {
    const most = gates.map((matrix) => largestSum(matrix, format));
    const all = projection === null ? most : [...most, largestSum(projection, format)];
    // Products over x and over h meet in one accumulator, of some kinds of cells not all of them.
    return Math.max(...all, sumOf(most)) >= limit;
  });
}

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

/** What no sum of a row of the matrix is above, whatever the vector, before a rescale or after. */
function largestSum(matrix: StoredMatrix, format: NumberFormat): number {
  const { scales } = matrix;
  const sum = longestRow(matrix) * 2 ** (weightValueBits(format) + format.bits - 2);
  if (!scales) return sum;
  let factor = 1;
  scales.multipliers.forEach((m, row) => {
    factor = Math.max(factor, m / 2 ** scales.shifts[row]);
  });
  return sum * factor + 1;
}

function longestRow({ rowStart, rows }: StoredMatrix): number {
  let longest = 0;
  for (let row = 0; row < rows; row++) longest = Math.max(longest, rowStart[row + 1] - rowStart[row]);
  return longest;
}
