import { describe, expect, it } from 'vitest';
import { buildArray } from '../../../src/hw/array/kinds/index.ts';
import { type Residency, SpmvUnit } from '../../../src/hw/array/spmv-unit.ts';
import type { AcceleratorConfig } from '../../../src/hw/config/config.ts';
import { accelerator, balancedMatrix } from './arrays.ts';

/** 16 rows of 2 beats on 2 PEs: N = 4, FILL = 9. A beat is 4 lanes of 16 bits and 2 index bits: 9 bytes. */
function job(residency: Residency, rowFrom = 0, rows = 16, fields: Partial<AcceleratorConfig> = {}) {
  const config = accelerator({ kind: 'bbs', pes: 2, banks: 4, ...fields });
  const array = buildArray(config);
  return new SpmvUnit(array, residency).job(array.encode(balancedMatrix(16, 16, 4, 2)), rowFrom, rows);
}

describe('the SpMV unit', () => {
  it('is occupied for C + 2 cycles by a resident matrix', () => {
    const { cycles, computes, dramBits } = job({ kind: 'resident' });
    expect(cycles).toBe(8 * 2 + 9 + 2);
    expect(computes.map(({ from, timing }) => [from, timing.cycles])).toEqual([[0, 25]]);
    expect(dramBits).toBe(0);
  });

  it('computes a slice of the rows alone', () => {
    const { cycles, computes } = job({ kind: 'resident' }, 5, 3);
    expect(cycles).toBe(2 * 2 + 9 + 2);
    expect(Array.from(computes[0].timing.order.rows)).toEqual([6, 5, 7]);
  });

  // Half of 13 beats holds 3 rows per PE: tiles of 3, 3 and 2 rows on each PE, 12, 12 and 8 beats.
  it('streams a matrix tile by tile: fetch 0, then compute i while fetch i + 1 runs', () => {
    const { cycles, computes, dramBits } = job({ kind: 'streamed', beatsPerPe: 13 });
    // 108, 108 and 72 bytes are 2 bursts each, 128 bytes at 96 per cycle: 20 + 2 cycles; computes are
    // 6 + 9 + 2, the last 4 + 9 + 2.
    expect(computes.map(({ from, timing }) => [from, timing.cycles + 2])).toEqual([
      [22, 17],
      [44, 17],
      [66, 15],
    ]);
    expect(cycles).toBe(66 + 15);
    expect(dramBits).toBe(8 * 3 * 128);
  });

  it('streams faster from a faster memory until the computes are what counts', () => {
    const dram = { gbPerS: 1000, latencyNs: 0, burstBytes: 64 };
    const { cycles, computes } = job({ kind: 'streamed', beatsPerPe: 13 }, 0, 16, {
      dram,
    } as Partial<AcceleratorConfig>);
    expect(computes.map(({ from }) => from)).toEqual([1, 18, 35]);
    expect(cycles).toBe(35 + 15);
  });

  it('streams a slice of the rows alone', () => {
    const { computes, dramBits } = job({ kind: 'streamed', beatsPerPe: 13 }, 4, 4);
    expect(computes.map(({ timing }) => Array.from(timing.order.rows))).toEqual([[4, 6, 5, 7]]);
    expect(dramBits).toBe(8 * 128);
  });

  it('plans the same rows of the same matrix once', () => {
    const array = buildArray(accelerator({ kind: 'bbs', pes: 2, banks: 4 }));
    const matrix = array.encode(balancedMatrix(16, 16, 4, 2));
    const unit = new SpmvUnit(array, { kind: 'resident' });
    expect(unit.job(matrix, 0, 8)).toBe(unit.job(matrix, 0, 8));
    expect(unit.job(matrix, 0, 8)).not.toBe(unit.job(matrix, 8, 8));
  });
});
