import type { Slice, VectorSpec } from '../../lstm/program/program.ts';

/**
 * The vector registers of the element-wise unit: word vectors as Int16Array, accumulator
 * vectors as Float64Array (exact integers of up to 52 bits). Read and write ports are
 * unlimited. docs/timing.md section 5.
 */
export interface RegisterFile {
  readonly words: readonly (Int16Array | null)[];
  readonly accumulators: readonly (Float64Array | null)[];
}

/** Registers for the vectors of a program, all zero. */
export function registerFile(vectors: readonly VectorSpec[]): RegisterFile {
  return {
    words: vectors.map(({ kind, length }) => (kind === 'word' ? new Int16Array(length) : null)),
    accumulators: vectors.map(({ kind, length }) =>
      kind === 'accumulator' ? new Float64Array(length) : null,
    ),
  };
}

/** The words of a slice; throws a RangeError when the vector holds accumulators. */
export function wordSlice({ words }: RegisterFile, { vector, from, length }: Slice): Int16Array {
  const all = words[vector];
  if (!all || from + length > all.length)
    throw new RangeError(`vector ${vector} has no words ${from} .. ${from + length - 1}`);
  return all.subarray(from, from + length);
}

/** The accumulators of a slice; throws a RangeError when the vector holds words. */
export function accumulatorSlice(
  { accumulators }: RegisterFile,
  { vector, from, length }: Slice,
): Float64Array {
  const all = accumulators[vector];
  if (!all || from + length > all.length) {
    throw new RangeError(`vector ${vector} has no accumulators ${from} .. ${from + length - 1}`);
  }
  return all.subarray(from, from + length);
}

/** Whether a slice's vector holds accumulators. */
export function isAccumulator({ accumulators }: RegisterFile, { vector }: Slice): boolean {
  return accumulators[vector] !== null;
}
