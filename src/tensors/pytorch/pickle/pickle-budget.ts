import { BadInput } from '../../../errors/bad-input.ts';

/** Bytes that the values of any pickle may take, and those that each of its own bytes allows on top. */
const BASE_BYTES = 2 ** 25;
const BYTES_PER_BYTE = 2;

/** Bytes of memory that a value and a place for one take at most. */
export const pickleCost = { node: 88, text: 32, place: 16 } as const;

/** Counts the memory that the values of a pickle take. */
export interface PickleBudget {
  /** Takes some bytes. Throws BadInput beyond what a pickle of this length may take. */
  spend(bytes: number): void;
}

/**
 * The memory for the values of a pickle of some bytes: a value may be made by one byte of a pickle, and a
 * long one would fill any memory.
 */
export function pickleBudget(pickleBytes: number, place: string): PickleBudget {
  let left = BASE_BYTES + BYTES_PER_BYTE * pickleBytes;
  return {
    spend: (bytes) => {
      left -= bytes;
      if (left >= 0) return;
      throw new BadInput(
        `${place}: holds more values than its ${pickleBytes} bytes may; save the state_dict alone`,
      );
    },
  };
}
