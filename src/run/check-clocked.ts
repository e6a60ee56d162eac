import { Mismatch } from '../errors/mismatch.ts';
import { type ClockedDifference, checkClocked } from '../hw/array/clocked/check-clocked.ts';
import { runClocked } from '../hw/array/clocked/pe-array.ts';
import { buildArray } from '../hw/array/kinds/index.ts';
import type { Platform } from './platform.ts';
import type { SpmvRun } from './spmv.ts';

/**
 * Runs every SpMV of a job (one, or a tile each) again on the clocked array, register by register, and throws
 * Mismatch, naming the place, when it differs from the fast path in a cycle, a count or a value.
 */
export function checkStepped(
  { config }: Platform,
  { result, encoded, job, lost }: SpmvRun,
  x: Int16Array,
): void {
  const array = buildArray(config);
  for (const { timing } of job.computes) {
    const { order } = timing;
    const clocked = runClocked(encoded.beats, order, array, x);
    const results = new Float64Array(encoded.beats.rows);
    const lostOfTile = new Float64Array(encoded.beats.rows);
    for (const row of order.rows) {
      results[row] = result.result[row];
      lostOfTile[row] = lost[row];
    }
    const difference = checkClocked({ timing, results, lost: lostOfTile }, clocked);
    if (difference) throw new Mismatch(describe(difference));
  }
}

function describe({ quantity, pe, bank, row, found, expected }: ClockedDifference): string {
  const places = { PE: pe, bank, row };
  const where = Object.entries(places).flatMap(([name, place]) =>
    place === null ? [] : [`${name} ${place}`],
  );
  return `${[quantity, ...where].join(', ')}: the clocked array has ${found}, the fast path ${expected}`;
}
