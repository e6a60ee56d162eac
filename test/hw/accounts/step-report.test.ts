import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bankCycles, reportStep } from '../../../src/hw/accounts/step-report.ts';
import { banksPerPe } from '../../../src/hw/array/vector-banks.ts';
import { anyGruStep, anyLayerStep, anyRandomProgram, runStep } from '../sequencer/steps.ts';

const styles = ['chained', 'instruction'] as const;
const anyStep = fc.oneof(anyLayerStep(...styles), anyGruStep(...styles), anyRandomProgram);

describe('the report of a step', () => {
  it('accounts for every PE: busy + imbalance + waiting for other phases = the step', () => {
    fc.assert(
      fc.property(anyStep, (step) => {
        const timeline = runStep(step);
        const { pes } = reportStep(timeline, step.config.pes);
        const timings = timeline.issued.flatMap(({ job }) => job?.computes.map(({ timing }) => timing) ?? []);
        for (let pe = 0; pe < step.config.pes; pe++) {
          expect(pes.busy[pe] + pes.imbalance[pe] + pes.waiting[pe]).toBe(timeline.cycles);
          expect(pes.busy[pe]).toBe(timings.reduce((sum, timing) => sum + timing.busyCycles[pe], 0));
          expect(pes.busy[pe] + pes.imbalance[pe]).toBe(
            timings.reduce((sum, timing) => sum + timing.cycles, 0),
          );
        }
      }),
      { numRuns: 100 },
    );
  });

  it('has the cycles of each phase: what its instructions occupy', () => {
    fc.assert(
      fc.property(anyStep, (step) => {
        const timeline = runStep(step);
        const { cycles } = reportStep(timeline, step.config.pes);
        for (const phase of ['load', 'spmv', 'ewop', 'projection'] as const) {
          const occupied = timeline.issued.filter(({ instruction }) => instruction.phase === phase);
          expect(cycles[phase]).toBe(occupied.reduce((sum, { occupancy }) => sum + occupancy, 0));
        }
        expect(cycles.total).toBe(timeline.cycles);
      }),
      { numRuns: 50 },
    );
  });

  it('sums beats, conflicts, reads and waits over the SpMVs and tiles of the step', () => {
    fc.assert(
      fc.property(anyStep, (step) => {
        const { pes } = step.config;
        const banks = banksPerPe(step.unit.array);
        const timeline = runStep(step);
        const { conflictCycles, mostBeats, meanBeats } = reportStep(timeline, pes);
        const { reads, waits } = bankCycles(timeline, pes, banks);
        const sum = (values: Iterable<number>) => [...values].reduce((total, value) => total + value, 0);
        const timings = timeline.issued.flatMap(({ job }) => job?.computes.map(({ timing }) => timing) ?? []);
        expect(conflictCycles).toBe(sum(timings.map((timing) => sum(timing.conflictCycles))));
        expect(mostBeats).toBe(sum(timings.map(({ beats }) => Math.max(...beats))));
        expect(meanBeats * pes).toBeCloseTo(sum(timings.map(({ beats }) => sum(beats))), 6);
        expect(reads.length).toBe(pes * banks);
        expect(sum(reads)).toBe(sum(timings.map(({ bankReads }) => sum(bankReads))));
        for (const [at, wait] of waits.entries())
          expect(wait).toBe(sum(timings.map(({ bankWaits }) => bankWaits[at])));
      }),
      { numRuns: 50 },
    );
  });
});
