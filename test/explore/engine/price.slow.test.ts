import { beforeAll, describe, expect, it } from 'vitest';
import { readInput } from '../../../src/cli/io.ts';
import type { Row } from '../../../src/explore/query/results.ts';
import { loadSweep } from '../../../src/explore/space/load-sweep.ts';
import { folder, rowsOf, run } from './specs.ts';

const dir = folder();
let rows: readonly Row[] = [];
/** Points that fit their device and whose clock is no faster than the design. */
let built: readonly Row[] = [];

beforeAll(async () => {
  await run(
    loadSweep('price', (file) => readInput(file, 'weights')),
    dir,
  );
  rows = await rowsOf(dir);
  built = rows.filter((row) => row.status === 'ok' && value(row, 'clockMhz') <= value(row, 'fmax_mhz'));
});

const value = (row: Row, column: string): number => Number(row[column]);

/** Axes whose values have an order; the others are switches, of which both ends are all there is. */
const axes = ['banks', 'timing.mulLatency', 'clockMhz'];

const goals: readonly (readonly [name: string, cost: (row: Row) => number])[] = [
  ['latency', (row) => value(row, 'latency_us')],
  ['energy-delay product', (row) => value(row, 'latency_us') * value(row, 'energy_uj')],
  ['GOPS per watt', (row) => -value(row, 'gops') / value(row, 'power_w')],
];

function bestBy(cost: (row: Row) => number): Row {
  return built.reduce((best, row) => (cost(row) < cost(best) ? row : best));
}

describe('the sweep of prices: clock, registers and banks of three kinds on TIMIT', () => {
  it.each(goals)('has its best point by %s inside the range of every ordered axis', (_name, cost) => {
    const best = bestBy(cost);
    for (const axis of axes) {
      const levels = rows.map((row) => value(row, axis));
      expect(value(best, axis), axis).toBeGreaterThan(Math.min(...levels));
      expect(value(best, axis), axis).toBeLessThan(Math.max(...levels));
    }
  });

  it('tries a multiplier without a register behind it, the fewest that there can be', () => {
    expect(rows.some((row) => value(row, 'timing.mulLatency') === 1)).toBe(true);
  });

  it('finds the bank-balanced array best by all three, with two stages of the multiplier', () => {
    for (const [, cost] of goals)
      expect(bestBy(cost)).toMatchObject({ accelerator: 'bbs', 'timing.mulLatency': 2 });
  });
});
