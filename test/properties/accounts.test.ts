import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { conflictMap } from '../../src/run/array-account.ts';
import { RunResultSchema } from '../../src/run/result.ts';
import { platformOf } from '../study/compare/designs.ts';
import { anyCase, cyclesOf, resultOfCase, runCase, runs, spmvsOf } from './cases.ts';

const sum = (values: Iterable<number>): number => {
  let total = 0;
  for (const value of values) total += value;
  return total;
};

describe('every cycle of a step', () => {
  it('belongs to one category: they sum to the total, for the step and for every layer', () => {
    fc.assert(
      fc.property(anyCase(), (one) => {
        const result = resultOfCase(runCase(one));
        for (const { cycles, stalls } of [result, ...result.layers, ...result.steps]) {
          expect(sum(Object.values(stalls))).toBe(cycles.total);
          expect(Math.min(...Object.values(stalls))).toBeGreaterThanOrEqual(0);
        }
        expect(sum(result.layers.map(({ cycles }) => cycles.total))).toBe(result.cycles.total);
      }),
      runs,
    );
  });

  it('is busy, imbalance or waiting for each PE', () => {
    fc.assert(
      fc.property(anyCase(), (one) => {
        const result = resultOfCase(runCase(one));
        const { pes, cycles } = result;
        pes.busyCycles.forEach((busy, pe) => {
          expect(busy + pes.imbalanceCycles[pe] + pes.waitingCycles[pe]).toBe(cycles.total);
        });
        const { config, weights } = result;
        const { banks } = config as { readonly banks: number };
        expect(pes.utilisation * pes.busyCycles.length * banks * cycles.total).toBeCloseTo(weights.kept, 6);
        expect(pes.utilisation).toBeLessThanOrEqual(pes.occupancy);
        expect(pes.occupancy).toBeCloseTo(sum(pes.busyCycles) / (pes.busyCycles.length * cycles.total), 12);
        expect(pes.loadImbalance).toBeGreaterThanOrEqual(1);
      }),
      runs,
    );
  });

  it('is in one phase of the chained style', () => {
    fc.assert(
      fc.property(anyCase({ styles: ['chained'] }), (one) => {
        const { total, ...phases } = resultOfCase(runCase(one)).cycles;
        expect(sum(Object.values(phases))).toBe(total);
      }),
      runs,
    );
  });

  it('without conflict is what banks never waited for: no waits in the map, no conflict cycles, and the reverse', () => {
    fc.assert(
      fc.property(anyCase(), (one) => {
        const run = runCase(one);
        const waits = sum(conflictMap(run.design, run.timelines));
        const { conflictCycles } = resultOfCase(run).pes;
        if (platformOf(one.fields).config.kind === 'csr-shared') return;
        expect(waits > 0).toBe(conflictCycles > 0);
        expect(waits).toBeGreaterThanOrEqual(conflictCycles);
      }),
      runs,
    );
  });

  it('of every step takes the same time, so T steps take T times one', () => {
    fc.assert(
      fc.property(anyCase(), fc.integer({ min: 1, max: 4 }), (one, steps) => {
        const { steps: all, cycles, latencyUs } = resultOfCase(runCase(one, {}, { steps }));
        expect(all.map(({ step }) => step)).toEqual(Array.from({ length: steps }, (_, t) => t));
        for (const step of all) expect(step).toMatchObject({ cycles, latencyUs });
      }),
      runs,
    );
  });
});

describe('every joule of a step', () => {
  it('belongs to one component and one of three parts: they sum to the total', () => {
    fc.assert(
      fc.property(anyCase(), (one) => {
        const { energy, latencyUs } = resultOfCase(runCase(one));
        const sumOf = (asked: string) =>
          sum(energy.components.filter(({ part }) => part === asked).map(({ energyUj }) => energyUj));
        const parts = [sumOf('dynamic'), sumOf('static'), sumOf('off-chip')];
        expect([energy.dynamicUj, energy.staticUj, energy.offChipUj]).toEqual(parts);
        expect(energy.totalUj).toBe(sum(parts));
        const last = energy.components.find(({ component }) => component === 'static');
        expect(last?.energyUj).toBe(energy.staticPowerW * latencyUs);
      }),
      runs,
    );
  });

  it('of a lane is spent on an entry: as many products, buffer reads and additions as stored entries', () => {
    fc.assert(
      fc.property(anyCase(), (one) => {
        const run = runCase(one);
        const { energy, weights } = resultOfCase(run);
        const count = (name: string) => energy.components.find(({ component }) => component === name)?.count;
        const entries = sum(
          run.design.layers.flatMap(({ matrices }) => matrices.map(({ beats }) => beats.values.length)),
        );
        expect(entries).toBe(weights.kept + weights.padding);
        expect([count('multipliers'), count('adder trees')]).toEqual([entries, entries]);
        expect(sum(spmvsOf(run).flatMap(({ bankReads }) => Array.from(bankReads)))).toBe(entries);
      }),
      runs,
    );
  });

  it('of off-chip memory is spent on streamed weights alone, and on all of them as they are stored', () => {
    fc.assert(
      fc.property(anyCase(), (one) => {
        const run = runCase(one);
        const { energy, weights } = resultOfCase(run);
        const bits = energy.components.find(({ component }) => component === 'off-chip memory')?.count ?? 0;
        if (weights.residency === 'resident') expect(bits).toBe(0);
        else expect(bits).toBeGreaterThanOrEqual(weights.storage.totalBits);
        expect(weights.fetchedBits).toBe(bits);
      }),
      runs,
    );
  });
});

describe('a result', () => {
  it('is what its schema says', () => {
    fc.assert(
      fc.property(anyCase(), fc.boolean(), (one, values) => {
        const result = resultOfCase(runCase(one, {}, { values }));
        expect(RunResultSchema.parse(result)).toEqual(result);
        expect(result.accuracy?.comparedValues === 0).toBe(!values);
        expect(result.accuracy?.saturations.weight).toBeGreaterThanOrEqual(0);
      }),
      runs,
    );
  });

  it('has throughputs of two operations per weight, kept or not, in the latency', () => {
    fc.assert(
      fc.property(anyCase(), (one) => {
        const run = runCase(one);
        const { gops, weights, latencyUs, clockMhz } = resultOfCase(run);
        expect(latencyUs).toBe(cyclesOf(run) / clockMhz);
        const nanoseconds = 1000 * latencyUs;
        expect(gops.actual).toBeCloseTo((2 * weights.kept) / nanoseconds, 12);
        expect(gops.effective).toBeCloseTo((2 * weights.total) / nanoseconds, 12);
        expect(gops.actual / gops.effective).toBeCloseTo(1 - weights.achievedSparsity, 12);
      }),
      runs,
    );
  });
});
