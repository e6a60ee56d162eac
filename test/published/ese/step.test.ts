import { describe, expect, it } from 'vitest';
import { encodeCsc } from '../../../src/bbs/formats/csc.ts';
import { passCycles } from '../../../src/hw/element-wise/passes.ts';
import type { EseConfig } from '../../../src/published/ese/parameters.ts';
import { esePasses, matrixBytes, matrixFetchCycles, timeStep } from '../../../src/published/ese/step.ts';

const config: EseConfig = {
  clockMhz: 200,
  channels: 2,
  pesPerChannel: 2,
  weightBits: 12,
  indexBits: 4,
  pointerBits: 8,
  queueDepth: 8,
  emptyColumnCycles: 1,
  spmvFillCycles: 5,
  elementWiseMultipliers: 2,
  dramGbPerS: 1.6,
  dramEfficiency: 0.5,
  dramPjPerBit: 1,
  fetch: 'matrix',
  matrices: [
    { name: 'W', rows: 4, cols: 3, entries: 6 },
    { name: 'Wym', rows: 2, cols: 4, entries: 8 },
  ],
};

/** A matrix whose first column is full, the others hold the diagonal. */
function encoded(rows: number, cols: number) {
  const entries: [row: number, column: number][] = [];
  for (let row = 0; row < rows; row++) {
    entries.push([row, 0]);
    if (row > 0 && row < cols) entries.push([row, row]);
  }
  const rowStart = [0];
  for (let row = 0; row < rows; row++) rowStart.push(entries.filter(([of]) => of <= row).length);
  return encodeCsc(
    {
      tensor: 'W',
      rows,
      cols,
      rowStart: Uint32Array.from(rowStart),
      columns: Uint16Array.from(entries, ([, column]) => column),
      codes: Int16Array.from(entries, () => 1),
    },
    { pes: 2, indexBits: 4 },
  );
}

describe('the fetch of a matrix', () => {
  it('moves 16 bits an entry and a pointer for every column of every PE', () => {
    expect(matrixBytes(config.matrices[0], config)).toBe((6 * 16 + 3 * 2 * 8) / 8);
  });

  it.each([
    // 0.8 GB/s at 200 MHz are 4 bytes a cycle; 18 bytes take 4.5.
    ['its own bytes', 'matrix', 0, 5],
    ['always those of the largest', 'whole-buffer', 0, 6],
    ['the largest itself', 'matrix', 1, 6],
  ] as const)('takes %s', (_, fetch, matrix, cycles) => {
    expect(matrixFetchCycles(config.matrices[matrix], { ...config, fetch })).toBe(cycles);
  });
});

describe('a step of ESE', () => {
  const step = timeStep([encoded(4, 3), encoded(2, 4)], config);

  it('has 23 element-wise passes, all in front of the projection', () => {
    expect(esePasses).toHaveLength(23);
    expect(step.slots.map(({ elementWiseCycles }) => elementWiseCycles)).toEqual([0, 23 * 2]);
    expect(passCycles(esePasses, 1024, 16)).toBe(1472);
  });

  it('begins with a fetch that nothing hides, and then takes the longer of product and next fetch', () => {
    expect(step.firstFetchCycles).toBe(5);
    expect(step.slots[0]).toMatchObject({ fetchCycles: 6, cycles: step.slots[0].spmv.cycles });
    expect(step.slots[1]).toMatchObject({ fetchCycles: 0, cycles: step.slots[1].spmv.cycles + 46 });
    expect(step.cycles).toBe(5 + step.slots[0].cycles + step.slots[1].cycles);
  });

  it('waits for a fetch that is longer than the product', () => {
    const slow = timeStep([encoded(4, 3), encoded(2, 4)], { ...config, dramGbPerS: 0.016 });
    expect(slow.slots[0].cycles).toBe(slow.slots[0].fetchCycles);
    expect(slow.slots[0].fetchCycles).toBe(600);
  });
});
