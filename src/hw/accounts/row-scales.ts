import { hasScales, MULTIPLIER_BITS, SCALE_BITS, weightValueBits } from '../../num/row-scale.ts';
import type { EncodedMatrix, SpmvArray } from '../array/spmv-array.ts';
import type { AcceleratorConfig } from '../config/config.ts';
import type { Footprint } from './footprint.ts';

/** A multiplier of a scale is unsigned, so it takes a bit more as an operand of a signed product. */
const SIGNED_MULTIPLIER_BITS = MULTIPLIER_BITS + 1;

/**
 * Bits of the wider operand of a rescaler: a sum of the products of so many columns, no wider than an
 * accumulator.
 */
export function rescaledBits({ number }: Pick<AcceleratorConfig, 'number'>, cols: number): number {
  const { bits, accumulatorBits } = number;
  const sumBits = weightValueBits(number) + bits + Math.ceil(Math.log2(Math.max(1, cols)));
  return Math.min(accumulatorBits, sumBits);
}

/**
 * What a rescale of one row is charged as, in products of lanes: by the product of the widths of its operands
 * (assumption).
 */
export function productsOfRescale(config: Pick<AcceleratorConfig, 'number'>, cols: number): number {
  const { number } = config;
  return (rescaledBits(config, cols) * SIGNED_MULTIPLIER_BITS) / (number.bits * weightValueBits(number));
}

/**
 * Scale memories and rescalers of all PEs; nothing without int8 weights. A PE holds a word for each of its
 * rows of every matrix, and in any case for two tiles of one, or with one scale for a matrix there is a
 * register for each matrix.
 */
export function rowScalesOf(
  { config, rowPacking }: SpmvArray,
  matrices: readonly EncodedMatrix[],
): Pick<Footprint, 'weightBits' | 'rowScales'> {
  const { number, pes } = config;
  if (!hasScales(number)) return {};
  const isPerRow = number.weightScale === 'row';
  return {
    weightBits: weightValueBits(number),
    rowScales: {
      wordBits: SCALE_BITS,
      wordsPerPe: isPerRow ? scaleWords(matrices, pes) : 0,
      registers: isPerRow ? 0 : matrices.length,
      portsPerPe: rowPacking?.rowsPerCycle ?? 1,
      sumBits: Math.max(...matrices.map(({ beats }) => rescaledBits(config, beats.cols))),
      multiplierBits: SIGNED_MULTIPLIER_BITS,
    },
  };
}

/** Rows that are dealt to other PEs than the array has stand for as many on each of its own. */
function scaleWords(matrices: readonly EncodedMatrix[], ownPes: number): number {
  const { pes } = matrices[0].beats.order;
  const onOwn = (rows: number) => Math.ceil((rows * pes) / ownPes);
  let most = 0;
  for (let pe = 0; pe < pes; pe++) {
    const rows = matrices.map(({ beats: { order } }) => order.start[pe + 1] - order.start[pe]);
    most = Math.max(most, onOwn(rows.reduce((a, b) => a + b, 0)), 2 * onOwn(Math.max(...rows)));
  }
  return most;
}
