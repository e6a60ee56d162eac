import { describe, expect, it } from 'vitest';
import { rtlShape } from '../../src/cosim/rtl-shape.ts';
import { weightWords } from '../../src/cosim/weight-words.ts';
import type { AcceleratorConfig } from '../../src/hw/config/config.ts';
import { accelerator, beatMatrix } from '../hw/array/arrays.ts';

/** Two lanes and two banks; rows of 3, 1 and 2 entries, by address: word * 2 + bank. */
const matrix = {
  ...beatMatrix(2, [[0, 3, 5], [2], [1, 6]]),
  values: Int16Array.of(7, -2, 300, -400, 5, 6),
};
const wordBase = 4;

/** The words of the only PE, as bits, the highest first. */
function bitsOf(config: AcceleratorConfig) {
  const shape = rtlShape(config, 8);
  const { words, beats } = weightWords(shape, { beats: matrix, order: matrix.order, rowFrom: 0, wordBase })(
    0,
  );
  const bits = words.map((word) => BigInt(`0x${word}`).toString(2).padStart(shape.beatBits, '0'));
  return { bits, beats };
}

/** A value and the word that it is multiplied by, of 16 and 3 bits: word 0 of the matrix is word 4. */
const entry = (e: number) =>
  (wordBase + (matrix.addresses[e] >> 1)).toString(2).padStart(3, '0') +
  (matrix.values[e] & 0xffff).toString(2).padStart(16, '0');
const none = (bits: number) => '0'.repeat(bits);

describe('the weight memories', () => {
  it('of lanes that go on by themselves deal entries round and round, with tags, below the ends of rows', () => {
    const { bits, beats } = bitsOf(accelerator({ kind: 'csr-shuffle', pes: 1, banks: 2, openRows: 2 }));
    const lane = (tag: number, e: number) => `1${tag}${matrix.addresses[e] & 1}${entry(e)}`;
    const end = (entries: number) => entries.toString(2).padStart(32, '0');
    // Row 0 has entries 0 to 2, row 1 entry 3, and row 2, with the tag of row 0, entries 4 and 5.
    expect(bits).toEqual([
      end(3) + lane(0, 1) + lane(0, 0),
      end(4) + lane(1, 3) + lane(0, 2),
      end(6) + lane(0, 5) + lane(0, 4),
    ]);
    expect(beats).toBe(3);
  });

  it('of lanes with banks of their own hold their words, below the marks of the lanes that a row has', () => {
    const { bits } = bitsOf(accelerator({ kind: 'banked-decoupled', pes: 1, banks: 2, emptyRow: 'skipped' }));
    const word = (ends: 0 | 1, e: number) => `${ends}${entry(e)}`;
    // Lane 0 has entries 0, 3 and 5, lane 1 entries 1 and 2, both of row 0, and 4.
    expect(bits).toEqual([
      `11${word(0, 1)}${word(1, 0)}`,
      `01${word(1, 2)}${word(1, 3)}`,
      `11${word(1, 4)}${word(1, 5)}`,
    ]);
  });

  it('of CSR hold beats of a row, the last of which says so', () => {
    const { bits, beats } = bitsOf(accelerator({ kind: 'csr', pes: 1, banks: 2 }));
    const lane = (e: number) => `1${matrix.addresses[e] & 1}${entry(e)}`;
    expect(bits).toEqual([
      `0${lane(1)}${lane(0)}`,
      `1${none(21)}${lane(2)}`,
      `1${none(21)}${lane(3)}`,
      `1${lane(5)}${lane(4)}`,
    ]);
    expect(beats).toBe(4);
  });

  it('of CSR whose rows share beats hold entries one after the other, each lane with the end of its row', () => {
    const { bits, beats } = bitsOf(accelerator({ kind: 'csr', pes: 1, banks: 2, packRows: true }));
    const lane = (ends: 0 | 1, e: number) => `1${ends}${matrix.addresses[e] & 1}${entry(e)}`;
    expect(bits).toEqual([lane(0, 1) + lane(0, 0), lane(1, 3) + lane(1, 2), lane(1, 5) + lane(0, 4)]);
    expect(beats).toBe(3);
  });
});
