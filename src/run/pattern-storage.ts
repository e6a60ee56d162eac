import type { ArraySizes } from '../bbs/array-sizes.ts';
import { type StorageBits, withScaleBits } from '../bbs/formats/storage.ts';
import type { StoredCodes } from '../bbs/matrix.ts';
import type { PatternConfig } from '../bbs/patterns/index.ts';
import { patternFormat } from '../bbs/patterns/pattern-format.ts';
import type { NumberFormat } from '../num/fixed.ts';
import { hasScales, scaleBitsOf, weightValueBits } from '../num/row-scale.ts';

/**
 * Bits of a matrix in the format of its pattern, with the scales of int8 weights. Throws BadInput for a
 * matrix that the format cannot hold.
 */
export function patternStorage(
  pattern: PatternConfig,
  stored: StoredCodes,
  sizes: ArraySizes,
  number: NumberFormat,
): StorageBits {
  const format = patternFormat(pattern, sizes);
  const storage = format.storage(format.encode(stored, sizes), weightValueBits(number));
  return hasScales(number) ? withScaleBits(storage, scaleBitsOf(stored.rows, number)) : storage;
}
