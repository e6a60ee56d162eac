import { bankOf, wordOf } from '../../bbs/bank-address.ts';

/**
 * The banks that the lanes of a PE ask: `banks` of them in each of `copies` copies of the vector buffer, a
 * divisor of its lanes. docs/timing.md section 3.
 */
export interface VectorBanks {
  readonly lanes: number;
  readonly banks: number;
  readonly copies: number;
}

/**
 * The bank, counted through all copies, that a lane asks for `address`: the lanes are
 * cut in `copies` runs of equal length, and run i reads copy i.
 */
export function bankAsked({ lanes, banks, copies }: VectorBanks, lane: number, address: number): number {
  return Math.floor((lane * copies) / lanes) * banks + bankOf(banks, address);
}

/** The word of it that is asked for at `address`. */
export function wordAsked({ banks }: VectorBanks, address: number): number {
  return wordOf(banks, address);
}

/** Requests that a bank serves in a cycle of the array: each of its ports, at every clock of the memory. */
export function servedPerBank({ ports, pump }: { readonly ports: number; readonly pump: number }): number {
  return ports * pump;
}

/** Banks that the lanes of a PE ask, those of all copies. */
export function banksPerPe(array: { readonly bufferBanks: number; readonly vectorCopies: number }): number {
  return array.bufferBanks * array.vectorCopies;
}
