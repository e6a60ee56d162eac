import { describe, expect, it } from 'vitest';
import { buildArray } from '../../../../src/hw/array/kinds/index.ts';
import { stored } from '../../../bbs/stored.ts';
import { drawnAccelerator } from '../arrays.ts';

/**
 * Row 0 has two entries in bank 0 and one in bank 1, row 1 none, row 2 one in each of the four
 * banks (even: two columns a bank).
 */
const _ = null;
const matrix = stored([
  [1, 2, 3, _, _, _, _, _],
  [_, _, _, _, _, _, _, _],
  [1, _, 2, _, 3, _, 4, _],
]);

function timed(kind: 'banked' | 'replicated' | 'csr') {
  const config = drawnAccelerator({ kind, pes: 1, banks: 4, placement: 'even' });
  const array = buildArray(config);
  const { beats, storage } = array.encode(matrix);
  const timing = array.time(beats, beats.order);
  return { config, beats, storage, timing, issue: timing.cycles - array.fillCycles };
}

describe('banks without balance', () => {
  it('take as many beats for a row as its fullest bank has entries, and one for an empty row', () => {
    const { beats, timing, issue } = timed('banked');
    // Columns 0 and 1 are bank 0, columns 2 and 3 bank 1: two beats, one, one.
    expect([...beats.entryStart]).toEqual([0, 8, 12, 16]);
    expect(issue).toBe(4);
    expect(timing.conflictCycles[0]).toBe(0);
  });

  it('store a zero for every lane that has nothing to do', () => {
    const { beats, storage } = timed('banked');
    expect(beats.padding).toBe(16 - 7);
    // 16 entries of 16 bits and one bit of index (two words a bank), and the bit that ends a
    // row in each of the four beats.
    expect(storage).toMatchObject({ valueBits: 16 * 16, indexBits: 16, pointerBits: 4 });
  });
});

describe('a vector for every lane', () => {
  it('lets any four entries of a row be a beat', () => {
    const { timing, beats, issue } = timed('replicated');
    expect(issue).toBe(3);
    expect(timing.conflictCycles[0]).toBe(0);
    expect(beats.padding).toBe(0);
  });

  it('is what the same row waits for when lanes share banks', () => {
    expect(timed('csr').issue).toBe(4);
    expect(timed('csr').timing.conflictCycles[0]).toBe(1);
  });

  it('takes a word of every copy for every column', () => {
    expect(timed('replicated').beats.placement).toMatchObject({ kind: 'replicated', depth: 8, banks: 4 });
  });
});
