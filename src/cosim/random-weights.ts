import type { StoredMatrix, StoredScales } from '../bbs/matrix.ts';
import type { NumberFormat } from '../num/fixed.ts';
import { hasScales, LARGEST_INT8, MULTIPLIER_BITS, SHIFT_BITS, weightValueBits } from '../num/row-scale.ts';
import type { RandomDraws } from './random-draws.ts';

/**
 * Draws codes of weights in a format, and with int8 weights scales of their rows. `ofScales`: draws these, so
 * that `draw` goes on as without.
 */
export function drawWeights(
  draw: RandomDraws,
  ofScales: RandomDraws,
  format: NumberFormat,
  { rows, entries }: { readonly rows: number; readonly entries: number },
): Pick<StoredMatrix, 'codes' | 'scales'> {
  const bits = weightValueBits(format);
  const codes = Int16Array.from({ length: entries }, () => draw.code(bits));
  if (!hasScales(format)) return { codes };
  // Codes of int8 weights are symmetric.
  return {
    codes: codes.map((code) => Math.max(-LARGEST_INT8, code)),
    scales: drawScales(ofScales, format, rows),
  };
}

/** Any multiplier, zero and the largest among them, and any shift, none more often than others. */
function drawScales(draw: RandomDraws, { weightScale }: NumberFormat, rows: number): StoredScales {
  const most = 2 ** MULTIPLIER_BITS - 1;
  const multiplier = () => (draw.chance(0.15) ? draw.of([0, 1, most]) : draw.integer(0, most));
  const shift = () => (draw.chance(0.15) ? 0 : draw.integer(0, 2 ** SHIFT_BITS - 1));
  const drawn = Array.from({ length: weightScale === 'tensor' ? 1 : rows }, () => [multiplier(), shift()]);
  const ofRow = (row: number) => drawn[row % drawn.length];
  return {
    multipliers: Uint16Array.from({ length: rows }, (_, row) => ofRow(row)[0]),
    shifts: Uint8Array.from({ length: rows }, (_, row) => ofRow(row)[1]),
    requantised: 0,
  };
}
