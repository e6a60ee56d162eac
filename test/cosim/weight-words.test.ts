import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rtlShape } from '../../src/cosim/rtl-shape.ts';
import { scaleWords } from '../../src/cosim/scale-image.ts';
import { weightImage } from '../../src/cosim/weight-image.ts';
import { weightWords } from '../../src/cosim/weight-words.ts';
import { heldBits } from '../../src/hw/array/beat-matrix.ts';
import { depthOfRows } from '../../src/hw/array/lane-depths.ts';
import type { AcceleratorConfig } from '../../src/hw/config/config.ts';
import {
  accelerator,
  anySpmv,
  balancedMatrix,
  beatMatrix,
  spmvCase,
  storedMatrix,
} from '../hw/array/arrays.ts';

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

it('the weight memories of a nested model hold all beats of every row, of which the first ones are counted', () => {
  const config = accelerator({ kind: 'bbs', pes: 1, banks: 2, keepPerBank: 1 });
  const { beats } = spmvCase(config, balancedMatrix(3, 8, 2, 3));
  const product = { beats, order: beats.order, rowFrom: 0, wordBase };
  const nested = weightWords(rtlShape(config, 8), product)(0);
  expect(nested.words.length).toBe(3 * 3);
  expect(nested.beats).toBe(3);
  const image = weightImage(rtlShape(config, 8), [product], 2);
  // First beat, beats, rows, first table entry, beats of a row, first scale, addresses to the next row.
  const fields = image.descriptors[0].match(/.{8}/g)?.map((field) => Number.parseInt(field, 16));
  expect(fields?.toReversed()).toEqual([0, 3, 3, 0, 1, 0, 3]);
});

describe('the scale memories', () => {
  const scales = {
    multipliers: Uint16Array.of(0xffff, 0x8000, 7),
    shifts: Uint8Array.of(31, 0, 12),
    rowBits: 21,
  };
  const scaled = { ...beatMatrix(2, [[0, 3, 5], [2], [1, 6]]), scales };
  const order = { pes: 2, rows: Uint32Array.of(2, 0, 1), start: Uint32Array.of(0, 2, 3) };
  const products = [
    { beats: scaled, order, rowFrom: 0, wordBase },
    { beats: { ...scaled }, order, rowFrom: 0, wordBase },
    { beats: scaled, order, rowFrom: 0, wordBase },
  ];
  const number = (weightScale: 'row' | 'tensor') => ({ weightBits: 8 as const, weightScale });
  const wordsOf = (weightScale: 'row' | 'tensor', pe: number) =>
    scaleWords(
      rtlShape(accelerator({ kind: 'csr', pes: 2, banks: 2, number: number(weightScale) }), 8),
      products,
      pe,
    );
  /** Five bits of e above 16 of m. */
  const word = (row: number) =>
    (scales.shifts[row] * 2 ** 16 + scales.multipliers[row]).toString(16).padStart(6, '0');

  it('hold a word of 21 bits for each row of a PE in the order in which they leave, product by product', () => {
    const ofPe0 = [word(2), word(0)];
    expect(word(0)).toBe('1fffff');
    expect(wordsOf('row', 0)).toEqual({ words: [...ofPe0, ...ofPe0, ...ofPe0], first: [0, 2, 4] });
    expect(wordsOf('row', 1)).toEqual({ words: [word(1), word(1), word(1)], first: [0, 1, 2] });
  });

  it('hold one for each matrix where all its rows have one scale, whichever product it is of', () => {
    expect(wordsOf('tensor', 1)).toEqual({ words: [word(0), word(0)], first: [0, 1, 0] });
  });

  it('lie beside weight memories whose values have 8 bits', () => {
    const shape = rtlShape(accelerator({ kind: 'csr', pes: 1, banks: 2, number: number('row') }), 8);
    expect(shape.laneBits).toBe(1 + 1 + 3 + 8);
    const [product] = products;
    const values = Int16Array.of(7, -2, 3, -127, 5, 6);
    const { words } = weightWords(shape, { ...product, beats: { ...scaled, values } })(1);
    // The entry of row 1: word 4 + 1 of bank 0.
    expect(BigInt(`0x${words[0]}`).toString(2).padStart(shape.beatBits, '0')).toBe(
      `1${none(13)}10${'101'}${'10000001'}`,
    );
  });
});

describe('the weight memories of lanes that go on by themselves', () => {
  it('are two of three words for six entries on two lanes, and two with the ends of three rows', () => {
    const config = accelerator({ kind: 'csr-shuffle', pes: 1, banks: 2, openRows: 2 });
    const { beats } = spmvCase(config, storedMatrix(8, [[0, 3, 5], [2], [1, 6]]));
    // Valid, tag, bank, two bits of a word and the value; ends up to 6.
    expect(beats.streams).toEqual({ wordBits: 1 + 1 + 1 + 2 + 16, rowBits: 3, rowMemories: 2 });
    expect(depthOfRows(beats, beats.order, 0, 3)).toBe(3);
    expect(heldBits(beats, { rows: 3, beats: 3, entries: 6 })).toBe(6 * 21 + 2 * 3 * 3);
  });

  it('are as many, as wide and as deep in the estimate as what the RTL loads into them', () => {
    fc.assert(
      fc.property(anySpmv('csr-shuffle'), ({ config, beats }) => {
        const { order, streams, entryStart } = beats;
        const shape = rtlShape(config, beats.placement.depth);
        // In the RTL a tag and an address have a bit at least.
        fc.pre(shape.openRows > 1 && beats.placement.depth > 1);
        expect(streams?.wordBits).toBe(shape.laneBits);
        const words = weightWords(shape, { beats, order, rowFrom: 0, wordBase: 0 });
        for (let pe = 0; pe < config.pes; pe++) {
          const [from, to] = [order.start[pe], order.start[pe + 1]];
          const loaded = words(pe).words.map((word) => BigInt(`0x${word}`));
          const valid = (lane: number) => BigInt((lane + 1) * shape.laneBits - 1);
          const perLane = Array.from(
            { length: config.banks },
            (_, lane) => loaded.filter((word) => (word >> valid(lane)) & 1n).length,
          );
          expect(Math.max(...perLane)).toBe(depthOfRows(beats, order, from, to));
          const ends = loaded.map((word) => Number(word >> BigInt(config.banks * shape.laneBits)));
          expect(ends.filter((end) => end > 0).length).toBe(to - from);
          expect(Math.max(0, ...ends)).toBeLessThan(2 ** (streams?.rowBits ?? 0));
          const rows = [...order.rows.subarray(from, to)];
          const entries = rows.reduce((sum, row) => sum + entryStart[row + 1] - entryStart[row], 0);
          expect(perLane.reduce((sum, n) => sum + n, 0)).toBe(entries);
        }
      }),
      { numRuns: 60 },
    );
  });
});
