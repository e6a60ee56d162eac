import type { ArraySizes } from '../array-sizes.ts';
import type { StoredCodes } from '../matrix.ts';
import type { StorageBits } from './storage.ts';

/** A matrix in a format: its size, and the values that are stored, those that only fill up included. */
export interface Encoded {
  readonly tensor: string;
  readonly rows: number;
  readonly cols: number;
  readonly values: Int16Array;
}

/** Everything that a format is, in one record; it is registered in index.ts and nowhere else. */
export interface Format<E extends Encoded, Name extends string = string> {
  /** The name in tables and results. */
  readonly name: Name;
  /** What a reader of the storage table has to know of its row. */
  readonly says?: string;
  /** Why there are matrices that it cannot hold: those for which `encode` throws BadInput. */
  readonly cannotHold?: string;
  /** The matrix as it is stored for an array. Throws BadInput for one that the format cannot hold. */
  encode(stored: StoredCodes, sizes: ArraySizes): E;
  /** The entries, and zeros where the format does not tell them from what only fills up (dense). */
  decode(encoded: E): StoredCodes;
  /** The memory that it takes with values of `bits` bits. */
  storage(encoded: E, bits: number): StorageBits;
}

/**
 * A format that is made for a pattern and depends on sizes of it: of its blocks, its groups, its period. It
 * is registered in index.ts and nowhere else.
 */
export interface SizedFormat<Sizes, E extends Encoded, Name extends string = string> {
  /** The name in tables and results. */
  readonly name: Name;
  /** The format for patterns of these sizes. Its `encode` takes nothing from the array. */
  of(sizes: Sizes): Format<E, Name>;
}
