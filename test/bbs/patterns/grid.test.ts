import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gridOfBanks, gridOfBlocks, gridOfColumns } from '../../../src/bbs/patterns/grid.ts';
import { patternOf } from '../../../src/bbs/patterns/named-pattern.ts';
import { prune } from '../../../src/bbs/patterns/prune.ts';
import { BadInput } from '../../../src/errors/bad-input.ts';
import { anyMatrix, anyPattern, anySparsity } from '../matrices.ts';

describe('the parts of a pattern', () => {
  it('are blocks that begin at every multiple of their sides, cut at the edges', () => {
    expect(gridOfBlocks({ rows: 9, cols: 8 }, { blockRows: 4, blockCols: 3 })).toEqual({
      says: 'blocks of 4 x 3',
      rowBorders: [4, 8],
      columnBorders: [3, 6],
    });
  });

  it('are the banks of a row as columns are dealt to them', () => {
    const grid = gridOfBanks({ rows: 2, cols: 10 }, { banks: 4, placement: 'even' });
    expect(grid).toEqual({ says: '4 banks of 3 columns', rowBorders: [], columnBorders: [2, 5, 7] });
    const blocked = gridOfBanks({ rows: 2, cols: 10 }, { banks: 4, placement: 'blocked' });
    expect(blocked.columnBorders).toEqual([3, 6, 9]);
    expect(gridOfBanks({ rows: 2, cols: 4 }, { banks: 4, placement: 'even' }).says).toBe(
      '4 banks of 1 column',
    );
  });

  it('are runs of columns, the last of them cut; one that is as long as the row has no border', () => {
    expect(gridOfColumns({ rows: 2, cols: 10 }, 4, 'groups of 4').columnBorders).toEqual([4, 8]);
    expect(gridOfColumns({ rows: 2, cols: 4 }, 4, 'groups of 4').columnBorders).toEqual([]);
  });

  it('begin inside of the matrix, one after the other, whatever the pattern', () => {
    fc.assert(
      fc.property(anyMatrix, anyPattern, anySparsity, (weights, pattern, sparsity) => {
        const { rows, cols } = weights;
        const selection = unlessRefused(() => prune(weights, pattern, { sparsity }));
        if (selection === null) return;
        const grid = patternOf(pattern).grid?.(pattern, weights, selection);
        expect(grid?.says).not.toBe('');
        for (const [borders, end] of [
          [grid?.rowBorders ?? [], rows],
          [grid?.columnBorders ?? [], cols],
        ] as const) {
          expect(borders.every((border) => Number.isInteger(border) && border > 0 && border < end)).toBe(
            true,
          );
          expect(borders.slice(1).every((border, i) => border > borders[i])).toBe(true);
        }
      }),
    );
  });
});

function unlessRefused<Value>(call: () => Value): Value | null {
  try {
    return call();
  } catch (error) {
    if (error instanceof BadInput) return null;
    throw error;
  }
}
