import { bankAddress, bankStride } from '../../bbs/bank-address.ts';
import type { Placement } from '../../bbs/placement.ts';

/**
 * One region of a banked vector buffer, as its memories hold it, by address (bank-address.ts): word w of all
 * banks side by side, so that a LOAD writes a run of N in one cycle (one element of each bank) and a bank
 * reads its own of any run. Every PE holds the same copy (the load is broadcast), so one image serves them
 * all. docs/timing.md sections 1 and 4.
 */
export interface VectorBuffer {
  readonly placement: Placement;
  readonly words: Int16Array;
}

/**
 * A region of zeros for a vector of `placement.cols` elements; a bank has a word 0 even then when it has
 * no element, for padding to read.
 */
export function vectorBuffer(placement: Placement): VectorBuffer {
  return { placement, words: new Int16Array(Math.max(1, placement.depth) * bankStride(placement.banks)) };
}

/** Writes `elements` into the region from element `from` on. */
export function loadElements({ placement, words }: VectorBuffer, elements: Int16Array, from: number): void {
  const { kind, bankOf, wordOf, banks, cols } = placement;
  if (from + elements.length > cols) {
    throw new RangeError(
      `load of elements ${from} .. ${from + elements.length - 1} into a region of ${cols}`,
    );
  }
  if (kind === 'replicated') {
    for (let i = 0; i < elements.length; i++)
      words.fill(elements[i], bankAddress(banks, 0, from + i), bankAddress(banks, banks, from + i));
    return;
  }
  for (let i = 0; i < elements.length; i++)
    words[bankAddress(banks, bankOf[from + i], wordOf[from + i])] = elements[i];
}

/** Cycles of a LOAD of `elements` elements: one word of every bank per cycle. docs/timing.md section 4. */
export function loadCycles(elements: number, banks: number): number {
  return Math.ceil(elements / banks);
}
