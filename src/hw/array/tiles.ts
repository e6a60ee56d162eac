import { BadInput } from '../../errors/bad-input.ts';
import { type BeatMatrix, heldImage } from './beat-matrix.ts';
import { longestOfRow, type WeightDepths, weightDepths } from './lane-depths.ts';
import { type RowOrder, tileOrder } from './row-order.ts';

/**
 * A tile of a streamed matrix: whole rows, the same number on every PE (the last may be
 * short). docs/timing.md section 3. A row comes with all beats that it has in the memories, read or not: a
 * fetch is one run of addresses, and the beats of a row that are not read lie between those that are.
 */
export interface Tile {
  readonly order: RowOrder;
  /** Beats of all PEs together, as deep as each fills its weight memory: what is written there. */
  readonly beats: number;
}

/**
 * Cuts the rows of `order` into tiles as large as half the weight memory (`beatsPerPe`) allows: the most rows
 * per PE with which no tile of any PE needs more than half. Throws BadInput when one row alone does not fit.
 */
export function cutTiles(matrix: BeatMatrix, order: RowOrder, beatsPerPe: number): Tile[] {
  const half = Math.floor(beatsPerPe / 2);
  const rowsOfPe = Array.from({ length: order.pes }, (_, pe) => order.start[pe + 1] - order.start[pe]);
  const depths = rowsOfPe.map((_, pe) => depthsOfPe(matrix, order, pe));
  const mostRows = Math.max(...rowsOfPe);
  if (mostRows === 0) return [];
  // Rows that share beats, or whose lanes skip them, may be more than beats.
  const mayShare = matrix.isPacked || matrix.streams !== undefined;
  let rowsPerTile = Math.min(mostRows, mayShare ? half * matrix.lanes : half);
  while (rowsPerTile > 0 && !depths.every((depth, pe) => fits(depth, rowsOfPe[pe], rowsPerTile, half)))
    rowsPerTile--;
  if (rowsPerTile === 0) throw tooLong(matrix, order, half);
  const tiles: Tile[] = [];
  for (let from = 0; from < mostRows; from += rowsPerTile) {
    const to = (pe: number) => Math.min(from + rowsPerTile, rowsOfPe[pe]);
    const beats = depths.reduce((sum, depth, pe) => sum + depth.between(Math.min(from, to(pe)), to(pe)), 0);
    tiles.push({ order: tileOrder(order, from, from + rowsPerTile), beats });
  }
  return tiles;
}

function depthsOfPe(matrix: BeatMatrix, { start, rows }: RowOrder, pe: number): WeightDepths {
  return weightDepths(heldImage(matrix), rows.subarray(start[pe], start[pe + 1]));
}

/** Whether every run of `rowsPerTile` of the rows needs at most `half` beats. */
function fits(depths: WeightDepths, rows: number, rowsPerTile: number, half: number): boolean {
  for (let from = 0; from < rows; from += rowsPerTile) {
    if (depths.between(from, Math.min(from + rowsPerTile, rows)) > half) return false;
  }
  return true;
}

function tooLong(matrix: BeatMatrix, order: RowOrder, half: number): BadInput {
  const held = heldImage(matrix);
  const row = order.rows.find((r) => longestOfRow(held, r) > half) ?? order.rows[0];
  return new BadInput(
    `tensor ${matrix.tensor}: row ${row} has ${longestOfRow(held, row)} beats, but half the weight memory of a PE holds ${half}: ` +
      'streaming needs a tile of at least one row per PE (weightMemory.beatsPerPe, or a larger device)',
  );
}
