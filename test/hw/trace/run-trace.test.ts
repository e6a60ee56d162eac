import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SliceEvent, TraceEvent } from '../../../src/hw/trace/trace-event.ts';
import { MOST_PE_TRACKS, unitTracks } from '../../../src/hw/trace/trace-event.ts';
import { bytesOfEvents } from '../../../src/hw/trace/trace-text.ts';
import { passName } from '../../../src/lstm/passes.ts';
import { WorkloadSchema, workloadShape } from '../../../src/lstm/workload.ts';
import { runModel } from '../../../src/run/run-model.ts';
import { casesOf } from '../../drawn.ts';
import { anyCase, resultOfCase, runCase } from '../../properties/cases.ts';
import { loadedNet, runOf } from '../../run/requests.ts';
import { platformOf } from '../../study/compare/designs.ts';
import { anyGruStep, anyLayerStep, anyRandomProgram } from '../sequencer/steps.ts';
import { faultsOf } from './trace-rules.ts';
import { all, areaOf, cyclesOf, isSlice, slicesOn, traceOf, traceOfStep } from './traces.ts';

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

describe('the trace of a run with a reverse pass', () => {
  const shape = workloadShape(
    WorkloadSchema.parse({
      layers: [
        { inputs: 12, hidden: 8, projection: 6, bidirectional: true },
        { inputs: 12, hidden: 4 },
      ],
    }),
  );
  const runWith = (directions: string) =>
    runModel(
      runOf(
        platformOf({ kind: 'csr', pes: 4, banks: 4, directions }),
        loadedNet(shape.layers, { steps: STEPS }),
      ),
    );

  it.each(['sequential', 'parallel'])('has a process for each array, %s', (directions) => {
    const { finished, result } = runWith(directions);
    const trace = traceOf(finished);
    const events = all(trace);
    expect(faultsOf(events)).toEqual([]);
    expect(trace.lastCycle).toBe(STEPS * result.cycles.total + 1);
    const arrays = new Set(events.map(({ pid }) => pid));
    expect(arrays.size).toBe(directions === 'parallel' ? 2 : 1);
    const layers = events.filter(isSlice).filter(({ cat }) => cat === 'layer');
    for (const { layer, direction, cycles } of result.layers) {
      const name = `layer ${passName({ layer, direction })}`;
      const own = layers.filter((slice) => slice.name === name);
      expect(cyclesOf(own)).toBe(STEPS * cycles.total);
      const steps = own.map(({ args }) => args.step);
      expect(steps).toEqual(direction === 'reverse' ? [2, 1, 0] : [0, 1, 2]);
      expect(new Set(own.map(({ pid }) => pid)).size).toBe(1);
    }
    const ends = layers.map(({ ts, dur }) => ts + dur - 1);
    expect(Math.max(...ends)).toBe(STEPS * result.cycles.total);
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
