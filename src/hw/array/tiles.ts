import { BadInput } from '../../errors/bad-input.ts';
import { type BeatMatrix, beatsOfRow } from './beat-matrix.ts';
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
  const beats = Array.from({ length: order.pes }, (_, pe) => beatsOfPe(matrix, order, pe));
  const mostRows = Math.max(...beats.map((list) => list.length));
  if (mostRows === 0) return [];
  let rowsPerTile = Math.min(mostRows, half);
  while (rowsPerTile > 0 && !beats.every((list) => fits(list, rowsPerTile, half))) rowsPerTile--;
  if (rowsPerTile === 0) throw tooLong(matrix, order, half);
  const tiles: Tile[] = [];
  for (let local = 0; local < mostRows; local += rowsPerTile) {
    const part = tileOrder(order, local, local + rowsPerTile);
    tiles.push({ order: part, beats: part.rows.reduce((sum, row) => sum + beatsOfRow(matrix, row), 0) });
  }
  return tiles;
}

function beatsOfPe(matrix: BeatMatrix, { start, rows }: RowOrder, pe: number): number[] {
  return Array.from(rows.subarray(start[pe], start[pe + 1]), (row) => beatsOfRow(matrix, row));
}

/** Whether every run of `rowsPerTile` rows needs at most `half` beats. */
function fits(beats: readonly number[], rowsPerTile: number, half: number): boolean {
  for (let from = 0; from < beats.length; from += rowsPerTile) {
    let sum = 0;
    for (let i = from; i < Math.min(from + rowsPerTile, beats.length); i++) sum += beats[i];
    if (sum > half) return false;
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
