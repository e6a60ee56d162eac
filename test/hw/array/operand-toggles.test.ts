import { describe, expect, it } from 'vitest';
import { bankAddress } from '../../../src/bbs/bank-address.ts';
import { placeColumns } from '../../../src/bbs/placement.ts';
import {
  type LaneOrder,
  sampleOf,
  weightToggles,
  wordToggles,
} from '../../../src/hw/array/operand-toggles.ts';
import { fillGaussian, seeded } from '../../../src/num/random.ts';
import { toggleShare } from '../../../src/num/toggled-bits.ts';

const all = { everyRun: 1 };
const cols = 8;

/** Rows of `[column, code]`, on two lanes that read two banks with the columns dealt round and round. */
function image(rows: readonly (readonly [number, number])[][], more: Partial<LaneOrder> = {}): LaneOrder {
  const placement = placeColumns('cyclic', cols, 2);
  const entries = rows.flat();
  const entryStart = new Uint32Array(rows.length + 1);
  rows.forEach((row, i) => {
    entryStart[i + 1] = entryStart[i] + row.length;
  });
  return {
    lanes: 2,
    placement,
    entryStart,
    values: Int16Array.from(entries, ([, code]) => code),
    addresses: Uint16Array.from(entries, ([column]) =>
      bankAddress(2, placement.bankOf[column], placement.wordOf[column]),
    ),
    ...more,
  };
}

const rows: [number, number][][] = [
  [
    [0, 0b0001],
    [1, 0b0011],
    [2, 0b0111],
  ],
  [
    [4, 0b1111],
    [5, 0b0000],
  ],
];

describe('weights of a lane, one after the other', () => {
  it('are those of its beats, zero in a beat that has none for it', () => {
    // Lane 0: 0001, 0111, 1111: 2 + 1. Lane 1: 0011, nothing (0000), 0000: 2 + 0.
    expect(weightToggles(image(rows), 4, all)).toEqual({ changed: 5, bits: 16 });
  });

  it('are those of all rows without a break where rows share beats', () => {
    // Lane 0: 0001, 0111, 0000: 2 + 3. Lane 1: 0011, 1111: 2.
    expect(weightToggles(image(rows, { isPacked: true }), 4, all)).toEqual({ changed: 7, bits: 12 });
  });

  it('are those of its bank where every lane has a memory of its own', () => {
    const streams = { wordBits: 8, rowBits: 2, rowMemories: 1 };
    // Bank 0: 0001, 0111, 1111: 2 + 1. Bank 1: 0011, 0000: 2.
    expect(weightToggles(image(rows, { streams }), 4, all)).toEqual({ changed: 5, bits: 12 });
  });

  it('change every bit where they alternate, and none where they are equal', () => {
    const alternating = [0, 1, 2, 3].map((row): [number, number][] => [
      [0, row % 2 === 0 ? 0x5555 : 0xaaaa],
      [1, row % 2 === 0 ? 0xaaaa : 0x5555],
    ]);
    expect(toggleShare(weightToggles(image(alternating), 16, all))).toBe(1);
    const equal = alternating.map((row) => row.map(([column]): [number, number] => [column, 99]));
    expect(toggleShare(weightToggles(image(equal), 16, all))).toBe(0);
  });

  it('are about as many in a sample as in all rows', () => {
    const drawn = new Float64Array(8 * 4000);
    fillGaussian(drawn, 0, drawn.length, 200, seeded('weights'));
    const many = Array.from({ length: 4000 }, (_, row) =>
      Array.from({ length: 8 }, (__, i): [number, number] => [i, Math.round(drawn[8 * row + i])]),
    );
    const whole = weightToggles(image(many), 16, all);
    const sample = sampleOf(8 * 4000, 4000);
    expect(sample.everyRun).toBe(8);
    const part = weightToggles(image(many), 16, sample);
    // 125 runs of 4 rows, each with 16 entries of a lane of which the first follows none.
    expect(part.bits).toBe(125 * 2 * 15 * 16);
    expect(Math.abs((toggleShare(part) ?? 0) - (toggleShare(whole) ?? 0))).toBeLessThan(0.02);
    // Signs differ in half of the successions, and with them the bits above the largest code (|w| < 1024).
    expect(toggleShare(whole)).toBeGreaterThan(0.4);
    expect(toggleShare(whole)).toBeLessThan(0.55);
  });
});

describe('words of the vector of a lane, one after the other', () => {
  /** The words of columns 0 to 7 by address, which with two banks dealt round and round is the column. */
  const words = Int16Array.of(0b0000, 0b0001, 0b0011, 0, 0b0111, 0b1111, 0, 0);

  it('are those at the addresses that it reads; a lane without an entry keeps its word', () => {
    // Lane 0: columns 0, 2, 4: 2 + 1. Lane 1: columns 1, 5: 3.
    expect(wordToggles(image(rows), words, 4, all)).toEqual({ changed: 6, bits: 12 });
  });

  it('are those of the rows of one SpMV', () => {
    expect(wordToggles(image(rows), words, 4, all, 0, 1)).toEqual({ changed: 2, bits: 4 });
    expect(wordToggles(image(rows), words, 4, all, 1, 1)).toEqual({ changed: 0, bits: 0 });
  });
});
