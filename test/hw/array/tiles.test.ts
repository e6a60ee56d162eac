import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BadInput } from '../../../src/errors/bad-input.ts';
import { balancedOrder, naturalOrder, type RowOrder } from '../../../src/hw/array/row-order.ts';
import { cutTiles } from '../../../src/hw/array/tiles.ts';
import { beatMatrix } from './arrays.ts';

/** A matrix of 2 lanes whose rows have these numbers of beats. */
const matrixOf = (beats: readonly number[]) =>
  beatMatrix(
    2,
    beats.map((n) => new Array<number>(2 * n).fill(0)),
  );

const rowsOfTile = ({ pes, start, rows }: RowOrder): number[][] =>
  Array.from({ length: pes }, (_, pe) => Array.from(rows.subarray(start[pe], start[pe + 1])));

describe('the tiles of a streamed matrix', () => {
  it('are whole rows, as many on every PE, as half the weight memory allows', () => {
    const matrix = matrixOf([2, 1, 2, 1, 2, 1, 2, 1, 2, 1]);
    // PE 0 has rows of 2 beats: 9 beats of memory, half is 4, two rows.
    const tiles = cutTiles(matrix, naturalOrder(10, 2), 9);
    expect(tiles.map(({ order }) => rowsOfTile(order))).toEqual([
      [
        [0, 2],
        [1, 3],
      ],
      [
        [4, 6],
        [5, 7],
      ],
      [[8], [9]],
    ]);
    expect(tiles.map(({ beats }) => beats)).toEqual([6, 6, 3]);
  });

  it('hold more rows when rows share beats, which the tile ends', () => {
    // Rows of 3 entries on 4 lanes: one beat each, or 4 rows in 3 beats.
    const matrix = beatMatrix(4, new Array(9).fill([0, 1, 2]));
    const tilesOf = (isPacked: boolean) => cutTiles({ ...matrix, isPacked }, naturalOrder(9, 1), 6);
    expect(tilesOf(false).map(({ order, beats }) => [order.rows.length, beats])).toEqual([
      [3, 3],
      [3, 3],
      [3, 3],
    ]);
    expect(tilesOf(true).map(({ order, beats }) => [order.rows.length, beats])).toEqual([
      [4, 3],
      [4, 3],
      [1, 1],
    ]);
  });

  it('are one tile when all rows fit in half the memory', () => {
    expect(cutTiles(matrixOf([1, 1, 1]), naturalOrder(3, 1), 6)).toHaveLength(1);
    expect(cutTiles(matrixOf([1, 1, 1]), naturalOrder(3, 1), 5)).toHaveLength(2);
  });

  it('end on one PE before they do on another that has more rows', () => {
    const order: RowOrder = { pes: 2, start: Uint32Array.of(0, 3, 4), rows: Uint32Array.of(0, 1, 2, 3) };
    const tiles = cutTiles(matrixOf([1, 1, 1, 1]), order, 4);
    expect(tiles.map((tile) => rowsOfTile(tile.order))).toEqual([
      [[0, 1], [3]],
      [[2], []],
    ]);
  });

  it('cannot be cut when one row is longer than half the memory: the message names tensor and row', () => {
    const cut = () => cutTiles(matrixOf([1, 4, 2]), naturalOrder(3, 1), 7);
    expect(cut).toThrow(BadInput);
    expect(cut).toThrow('tensor w: row 1 has 4 beats, but half the weight memory of a PE holds 3');
  });

  it('are none without rows', () => {
    expect(cutTiles(matrixOf([]), naturalOrder(0, 2), 8)).toEqual([]);
  });

  it('hold every row once, fit, and could not be taller', () => {
    const cases = fc.record({
      beats: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 20 }),
      pes: fc.integer({ min: 1, max: 4 }),
      memory: fc.integer({ min: 8, max: 40 }),
      isBalanced: fc.boolean(),
    });
    fc.assert(
      fc.property(cases, ({ beats, pes, memory, isBalanced }) => {
        const order = isBalanced
          ? balancedOrder(Uint32Array.from(beats), pes)
          : naturalOrder(beats.length, pes);
        const half = Math.floor(memory / 2);
        const lists = rowsOfTile(order);
        const tiles = cutTiles(matrixOf(beats), order, memory).map((tile) => rowsOfTile(tile.order));
        for (const [pe, rows] of lists.entries()) expect(tiles.flatMap((tile) => tile[pe])).toEqual(rows);
        const height = Math.max(...tiles[0].map((rows) => rows.length));
        const fits = (tall: number) =>
          lists.every((rows) => {
            const loads = rows.flatMap((_, at) => (at % tall === 0 ? [rows.slice(at, at + tall)] : []));
            return loads.every((part) => part.reduce((sum, row) => sum + beats[row], 0) <= half);
          });
        expect(fits(height)).toBe(true);
        const longest = Math.max(...lists.map((rows) => rows.length));
        for (let taller = height + 1; taller <= longest; taller++) expect(fits(taller)).toBe(false);
      }),
    );
  });
});
