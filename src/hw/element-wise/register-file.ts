import type { Slice, VectorSpec } from '../../lstm/program/program.ts';
import type { Saturations } from '../../num/fixed.ts';

/**
 * The vector registers of the element-wise unit: word vectors as Int16Array, accumulator
 * vectors as Float64Array (exact integers of up to 52 bits). Read and write ports are
 * unlimited. docs/timing.md section 5.
 */
export interface RegisterFile {
  readonly words: readonly (Int16Array | null)[];
  readonly accumulators: readonly (Float64Array | null)[];
  /**
   * What each accumulator has lost because it wraps: the exact sum less the held one. No hardware has it; it
   * is how wraps are counted.
   */
  readonly lost: readonly (Float64Array | null)[];
}

/** Registers for the vectors of a program, all zero. */
export function registerFile(vectors: readonly VectorSpec[]): RegisterFile {
  return {
    words: vectors.map(({ kind, length }) => (kind === 'word' ? new Int16Array(length) : null)),
    accumulators: vectors.map(accumulatorsOf),
    lost: vectors.map(accumulatorsOf),
  };
}

const accumulatorsOf = ({ kind, length }: VectorSpec) =>
  kind === 'accumulator' ? new Float64Array(length) : null;

/** The words of a slice; throws a RangeError when the vector holds accumulators. */
export function wordSlice({ words }: RegisterFile, { vector, from, length }: Slice): Int16Array {
  const all = words[vector];
  if (!all || from + length > all.length)
    throw new RangeError(`vector ${vector} has no words ${from} .. ${from + length - 1}`);
  return all.subarray(from, from + length);
}

/** The accumulators of a slice; throws a RangeError when the vector holds words. */
export function accumulatorSlice(
  { accumulators }: Pick<RegisterFile, 'accumulators'>,
  { vector, from, length }: Slice,
): Float64Array {
  const all = accumulators[vector];
  if (!all || from + length > all.length) {
    throw new RangeError(`vector ${vector} has no accumulators ${from} .. ${from + length - 1}`);
  }
  return all.subarray(from, from + length);
}

/** What the accumulators of a slice have lost; throws a RangeError when the vector holds words. */
export function lostSlice({ lost }: RegisterFile, slice: Slice): Float64Array {
  return accumulatorSlice({ accumulators: lost }, slice);
}

/** Whether a slice's vector holds accumulators. */
export function isAccumulator({ accumulators }: RegisterFile, { vector }: Slice): boolean {
  return accumulators[vector] !== null;
}

/** Counts accumulators that do not hold the exact sum, where they are read for good: each once in a step. */
export function countWrapped(registers: RegisterFile, slice: Slice, saturations: Saturations): void {
  for (const lost of lostSlice(registers, slice)) if (lost !== 0) saturations.wrappedAccumulators++;
}
