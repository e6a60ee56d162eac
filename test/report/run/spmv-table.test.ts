import { describe, expect, it } from 'vitest';
import { spmvTable } from '../../../src/report/run/spmv-table.ts';
import { formatTable } from '../../../src/report/tables/table.ts';
import { loadSpmvOperands } from '../../../src/run/load-matrix.ts';
import { loadPlatform } from '../../../src/run/platform.ts';
import { runSpmv } from '../../../src/run/spmv.ts';
import { writeNpy } from '../../../src/tensors/npy/npy.ts';

function tableOf(preset: string, values: Int16Array | Float32Array, rows: number) {
  const platform = loadPlatform(preset, ['pes=2', 'banks=4']);
  const cols = values.length / rows;
  const operands = loadSpmvOperands(
    { path: 'A.npy', bytes: writeNpy([rows, cols], values) },
    {
      path: 'x.npy',
      bytes: writeNpy(
        [cols],
        Int16Array.from({ length: cols }, (_, i) => i + 1),
      ),
    },
    platform.config.number,
  );
  return spmvTable(platform, runSpmv(platform, operands.matrix, operands.x, true), operands);
}

// Two of eight columns in each row: cyclic banks 0 and 0, a conflict; banks 1 and 2, none.
const codes = Int16Array.from([1, 0, 0, 0, 2, 0, 0, 0, 0, 3, 4, 0, 0, 0, 0, 0]);

describe('the table of an SpMV', () => {
  const table = tableOf('csr', codes, 2);

  it('has a row per PE', () => {
    expect(table.rows.map(({ pe, issue, conflict, reads }) => ({ pe, issue, conflict, reads }))).toEqual([
      { pe: '0', issue: 2, conflict: 1, reads: 2 },
      { pe: '1', issue: 1, conflict: 0, reads: 2 },
    ]);
  });

  it('states size, cycles and time', () => {
    expect(table.title).toMatch(/^A\.npy \(2 x 8, 4 stored\) on csr: \d+ cycles, 0\.\d{3} us at 200 MHz$/);
  });

  it('states achieved sparsity and padding', () => {
    expect(table.notes?.[0]).toMatch(
      /^Achieved sparsity 75\.0 %: 4 of 2 x 8 stored\. Padding 0 zeros, 0\.0 % of the 4 entries that the array multiplies\. Storage \d+\.\d KiB, fetched 0\.0 KiB: the weights are resident\.$/,
    );
  });

  it('tells the zeros that a dense array multiplies from padding', () => {
    const { notes } = tableOf('dense', codes, 2);
    expect(notes?.[0]).toContain('Padding 0 zeros, 0.0 % of the 16 entries');
    expect(notes).toContain('A dense array multiplies the 12 zeros of the matrix too.');
  });

  it('gives padding as a share of the entries that fill whole beats', () => {
    // Ten columns on four lanes: three beats of four.
    const row = Int16Array.from([1, 0, 2, 0, 3, 0, 4, 0, 0, 0]);
    expect(tableOf('dense', row, 1).notes?.[0]).toMatch(/Padding 2 zeros, 16\.7 % of the 12 entries/);
  });

  it('says how many values were cut to the format', () => {
    const wide = Float32Array.from([100, 0, 0, 0, -100, 0, 0, 0.5]);
    expect(tableOf('csr', wide, 1).notes).toContain(
      'Numbers that do not fit their bits: 2 saturated weights.',
    );
    expect(table.notes?.join(' ')).not.toContain('do not fit');
  });

  it('is printable in every format', () => {
    for (const format of ['table', 'csv', 'markdown', 'json'] as const) {
      expect(formatTable(table, format)).toContain('conflict');
    }
  });
});
