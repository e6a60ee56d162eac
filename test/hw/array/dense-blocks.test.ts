import { expect, it } from 'vitest';
import { type DenseBlocks, encodeDenseBlocks } from '../../../src/bbs/formats/dense-blocks.ts';
import type { StoredMatrix } from '../../../src/bbs/matrix.ts';
import type { PatternConfig } from '../../../src/bbs/patterns/index.ts';
import { prune } from '../../../src/bbs/patterns/prune.ts';
import { storeEntries } from '../../../src/bbs/store.ts';
import { noSaturations } from '../../../src/num/fixed.ts';
import { fillGaussian, seeded } from '../../../src/num/random.ts';
import { accelerator, runFast, runStepped, spmvCase, storedMatrix } from './arrays.ts';

const [rows, cols] = [96, 76];
const array = accelerator({ kind: 'dense', pes: 5, banks: 8 });
const ceil = Math.ceil;

function pruned(pattern: PatternConfig, sparsity: number): StoredMatrix {
  const values = new Float64Array(rows * cols);
  fillGaussian(values, 0, values.length, 0.1, seeded('dense blocks'));
  const w = { tensor: 'w', rows, cols, values, raw: false, mask: null };
  return storeEntries(w, prune(w, pattern, { sparsity }).mask, array.number, noSaturations());
}

/** Rows and columns of every block. */
function sizesOf({ firstRow, firstColumn }: DenseBlocks): { r: number; c: number }[] {
  return Array.from({ length: firstRow.length - 1 }, (_, b) => ({
    r: firstRow[b + 1] - firstRow[b],
    c: firstColumn[b + 1] - firstColumn[b],
  }));
}

const full = (r: number, c: number) =>
  storedMatrix(c, new Array(r).fill(Array.from({ length: c }, (_, col) => col)));

it.each([
  ['refilled rows', { kind: 'refill' }, 0.6],
  ['eight groups of rows', { kind: 'regroup', clusters: 8 }, 0.75],
  ['three groups of rows', { kind: 'regroup', clusters: 3 }, 0.5],
] as [string, PatternConfig, number][])(
  '%s run block after block as dense matrices: ceil(r / M) * ceil(c / N) beats each',
  (_name, pattern, sparsity) => {
    const sizes = sizesOf(encodeDenseBlocks(pruned(pattern, sparsity)));
    let beats = 0;
    for (const { r, c } of sizes) {
      const block = spmvCase(array, full(r, c));
      const { timing } = runFast(block);
      expect(runStepped(block).timing.cycles).toBe(timing.cycles);
      expect(timing.cycles - timing.fillCycles).toBe(ceil(r / 5) * ceil(c / 8));
      beats += Math.max(...timing.beats);
    }
    expect(beats).toBe(sizes.reduce((sum, { r, c }) => sum + ceil(r / 5) * ceil(c / 8), 0));
    expect(beats).toBeLessThan((1 - sparsity + 0.2) * ceil(rows / 5) * ceil(cols / 8));
  },
);

it('the blocks of a matrix together make the products of its rows', () => {
  const stored = pruned({ kind: 'regroup', clusters: 4 }, 0.7);
  const blocks = encodeDenseBlocks(stored);
  const whole = spmvCase(accelerator({ kind: 'csr', pes: 5, banks: 8 }), stored);
  const results = new Float64Array(rows);
  let first = 0;
  sizesOf(blocks).forEach(({ r, c }, b) => {
    const columns = blocks.columnList.subarray(blocks.firstColumn[b], blocks.firstColumn[b + 1]);
    const codes = blocks.values.slice(first, first + r * c);
    const block = spmvCase(array, { ...full(r, c), codes });
    const part = runFast({ ...block, x: Int16Array.from(columns, (col) => whole.x[col]) });
    part.results.forEach((sum, i) => {
      results[blocks.rowList[blocks.firstRow[b] + i]] = sum;
    });
    first += r * c;
  });
  expect([...results]).toEqual([...runFast(whole).results]);
});
