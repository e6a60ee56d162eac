/**
 * Bits that a format needs in memory: values (W bits each, padding included), the indices that say where they
 * are, and pointers to the start of rows or columns.
 */
export interface StorageBits {
  readonly valueBits: number;
  readonly indexBits: number;
  readonly pointerBits: number;
  readonly totalBits: number;
}

/**
 * The storage of `values` values of `bits` bits with `indexWidth` index bits each and `pointers`
 * pointers of `pointerWidth` bits.
 */
export function storageBits(
  values: { readonly count: number; readonly bits: number; readonly indexWidth: number },
  pointers: { readonly count: number; readonly width: number },
): StorageBits {
  const valueBits = values.count * values.bits;
  const indexBits = values.count * values.indexWidth;
  const pointerBits = pointers.count * pointers.width;
  return { valueBits, indexBits, pointerBits, totalBits: valueBits + indexBits + pointerBits };
}

/** Bits that tell `count` values apart: ceil(log2 count), 0 for one value or none. */
export function widthOf(count: number): number {
  return count <= 1 ? 0 : 32 - Math.clz32(count - 1);
}
