import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reportStep } from '../../../src/hw/accounts/step-report.ts';
import { buildArray } from '../../../src/hw/array/kinds/index.ts';
import type { SpmvInstruction } from '../../../src/lstm/program/program.ts';
import { recurrentLength } from '../../../src/lstm/shape.ts';
import { schedule } from '../../lstm/program/scoreboard-model.ts';
import { anyGruStep, anyLayerStep, anyRandomProgram, runStep, type StepCase } from './steps.ts';

/** The step as the element-by-element scoreboard of test/lstm times it. */
function modelled({ config, unit, matrices, program }: StepCase) {
  const { ewop, timing } = config;
  const { bufferBanks: banks } = buildArray(config);
  const spmvCycles = (matrix: number, rowFrom: number, rows: number) =>
    unit.job(matrices[matrix], rowFrom, rows).cycles - 2;
  return schedule(program, { banks, lanes: ewop.lanes, chaining: ewop.chaining, ...timing, spmvCycles });
}

describe('the controller of the instruction style', () => {
  it.each([
    { what: 'random programs', cases: anyRandomProgram },
    { what: 'lowered layers', cases: anyLayerStep('instruction') },
    { what: 'lowered GRUs', cases: anyGruStep('instruction') },
  ])('issues every instruction when the element-by-element scoreboard does: $what', ({ cases }) => {
    fc.assert(
      fc.property(cases, (step) => {
        const { instructions, cycles } = modelled(step);
        const timeline = runStep(step);
        const found = timeline.issued.map(({ unit, issuedAt, occupancy, writtenAt }) => {
          return { unit, issue: issuedAt, unitFree: issuedAt + occupancy, written: writtenAt };
        });
        expect(found).toEqual(instructions);
        expect(timeline.cycles).toBe(cycles);
        expect(timeline.issued.map(({ instruction }) => instruction)).toEqual(step.program.instructions);
      }),
      { numRuns: 150 },
    );
  });

  it('is never slower with chaining', () => {
    fc.assert(
      fc.property(anyRandomProgram, (step) => {
        const cyclesWith = (chaining: boolean) =>
          runStep({ ...step, config: { ...step.config, ewop: { ...step.config.ewop, chaining } } }).cycles;
        expect(cyclesWith(true)).toBeLessThanOrEqual(cyclesWith(false));
      }),
      { numRuns: 50 },
    );
  });
});

describe('the sequencer of the chained style', () => {
  it('runs phase after phase, the first from cycle 1, for the cycles of docs/timing.md section 4', () => {
    fc.assert(
      fc.property(anyLayerStep('chained'), (step) => {
        const { config, unit, matrices, program, shape } = step;
        const { inputs, hidden, projection, peepholes } = shape;
        const { timing, gateMatrix } = config;
        const { bufferBanks: banks } = buildArray(config);
        const { addLatency, activationLatency, ewMulLatency } = timing;
        const recurrent = recurrentLength(shape);
        const load =
          gateMatrix === 'combined'
            ? Math.ceil((inputs + recurrent) / banks)
            : Math.ceil(inputs / banks) + Math.ceil(recurrent / banks);
        const spmvs = program.instructions.filter((each): each is SpmvInstruction => each.op === 'spmv');
        const jobs = spmvs.map(({ matrix, rows }) => unit.job(matrices[matrix], 0, rows).cycles);
        const gateJobs = projection === null ? jobs : jobs.slice(0, -1);
        expect(gateJobs.length).toBe(gateMatrix === 'combined' ? 1 : 2);
        const spmv = gateJobs.reduce((sum, cycles) => sum + cycles, 0);
        const depth = 1 + 2 * addLatency + 2 * activationLatency + 2 * ewMulLatency;
        const ewop =
          Math.ceil(hidden / config.ewop.lanes) + depth + (peepholes ? 2 * ewMulLatency + addLatency : 0);
        const projected =
          projection === null
            ? 0
            : Math.ceil(hidden / banks) +
              jobs[jobs.length - 1] +
              Math.ceil(projection / config.ewop.lanes) +
              1 +
              addLatency;
        const timeline = runStep(step);
        const { cycles } = reportStep(timeline, config.pes);
        const total = load + spmv + ewop + projected;
        expect(cycles).toEqual({ total, load, spmv, ewop, projection: projected });
        let next = 1;
        for (const { issuedAt, occupancy } of timeline.issued) {
          expect(issuedAt).toBe(next);
          next += occupancy;
        }
      }),
      { numRuns: 150 },
    );
  });

  it('runs a GRU phase after phase, with r h loaded and multiplied in between where the reset comes first', () => {
    fc.assert(
      fc.property(anyGruStep('chained'), (step) => {
        const { config, unit, matrices, program, shape } = step;
        const { inputs, hidden, resetAfter } = shape;
        const { addLatency: add, activationLatency: activation, ewMulLatency: multiply } = config.timing;
        const { bufferBanks: banks } = buildArray(config);
        const words = (length: number) => Math.ceil(length / banks);
        const isSeparate = resetAfter || config.gateMatrix === 'separate';
        const first = isSeparate ? words(inputs) + words(hidden) : words(inputs + hidden);
        const second = resetAfter ? 0 : isSeparate ? words(hidden) : words(inputs + hidden);
        const spmvs = program.instructions.filter((each): each is SpmvInstruction => each.op === 'spmv');
        expect(spmvs.map(({ rows }) => rows / hidden)).toEqual(
          resetAfter ? [3, 3] : isSeparate ? [3, 2, 1] : [2, 1],
        );
        const spmv = spmvs.reduce(
          (sum, { matrix, rows }) => sum + unit.job(matrices[matrix], 0, rows).cycles,
          0,
        );
        const groups = Math.ceil(hidden / config.ewop.lanes);
        const cell = groups + 1 + 3 * add + 2 * activation + 2 * multiply;
        const reset = groups + 1 + add + activation + multiply;
        const state = groups + 1 + 2 * add + activation + multiply;
        const load = first + second;
        const ewop = resetAfter ? cell : reset + state;
        const timeline = runStep(step);
        const { cycles } = reportStep(timeline, config.pes);
        expect(cycles).toEqual({ total: load + spmv + ewop, load, spmv, ewop, projection: 0 });
        let next = 1;
        for (const { issuedAt, occupancy } of timeline.issued) {
          expect(issuedAt).toBe(next);
          next += occupancy;
        }
      }),
      { numRuns: 150 },
    );
  });
});
