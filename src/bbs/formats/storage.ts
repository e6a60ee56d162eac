/**
 * Bits that a format needs in memory: values (W or 8 bits each, padding included), the indices that say where
 * they are, pointers to the start of rows or columns, and scales: those of int8 weights, and that of a basis.
 */
export interface StorageBits {
  readonly valueBits: number;
  readonly indexBits: number;
  readonly pointerBits: number;
  /** Absent: weights have no scales. */
  readonly scaleBits?: number | undefined;
  readonly totalBits: number;
}

/** The storage with scales of so many bits beside it. */
export function withScaleBits(storage: StorageBits, scaleBits: number): StorageBits {
  const { totalBits, ...others } = storage;
  return { ...others, scaleBits: (others.scaleBits ?? 0) + scaleBits, totalBits: totalBits + scaleBits };
}

/** What several matrices take together. */
export function sumOfStorage(parts: readonly StorageBits[]): StorageBits {
  const sum = (of: (part: StorageBits) => number) => parts.reduce((total, part) => total + of(part), 0);
  const hasScales = parts.some(({ scaleBits }) => scaleBits !== undefined);
  return {
    valueBits: sum(({ valueBits }) => valueBits),
    indexBits: sum(({ indexBits }) => indexBits),
    pointerBits: sum(({ pointerBits }) => pointerBits),
    ...(hasScales ? { scaleBits: sum(({ scaleBits = 0 }) => scaleBits) } : {}),
    totalBits: sum(({ totalBits }) => totalBits),
  };
}

/**
 * The storage of `values` values of `bits` bits with `indexWidth` index bits each and `pointers`
 * pointers of `pointerWidth` bits.
 */
export function storageBits(
  values: { readonly count: number; readonly bits: number; readonly indexWidth: number },
  pointers: { readonly count: number; readonly width: number },
): StorageBits {
  return storageOfBits({
    valueBits: values.count * values.bits,
    indexBits: values.count * values.indexWidth,
    pointerBits: pointers.count * pointers.width,
  });
}

/** The storage of these bits, for a format that has no index of one width for each value. */
export function storageOfBits(bits: Omit<StorageBits, 'scaleBits' | 'totalBits'>): StorageBits {
  return { ...bits, totalBits: bits.valueBits + bits.indexBits + bits.pointerBits };
}

/**
 * How a format that packs its entries row by row is cut: any of its rows, in any order, are stored as a
 * matrix of their own, with entries of one width and one pointer more than there are rows.
 */
export interface PackedRows {
  /** Bits of an entry: value and index. */
  readonly entryBits: number;
  readonly pointerBits: number;
}

/** Bits of `rows` rows with `entries` entries together. */
export function packedBits(
  { entryBits, pointerBits }: PackedRows,
  { rows, entries }: { readonly rows: number; readonly entries: number },
): number {
  return entries * entryBits + (rows + 1) * pointerBits;
}

/** Bits that tell `count` values apart: ceil(log2 count), 0 for one value or none. */
export function widthOf(count: number): number {
  return count <= 1 ? 0 : 32 - Math.clz32(count - 1);
}
