import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type RunTrace, traceRun } from '../../../src/hw/trace/run-trace.ts';
import type { SliceEvent, TraceEvent } from '../../../src/hw/trace/trace-event.ts';
import { MOST_PE_TRACKS, unitTracks } from '../../../src/hw/trace/trace-event.ts';
import { bytesOfEvents } from '../../../src/hw/trace/trace-text.ts';
import type { CycleWindow } from '../../../src/hw/trace/waveform.ts';
import type { FinishedRun } from '../../../src/run/finished-run.ts';
import { casesOf } from '../../drawn.ts';
import { anyCase, resultOfCase, runCase } from '../../properties/cases.ts';
import { anyGruStep, anyLayerStep, anyRandomProgram, runStep, type StepCase } from '../sequencer/steps.ts';
import { faultsOf } from './trace-rules.ts';

const traceOf = ({ design, timelines, steps }: FinishedRun): RunTrace =>
  traceRun(design.array, design.layers, timelines, steps);

function traceOfStep(step: StepCase, steps: number): RunTrace {
  return traceRun(step.unit.array, [step], [runStep(step)], steps);
}

const all = (trace: RunTrace, window: CycleWindow = { from: 0, to: trace.lastCycle }): TraceEvent[] => [
  ...[...trace.events(window)].flat(),
];

const isSlice = (event: TraceEvent): event is SliceEvent => event.ph === 'X';

const slicesOn = (events: readonly TraceEvent[], tid: number): SliceEvent[] =>
  events.filter(isSlice).filter((slice) => slice.tid === tid);

const cyclesOf = (slices: readonly SliceEvent[]): number => slices.reduce((sum, { dur }) => sum + dur, 0);

/** The sum over all cycles of what a counter has. */
function areaOf(events: readonly TraceEvent[], name: string): number {
  const points = events.flatMap((event) =>
    event.ph === 'C' && event.name === name ? [{ ts: event.ts, value: Number(event.args.value) }] : [],
  );
  return points.slice(1).reduce((sum, { ts }, i) => sum + points[i].value * (ts - points[i].ts), 0);
}

/** What the controller does in every cycle. */
const leaves = (events: readonly TraceEvent[]): SliceEvent[] =>
  slicesOn(events, unitTracks.controller.tid).filter(({ cat }) => ['wait', 'issue', 'drain'].includes(cat));

const runs = { seed: 20_190_224, numRuns: casesOf(12, 1000) };

const STEPS = 3;

describe('the trace of a run', () => {
  it('keeps the rules of the trace-event format on every accelerator, whatever its program is', () => {
    const anyStep = fc.oneof(
      anyLayerStep('chained', 'instruction'),
      anyGruStep('chained', 'instruction'),
      anyRandomProgram,
    );
    fc.assert(
      fc.property(anyStep, (step) => {
        expect(faultsOf(all(traceOfStep(step, 2)))).toEqual([]);
      }),
      runs,
    );
  });

  it('sums to the cycles of its result: steps, layers, phases, PEs, and what the controller does', () => {
    fc.assert(
      fc.property(anyCase(), (one) => {
        const run = runCase(one, {}, { steps: STEPS });
        const result = resultOfCase(run);
        const events = all(traceOf(run));
        expect(faultsOf(events)).toEqual([]);
        const controller = slicesOn(events, unitTracks.controller.tid);
        const total = STEPS * result.cycles.total;
        for (const cat of ['step', 'layer'])
          expect(cyclesOf(controller.filter((slice) => slice.cat === cat))).toBe(total);
        expect(cyclesOf(leaves(events))).toBe(total);
        for (const phase of ['load', 'spmv', 'ewop', 'projection'])
          expect(cyclesOf(events.filter(isSlice).filter(({ cat }) => cat === phase))).toBe(
            STEPS * result.cycles[phase],
          );
        result.pes.busyCycles.forEach((busy, pe) => {
          expect(cyclesOf(slicesOn(events, 10 + pe))).toBe(STEPS * busy);
        });
      }),
      runs,
    );
  });

  it('counts what its result counts: conflicts, words read, and bytes of off-chip memory', () => {
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

  it('has as many lanes waiting as the conflicts need, and none at any other time', () => {
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

  it('never has more than two tiles of weights on chip, and begins and ends with none', () => {
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

  it('is cut by a window to the cycles of it, and what two windows have side by side is the whole', () => {
    fc.assert(
      fc.property(anyCase(), fc.double({ min: 0, max: 1, noNaN: true }), (one, at) => {
        const trace = traceOf(runCase(one, {}, { steps: STEPS }));
        const cut = 1 + Math.floor(at * (trace.lastCycle - 2));
        const windows = [
          { from: 0, to: cut - 1 },
          { from: cut, to: trace.lastCycle },
        ];
        const parts = windows.map((window) => all(trace, window));
        const whole = all(trace);
        for (const [i, events] of parts.entries()) {
          expect(faultsOf(events)).toEqual([]);
          const times = events.flatMap((event) => (event.ph === 'M' ? [] : [event.ts]));
          expect(times.every((ts) => ts >= windows[i].from && ts <= windows[i].to)).toBe(true);
        }
        expect(cyclesOf(parts.flatMap(leaves))).toBe(cyclesOf(leaves(whole)));
        const sliced = parts.map((events) => cyclesOf(events.filter(isSlice)));
        expect(sliced[0] + sliced[1]).toBe(cyclesOf(whole.filter(isSlice)));
        for (const name of ['active lanes', 'PEs in conflict']) {
          const after = parts[1].find((event) => event.name === name);
          const last = parts[0].findLast((event) => event.name === name);
          const before = last?.ph === 'C' ? Number(last.args.value) * (cut - last.ts) : 0;
          if (after?.ph === 'C') expect(after.ts).toBe(cut);
          expect(areaOf(parts[0], name) + before + areaOf(parts[1], name)).toBe(areaOf(whole, name));
        }
      }),
      runs,
    );
  });

  it('knows beforehand how large it is, whatever the window', () => {
    fc.assert(
      fc.property(anyCase(), fc.nat({ max: 400 }), fc.integer({ min: 1, max: 4000 }), (one, from, cycles) => {
        const trace = traceOf(runCase(one, {}, { steps: 12 }));
        const window = {
          from: Math.min(from, trace.lastCycle),
          to: Math.min(from + cycles, trace.lastCycle),
        };
        const real = bytesOfEvents(all(trace, window));
        const known = trace.sizeOf(window, bytesOfEvents);
        expect(known).toBeGreaterThanOrEqual(real);
        expect(known).toBeLessThan(1.05 * real + 100);
      }),
      runs,
    );
  });
});

describe('the tracks of a trace', () => {
  const one = fc.sample(anyCase({ kinds: ['bbs'] }), { seed: 1, numRuns: 1 })[0];
  const named = (pes: number) =>
    all(traceOf(runCase(one, { pes }))).flatMap((event) =>
      event.name === 'thread_name' && event.ph === 'M' ? [event.args.name] : [],
    );

  it('are one for each PE, and one for all where they are many', () => {
    expect(named(MOST_PE_TRACKS).filter((name) => /^PE \d+$/.test(String(name)))).toHaveLength(
      MOST_PE_TRACKS,
    );
    expect(named(MOST_PE_TRACKS + 1)).toContain(`${MOST_PE_TRACKS + 1} PEs`);
  });
});
