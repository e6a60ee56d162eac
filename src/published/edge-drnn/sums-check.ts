import { Mismatch } from '../../errors/mismatch.ts';
import { wrap } from '../../num/fixed.ts';
import { ACCUMULATOR_BITS, type DeltaGruLayer, STATE_FRACTION } from './delta-gru.ts';

/**
 * Compares the accumulators of a layer, which have seen differences only, with the products of all weights
 * and what was sent last, wrapped once at the end. Returns how many were compared; throws Mismatch at the
 * first that differs.
 */
export function checkSums(layer: DeltaGruLayer, name: string): number {
  const { weights, sentInputs, sentStates, sums } = layer;
  const hidden = sentStates.length;
  const ofInputs = productsOf(
    [weights[0], ...weights.slice(1, 1 + sentInputs.length)],
    [2 ** STATE_FRACTION, ...sentInputs],
  );
  const ofStates = productsOf(weights.slice(1 + sentInputs.length), [...sentStates]);
  const expected = {
    r: ofInputs.slice(0, hidden).map((sum, n) => sum + ofStates[n]),
    z: ofInputs.slice(hidden, 2 * hidden).map((sum, n) => sum + ofStates[hidden + n]),
    ofInputs: ofInputs.slice(2 * hidden),
    ofStates: ofStates.slice(2 * hidden),
  };
  for (const part of ['r', 'z', 'ofInputs', 'ofStates'] as const) {
    expected[part].forEach((sum, n) => {
      const wanted = wrap(sum, ACCUMULATOR_BITS);
      if (sums[part][n] === wanted) return;
      throw new Mismatch(`${name}, ${part}[${n}]: accumulated ${sums[part][n]}, all products ${wanted}`);
    });
  }
  return 4 * hidden;
}

/** Rows of 3H: the columns times their factors, exact. */
function productsOf(columns: readonly Int8Array[], factors: readonly number[]): Float64Array {
  const products = new Float64Array(columns[0].length);
  columns.forEach((column, c) => {
    const factor = factors[c];
    for (let row = 0; row < products.length; row++) products[row] += column[row] * factor;
  });
  return products;
}
