import type { StoredMatrix } from '../bbs/matrix.ts';
import type { StoredLayer } from '../lstm/stored-layer.ts';
import { type NumberFormat, noSaturations, type Saturations } from '../num/fixed.ts';
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
function canWrap(layers: readonly StoredLayer[], { bits, accumulatorBits }: NumberFormat): boolean {
  const most = Math.max(
    ...layers.map(({ gates, projection }) =>
      Math.max(
        // Products over x and over h meet in one accumulator, of some kinds of cells not all of them.
        gates.reduce((sum, matrix) => sum + longestRow(matrix), 0),
        projection === null ? 0 : longestRow(projection),
      ),
    ),
  );
  return most * 2 ** (2 * bits - 2) >= 2 ** (accumulatorBits - 1);
}

function longestRow({ rowStart, rows }: StoredMatrix): number {
  let longest = 0;
  for (let row = 0; row < rows; row++) longest = Math.max(longest, rowStart[row + 1] - rowStart[row]);
  return longest;
}
