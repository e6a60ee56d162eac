import { BadInput } from '../../errors/bad-input.ts';
import { type BeatMatrix, beatsOfRow, beatsOfRows } from './beat-matrix.ts';
import { type RowOrder, tileOrder } from './row-order.ts';

/**
 * A tile of a streamed matrix: whole rows, the same number on every PE (the last may be
 * short). docs/timing.md section 3.
 */
export interface Tile {
  readonly order: RowOrder;
  /** Beats of all PEs together: what is written into the weight memories. */
  readonly beats: number;
}

/**
 * Cuts the rows of `order` into tiles as large as half the weight memory (`beatsPerPe`) allows: the most rows
 * per PE with which no tile of any PE needs more than half. Throws BadInput when one row alone does not fit.
 */
export function cutTiles(matrix: BeatMatrix, order: RowOrder, beatsPerPe: number): Tile[] {
  const half = Math.floor(beatsPerPe / 2);
  const sizes = Array.from({ length: order.pes }, (_, pe) => sizesOfPe(matrix, order, pe));
  const mostRows = Math.max(...sizes.map((list) => list.length));
  const room = matrix.isPacked ? half * matrix.lanes : half;
  if (mostRows === 0) return [];
  let rowsPerTile = Math.min(mostRows, room);
  while (rowsPerTile > 0 && !sizes.every((list) => fits(list, rowsPerTile, room))) rowsPerTile--;
  if (rowsPerTile === 0) throw tooLong(matrix, order, half);
  const tiles: Tile[] = [];
  for (let local = 0; local < mostRows; local += rowsPerTile) {
    const part = tileOrder(order, local, local + rowsPerTile);
    tiles.push({ order: part, beats: beatsOfOrder(matrix, part) });
  }
  return tiles;
}

function beatsOfOrder(matrix: BeatMatrix, order: RowOrder): number {
  let beats = 0;
  for (let pe = 0; pe < order.pes; pe++)
    beats += beatsOfRows(matrix, order, order.start[pe], order.start[pe + 1]);
  return beats;
}

/** What the rows of a PE take: entries where rows share beats, else beats. */
function sizesOfPe(matrix: BeatMatrix, { start, rows }: RowOrder, pe: number): number[] {
  const { entryStart, isPacked } = matrix;
  return Array.from(rows.subarray(start[pe], start[pe + 1]), (row) =>
    isPacked ? entryStart[row + 1] - entryStart[row] : beatsOfRow(matrix, row),
  );
}

/** Whether every run of `rowsPerTile` rows finds room. */
function fits(sizes: readonly number[], rowsPerTile: number, room: number): boolean {
  for (let from = 0; from < sizes.length; from += rowsPerTile) {
    let sum = 0;
    for (let i = from; i < Math.min(from + rowsPerTile, sizes.length); i++) sum += sizes[i];
    if (sum > room) return false;
  }
  return true;
}

function tooLong(matrix: BeatMatrix, order: RowOrder, half: number): BadInput {
  const row = order.rows.find((r) => beatsOfRow(matrix, r) > half) ?? order.rows[0];
  return new BadInput(
    `tensor ${matrix.tensor}: row ${row} has ${beatsOfRow(matrix, row)} beats, but half the weight memory of a PE holds ${half}: ` +
      'streaming needs a tile of at least one row per PE (weightMemory.beatsPerPe, or a larger device)',
  );
}
