import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bankCycles, reportStep } from '../../../src/hw/accounts/step-report.ts';
import { banksPerPe } from '../../../src/hw/array/vector-banks.ts';
import { casesOf } from '../../drawn.ts';
import { anyCase, resultOfCase, runCase } from '../../properties/cases.ts';
import { anyLayerStep, runStep } from '../sequencer/steps.ts';
import { all, areaOf, isSlice, traceOf, traceOfStep } from './traces.ts';

const runs = { seed: 20_190_224, numRuns: casesOf(12, 1000) };

const STEPS = 3;

describe('the counters of a trace', () => {
  it('count what the result counts: conflicts, words read, and bytes of off-chip memory', () => {
    fc.assert(
      fc.property(anyCase(), (one) => {
        const run = runCase(one, {}, { steps: STEPS });
        const result = resultOfCase(run);
        const events = all(traceOf(run));
        const action = (name: string) => result.actions.find((entry) => entry.name === name)?.count ?? 0;
        expect(areaOf(events, 'PEs in conflict')).toBe(STEPS * result.pes.conflictCycles);
        expect(areaOf(events, 'active lanes')).toBe(STEPS * action('bufferReads'));
        const bytes = events.filter(({ name }) => name === 'DRAM bytes').at(-1);
        const dramBytes = bytes?.ph === 'C' ? Number(bytes.args.value) : 0;
        expect(8 * dramBytes).toBe(STEPS * action('dramBits'));
        const fetched = events.filter(isSlice).filter(({ name }) => name === 'transfer');
        expect(fetched.reduce((sum, { args }) => sum + Number(args.bytes), 0)).toBe(dramBytes);
      }),
      runs,
    );
  });

  it('count conflicts and words of every kind of array as its timing does', () => {
    fc.assert(
      fc.property(anyLayerStep('chained', 'instruction'), (step) => {
        const events = all(traceOfStep(step, 1));
        const { pes } = step.config;
        const timeline = runStep(step);
        const { reads } = bankCycles(timeline, pes, banksPerPe(step.unit.array));
        expect(areaOf(events, 'PEs in conflict')).toBe(reportStep(timeline, pes).conflictCycles);
        expect(areaOf(events, 'active lanes')).toBe(reads.reduce((sum, n) => sum + n, 0));
      }),
      runs,
    );
  });

  it('have as many lanes waiting as the conflicts need, and none at any other time', () => {
    fc.assert(
      fc.property(anyCase({ kinds: ['csr', 'csr-shared'] }), (one) => {
        const run = runCase(one);
        const events = all(traceOf(run));
        const { conflictCycles } = resultOfCase(run).pes;
        const waiting = areaOf(events, 'lanes waiting for a bank');
        // A beat that stays leaves a lane waiting in each cycle before the one in which the last is served.
        expect(waiting).toBeGreaterThanOrEqual(conflictCycles);
        expect(waiting === 0).toBe(conflictCycles === 0);
      }),
      runs,
    );
  });

  it('never have more than two tiles of weights on chip, and begins and ends with none', () => {
    fc.assert(
      fc.property(anyCase({ weights: ['streamed'] }), (one) => {
        const events = all(traceOf(runCase(one, {}, { steps: 2 })));
        const tiles = events.flatMap((event) =>
          event.ph === 'C' && event.name === 'weight tiles on chip' ? [Number(event.args.value)] : [],
        );
        expect(Math.max(...tiles)).toBeLessThanOrEqual(2);
        expect(Math.max(...tiles)).toBeGreaterThan(0);
        expect(tiles.at(-1)).toBe(0);
      }),
      runs,
    );
  });
});
