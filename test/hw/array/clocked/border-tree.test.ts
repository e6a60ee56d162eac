import { describe, expect, it } from 'vitest';
import { BorderTree } from '../../../../src/hw/array/clocked/border-tree.ts';
import { PackedAccumulator } from '../../../../src/hw/array/clocked/packed-accumulator.ts';
import { BUBBLE, MID_ROW } from '../../../../src/hw/array/clocked/register-chain.ts';

const part = (ends: number, rows: readonly number[], products: readonly number[]) => ({
  ends,
  products: Float64Array.from(products),
  rows: Int32Array.from(rows),
});
const bubble = part(BUBBLE, [-1, -1, -1, -1, -1, -1, -1, -1], [0, 0, 0, 0, 0, 0, 0, 0]);

describe('a tree of eight lanes with readers', () => {
  const ascending = [1, 2, 4, 8, 16, 32, 64, 128];
  const sumsOf = (ends: number, rows: readonly number[]) => {
    const tree = new BorderTree(8, 8);
    tree.clock(part(ends, rows, ascending));
    tree.clock(bubble);
    expect(tree.output.ends).toBe(BUBBLE);
    tree.clock(bubble);
    const { upTo, total } = tree.output;
    return { ends: tree.output.ends, upTo, total };
  };

  it.each([1, 2, 3, 4, 5, 6, 7])('reads the sum of the first %i lanes after log2 N cycles', (lanes) => {
    const rows = ascending.map((_, lane) => (lane < lanes ? 0 : 1));
    expect(sumsOf(0, rows)).toEqual({ ends: 0, upTo: [2 ** lanes - 1], total: 255 });
  });

  it('reads all lanes at its root, and nothing when no row ends', () => {
    expect(sumsOf(3, [3, 3, 3, 3, 3, 3, 3, 3])).toEqual({ ends: 3, upTo: [255], total: 255 });
    expect(sumsOf(MID_ROW, [3, 3, 3, 3, 3, 3, 3, 3])).toEqual({ ends: MID_ROW, upTo: [], total: 255 });
  });

  it('reads as many ends as it has readers, of rows of a lane too, and refuses another', () => {
    expect(sumsOf(7, [5, 6, 6, 7, 8, 8, 8, 8])).toEqual({ ends: 7, upTo: [1, 7, 15], total: 255 });
    const tree = new BorderTree(8, 2);
    expect(() => tree.clock(part(7, [5, 6, 6, 7, 8, 8, 8, 8], ascending))).toThrow(
      '3 rows end in a part, with 2 readers',
    );
  });

  it('is not asked about lanes of other parts', () => {
    expect(sumsOf(6, [-1, 6, 6, -1, -1, -1, -1, -1]).upTo).toEqual([7]);
  });
});

describe('a tree of lanes that are no power of two, with readers', () => {
  it.each([3, 5, 6, 7, 11, 12])(
    'reads every number of the first of %i lanes after ceil(log2 N) cycles',
    (lanes) => {
      const products = Array.from({ length: lanes }, (_, lane) => 2 ** lane);
      for (let upTo = 1; upTo <= lanes; upTo++) {
        const tree = new BorderTree(lanes, 1);
        const rows = products.map((_, lane) => (lane < upTo ? 0 : 1));
        tree.clock(part(0, rows, products));
        expect(tree.depth).toBe(Math.ceil(Math.log2(lanes)));
        const idle = products.map(() => 0);
        for (let cycle = 1; cycle < tree.depth; cycle++) {
          expect(tree.output.ends).toBe(BUBBLE);
          tree.clock(
            part(
              BUBBLE,
              idle.map(() => -1),
              idle,
            ),
          );
        }
        expect(tree.output).toEqual({ ends: 0, upTo: [2 ** upTo - 1], total: 2 ** lanes - 1 });
      }
    },
  );
});

describe('the accumulator of packed rows', () => {
  const outcome = ({ output, lost, beside }: PackedAccumulator) => ({ ...output, lost, beside });

  it('holds what is behind the last end for the next part, through cycles in which nothing arrives', () => {
    const acc = new PackedAccumulator(48);
    acc.clock({ ends: MID_ROW, upTo: [], total: 5 });
    expect(acc.output.ends).toBe(MID_ROW);
    acc.clock({ ends: 2, upTo: [10, 30, 31], total: 100 });
    expect(outcome(acc)).toEqual({
      ends: 2,
      sum: 1,
      lost: 0,
      beside: [
        { row: 0, sum: 15, lost: 0 },
        { row: 1, sum: 20, lost: 0 },
      ],
    });
    acc.clock({ ends: BUBBLE, upTo: [], total: 77 });
    acc.clock({ ends: 3, upTo: [1], total: 1 });
    expect(outcome(acc)).toEqual({ ends: 3, sum: 70, lost: 0, beside: [] });
  });

  it('wraps to its bits, and knows of every row what it lost', () => {
    const acc = new PackedAccumulator(8);
    acc.clock({ ends: 0, upTo: [200], total: 500 });
    expect(outcome(acc)).toEqual({ ends: 0, sum: -56, lost: 256, beside: [] });
    acc.clock({ ends: 1, upTo: [100], total: 100 });
    expect(acc.output.sum + acc.lost).toBe(400);
    expect(acc.output.sum).toBe(-112);
  });
});
