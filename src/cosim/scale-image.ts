import type { BeatMatrix } from '../hw/array/beat-matrix.ts';
import { MULTIPLIER_BITS, SCALE_BITS, SHIFT_BITS } from '../num/row-scale.ts';
import { HexWord } from './bench/hex-word.ts';
import type { RtlShape } from './rtl-shape.ts';
import type { Product } from './weight-words.ts';

/** The scale memory of a PE, and where in it the scales of each product begin. */
export interface ScaleWords {
  readonly words: readonly string[];
  readonly first: readonly number[];
}

/**
 * The scales that rtl/row_rescale.sv reads on a PE: of its rows in the order in which they leave, product
 * after product, or of every matrix. Empty where weights have none.
 */
export function scaleWords({ rescale }: RtlShape, products: readonly Product[], pe: number): ScaleWords {
  if (rescale === 'row') return scalesOfRows(products, pe);
  return rescale === 'tensor' ? scalesOfMatrices(products) : { words: [], first: products.map(() => 0) };
}

function scalesOfRows(products: readonly Product[], pe: number): ScaleWords {
  const words: string[] = [];
  const first = products.map(({ beats, order }) => {
    const from = words.length;
    for (const row of order.rows.subarray(order.start[pe], order.start[pe + 1]))
      words.push(scaleWord(beats, row));
    return from;
  });
  return { words, first };
}

/** Products of one matrix have its scale. */
function scalesOfMatrices(products: readonly Product[]): ScaleWords {
  const matrices = [...new Set(products.map(({ beats }) => beats))];
  return {
    words: matrices.map((beats) => scaleWord(beats, 0)),
    first: products.map(({ beats }) => matrices.indexOf(beats)),
  };
}

/** {e, m} of a row. */
function scaleWord({ scales }: BeatMatrix, row: number): string {
  const word = new HexWord(SCALE_BITS);
  word.put(0, MULTIPLIER_BITS, scales?.multipliers[row] ?? 0);
  word.put(MULTIPLIER_BITS, SHIFT_BITS, scales?.shifts[row] ?? 0);
  return word.toString();
}
