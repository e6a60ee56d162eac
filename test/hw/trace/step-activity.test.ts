import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { activityOf, isUnheld } from '../../../src/hw/trace/pe-activity.ts';
import { laneCyclesOf, passesOfStep, spmvsOfStep, timedWaits } from '../../../src/hw/trace/step-activity.ts';
import { timelineOf } from '../../../src/hw/trace/step-timeline.ts';
import { conflictMap } from '../../../src/run/array-account.ts';
import { casesOf } from '../../drawn.ts';
import { anyCase, resultOfCase, runCase } from '../../properties/cases.ts';
import { anyLayerStep, runStep } from '../sequencer/steps.ts';

const runs = { seed: 20_261_201, numRuns: casesOf(25, 1000) };

const sum = (numbers: readonly number[]): number => numbers.reduce((total, n) => total + n, 0);

describe('what PEs do in the first step', () => {
  it('sums to the issue and conflict cycles of the timing, for every PE and SpMV of every kind', () => {
    fc.assert(
      fc.property(anyLayerStep('chained', 'instruction'), (step) => {
        const { array } = step.unit;
        for (const { timing, activity } of spmvsOfStep(array, [step], [runStep(step)], true)) {
          activity?.runs.forEach((own, pe) => {
            const cyclesIn = (state: string) =>
              sum(own.flatMap((run) => (run.state === state ? [run.cycles] : [])));
            expect(cyclesIn('conflict')).toBe(timing.conflictCycles[pe]);
            expect(cyclesIn('issue') + cyclesIn('conflict')).toBe(timing.issueCycles[pe]);
            expect(timing.cycles - cyclesIn('idle')).toBe(timing.busyCycles[pe]);
            expect(sum(own.map(({ cycles }) => cycles))).toBe(timing.cycles);
          });
        }
      }),
      runs,
    );
  });

  it('follows from the timing where nothing holds a beat, as the clocked array has it', () => {
    let compared = 0;
    fc.assert(
      fc.property(anyLayerStep('chained', 'instruction'), (step) => {
        const { array } = step.unit;
        for (const { layer, instruction, timing } of spmvsOfStep(array, [step], [runStep(step)], false)) {
          const done = step.program.instructions[instruction];
          if (layer !== 0 || done.op !== 'spmv' || !isUnheld(array, timing)) continue;
          const { beats } = step.matrices[done.matrix];
          const clocked = activityOf(beats, timing, { ...array, isArbitrated: true });
          expect(activityOf(beats, timing, array)).toEqual(clocked);
          compared++;
        }
      }),
      runs,
    );
    expect(compared).toBeGreaterThan(0);
  });

  it('keeps requests waiting as often over time as over PEs', () => {
    let waited = 0;
    fc.assert(
      fc.property(anyCase(), (one) => {
        const { design, timelines } = runCase(one);
        const { array, layers } = design;
        const spmvs = spmvsOfStep(array, layers, timelines, true);
        const { cycles } = passesOfStep(array, layers, timelines);
        const { waits, binCycles } = timedWaits(array, spmvs, cycles);
        expect(waits[0].length).toBeLessThanOrEqual(256);
        expect(waits[0].length * binCycles).toBeGreaterThanOrEqual(cycles);
        const map = conflictMap(design, timelines);
        waits.forEach((own, bank) => {
          expect(sum(own)).toBe(sum(Array.from(map).filter((_, at) => at % waits.length === bank)));
          waited += sum(own);
        });
      }),
      runs,
    );
    expect(waited).toBeGreaterThan(0);
  });
});

describe('the timeline of a step', () => {
  it('has slices on tracks in their order that lie within the step, apart or within each other', () => {
    fc.assert(
      fc.property(anyCase(), fc.boolean(), (one, isWalked) => {
        const run = runCase(one);
        const { array, layers } = run.design;
        const spmvs = spmvsOfStep(array, layers, run.timelines, isWalked);
        const { cycles, tracks, slices } = timelineOf(array, layers, run.timelines, spmvs);
        expect(cycles).toBe(resultOfCase(run).cycles.total);
        let open: { track: number; from: number; to: number }[] = [];
        slices.track.forEach((track, i) => {
          const from = slices.from[i];
          const to = from + slices.cycles[i] - 1;
          const before = open.at(-1);
          expect(track).toBeLessThan(tracks.length);
          expect(from).toBeGreaterThanOrEqual(1);
          expect(to).toBeLessThanOrEqual(cycles);
          if (before && (before.track > track || (before.track === track && before.from > from)))
            throw new Error(`slice ${i} is not in order`);
          open = open.filter((other) => other.track === track && other.to >= from);
          for (const other of open) expect(to).toBeLessThanOrEqual(other.to);
          open.push({ track, from, to });
        });
      }),
      runs,
    );
  });

  it('tells as many conflict cycles on the tracks of PEs as the result', () => {
    fc.assert(
      fc.property(anyCase(), (one) => {
        const run = runCase(one);
        const { array, layers } = run.design;
        const spmvs = spmvsOfStep(array, layers, run.timelines, true);
        const { categories, slices } = timelineOf(array, layers, run.timelines, spmvs);
        const conflict = categories.indexOf('bank conflict');
        const cycles = slices.cycles.filter((_, i) => slices.category[i] === conflict);
        expect(sum(cycles)).toBe(resultOfCase(run).pes.conflictCycles);
      }),
      runs,
    );
  });

  it('takes no clocked cycle for designs in which nothing waits', () => {
    fc.assert(
      fc.property(anyCase({ kinds: ['bbs', 'dense'] }), (one) => {
        const { design, timelines } = runCase(one);
        expect(laneCyclesOf(design.array, timelines)).toBe(0);
      }),
      runs,
    );
  });
});
