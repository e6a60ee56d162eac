import { describe, expect, it } from 'vitest';
import type { StoredMatrix } from '../../src/bbs/matrix.ts';
import { patternKinds, patternOf, resolvePattern } from '../../src/bbs/patterns/named-pattern.ts';
import { prune } from '../../src/bbs/patterns/prune.ts';
import { rebuiltMatrix } from '../../src/bbs/rebuilt.ts';
import { storeEntries } from '../../src/bbs/store.ts';
import { BadInput } from '../../src/errors/bad-input.ts';
import { noSaturations } from '../../src/num/fixed.ts';
import { fillGaussian, seeded } from '../../src/num/random.ts';

import { loadAccelerator } from '../../src/run/load-config.ts';
import { arraySizesOf } from '../../src/run/storage-formats.ts';
import { runFast, spmvCase } from '../hw/array/arrays.ts';

const [rows, cols] = [24, 64];

/** The products of every row, entry by entry. */
function productsByHand({ rowStart, columns, codes }: StoredMatrix, x: Int16Array): number[] {
  return Array.from({ length: rows }, (_, row) => {
    let sum = 0;
    for (let e = rowStart[row]; e < rowStart[row + 1]; e++) sum += codes[e] * x[columns[e]];
    return sum;
  });
}

describe.each(patternKinds)('pattern %s', (kind) => {
  const { accelerators } = patternOf({ kind });

  it('names shipped arrays, of which one holds a matrix of it and multiplies it', () => {
    const held = accelerators.filter((name) => {
      const { config } = loadAccelerator(name, ['pes=4', 'banks=8']);
      const pattern = resolvePattern(kind, arraySizesOf(config));
      const values = new Float64Array(rows * cols);
      fillGaussian(values, 0, values.length, 0.1, seeded(kind));
      const w = { tensor: 'w', rows, cols, values, raw: false, mask: null };
      const { mask, rebuilt } = prune(w, pattern, { sparsity: 0.75 });
      const stored = storeEntries(rebuiltMatrix(w, rebuilt), mask, config.number, noSaturations());
      try {
        const spmv = spmvCase(config, stored);
        expect([...runFast(spmv).results]).toEqual(productsByHand(stored, spmv.x));
        return true;
      } catch (error) {
        if (error instanceof BadInput) return false;
        throw error;
      }
    });
    expect(held).not.toEqual([]);
  });
});
