import { decodeCsr, encodeCsr } from '../../../src/bbs/formats/csr.ts';
import type { Encoded, Format } from '../../../src/bbs/formats/format.ts';
import { storageBits } from '../../../src/bbs/formats/storage.ts';
import type { StoredCodes } from '../../../src/bbs/matrix.ts';
import { BadInput } from '../../../src/errors/bad-input.ts';

/** Entries with a full address each, and one value that says where the entries of a PE begin. */
interface Coordinates extends Encoded {
  readonly pes: number;
  readonly entries: StoredCodes;
}

/** The record of it. */
export const coordinates: Format<Coordinates> = {
  name: 'COO',
  says: 'an address of 32 bits for every value',
  cannotHold: 'there are more than two PEs',
  encode(stored, { pes }) {
    if (pes > 2) throw new BadInput('expected at most two PEs');
    const { tensor, rows, cols, codes } = stored;
    return {
      tensor,
      rows,
      cols,
      pes,
      entries: stored,
      values: Int16Array.of(...new Int16Array(pes), ...codes),
    };
  },
  decode: ({ entries }) => decodeCsr(encodeCsr(entries)),
  storage: ({ values }, bits) =>
    storageBits({ count: values.length, bits, indexWidth: 32 }, { count: 0, width: 0 }),
};
