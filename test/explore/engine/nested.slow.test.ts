import { expect, it } from 'vitest';
import { loadSweep } from '../../../src/explore/space/load-sweep.ts';
import { folder, rowsOf, run } from './specs.ts';

/** Latency of the points by entries per bank, at each clock. */
type Latencies = ReadonlyMap<number, ReadonlyMap<number, number>>;

function spread(latencies: Latencies, perBank: (clockMhz: number) => number): number {
  const us = [...latencies].map(([clockMhz, of]) => of.get(perBank(clockMhz)) ?? Number.NaN);
  return Math.max(...us) - Math.min(...us);
}

it('All-in-One (3, 4): the shipped sweep keeps the latency of TIMIT over four clocks, from the same bits', async () => {
  const sweep = loadSweep('nested', () => {
    throw new Error('nothing to read');
  });
  const dir = folder();
  await run(sweep, dir);
  const rows = await rowsOf(dir);
  expect(rows.map(({ status }) => status)).toEqual(new Array(24).fill('ok'));
  expect(new Set(rows.map((row) => row.storage_bits)).size).toBe(1);
  const clocks = [...new Set(rows.map((row) => Number(row.clockMhz)))];
  const of = (clockMhz: number, column: string) =>
    rows
      .filter((row) => row.clockMhz === clockMhz)
      .map((row) => [Number(row.keepPerBank), Number(row[column])] as const)
      .toSorted(([a], [b]) => a - b);
  for (const clock of clocks) {
    const energies = of(clock, 'energy_uj').map(([, uj]) => uj);
    expect(energies).toEqual(energies.toSorted((a, b) => a - b));
    expect(new Set(energies).size).toBe(6);
  }
  const latencies = new Map(clocks.map((clock) => [clock, new Map(of(clock, 'latency_us'))]));
  const chosen = new Map([
    [200, 6],
    [150, 5],
    [100, 3],
    [50, 1],
  ]);
  const least = spread(latencies, (clock) => chosen.get(clock) ?? Number.NaN);
  expect(least).toBeLessThan(spread(latencies, () => 6) / 4);
});
