import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadCycles } from '../../src/hw/array/vector-buffer.ts';
import { clockMhzOf } from '../../src/hw/config/clock.ts';
import { recurrentLength } from '../../src/lstm/shape.ts';
import { platformOf } from '../study/compare/designs.ts';
import { anyCase, type Case, cyclesOf, runCase, runs, spmvsOf } from './cases.ts';

const privateKinds = ['bbs', 'csr', 'dense'] as const;
const ceil = Math.ceil;

/** The configuration of a case, every field filled in. */
const configOf = ({ fields }: Case) => platformOf(fields).config;

describe('one LSTM step', () => {
  it('is never slower with a second port at every bank (private buffers, rows in natural order)', () => {
    // A row costs less with it, so balanced rows are dealt to other PEs and tiles.
    fc.assert(
      fc.property(anyCase({ kinds: ['csr'], rowOrders: ['natural'] }), (one) => {
        const [single, double] = [1, 2].map((ports) => cyclesOf(runCase(one, { ports })));
        expect(double).toBeLessThanOrEqual(single);
      }),
      runs,
    );
  });

  it('is never slower on twice the PEs (private buffers, weights on chip, rows in natural order)', () => {
    const wanted = { kinds: privateKinds, weights: ['resident'], rowOrders: ['natural'] } as const;
    fc.assert(
      fc.property(anyCase(wanted), (one) => {
        const { pes } = configOf(one);
        expect(cyclesOf(runCase(one, { pes: 2 * pes }))).toBeLessThanOrEqual(cyclesOf(runCase(one)));
      }),
      runs,
    );
  });

  it('takes at least the roofline of its multipliers', () => {
    fc.assert(
      fc.property(anyCase(), (one) => {
        const run = runCase(one);
        const kept = run.prepared.pruned.flat().reduce((sum, matrix) => sum + matrix.kept, 0);
        const { pes, banks } = configOf(one);
        expect(cyclesOf(run)).toBeGreaterThan(kept / (pes * banks));
      }),
      runs,
    );
  });

  it('takes at least the roofline of its off-chip memory when its weights are streamed', () => {
    fc.assert(
      fc.property(anyCase({ weights: ['streamed'] }), (one) => {
        const run = runCase(one);
        const { dram } = configOf(one);
        const clockMhz = clockMhzOf(configOf(one));
        const bytesPerCycle = (dram.gbPerS * 1000) / clockMhz;
        // No format stores less than the kept weights and their indices.
        const stored = run.design.layers
          .flatMap(({ matrices }) => matrices)
          .reduce((sum, { storage }) => sum + storage.valueBits + storage.indexBits, 0);
        expect(cyclesOf(run)).toBeGreaterThanOrEqual(stored / 8 / bytesPerCycle);
      }),
      runs,
    );
  });

  it('is never slower with twice the bandwidth of its off-chip memory', () => {
    fc.assert(
      fc.property(anyCase({ weights: ['streamed'] }), (one) => {
        const { dram } = configOf(one);
        const faster = runCase(one, { dram: { ...dram, gbPerS: 2 * dram.gbPerS } });
        expect(cyclesOf(faster)).toBeLessThanOrEqual(cyclesOf(runCase(one)));
      }),
      runs,
    );
  });

  it('is never faster with its weights streamed than with its weights on chip', () => {
    fc.assert(
      fc.property(anyCase({ kinds: privateKinds, weights: ['streamed'] }), (one) => {
        const resident = runCase(one, { weights: 'resident', weightMemory: { beatsPerPe: null } });
        expect(cyclesOf(resident)).toBeLessThanOrEqual(cyclesOf(runCase(one)));
      }),
      runs,
    );
  });

  it('is never slower with chaining than without', () => {
    fc.assert(
      fc.property(anyCase({ styles: ['instruction'] }), (one) => {
        const { ewop } = configOf(one);
        const [off, on] = [false, true].map((chaining) =>
          cyclesOf(runCase(one, { ewop: { ...ewop, chaining } })),
        );
        expect(on).toBeLessThanOrEqual(off);
      }),
      runs,
    );
  });

  it('is never slower with twice the element-wise lanes', () => {
    fc.assert(
      fc.property(anyCase(), (one) => {
        const { ewop } = configOf(one);
        const more = cyclesOf(runCase(one, { ewop: { ...ewop, lanes: 2 * ewop.lanes } }));
        expect(more).toBeLessThanOrEqual(cyclesOf(runCase(one)));
      }),
      runs,
    );
  });

  it('takes the same cycles whoever an arbiter of private buffers serves first', () => {
    fc.assert(
      fc.property(anyCase({ kinds: ['csr'] }), (one) => {
        const [fixed, rotating] = ['fixed', 'rotating'].map((arbiter) => runCase(one, { arbiter }).timelines);
        expect(rotating).toEqual(fixed);
      }),
      runs,
    );
  });

  it('takes the same cycles dense and bank-balanced at 0 % sparsity', () => {
    fc.assert(
      fc.property(anyCase({ kinds: ['bbs'], weights: ['resident'] }), (one) => {
        const balanced = runCase({ ...one, sparsity: 0 });
        const dense = runCase(one, { kind: 'dense' });
        expect(cyclesOf(dense)).toBe(cyclesOf(balanced));
        expect(spmvsOf(dense)).toEqual(spmvsOf(balanced));
      }),
      runs,
    );
  });
});

describe('every SpMV of a bank-balanced step', () => {
  it('has no conflict and takes ceil(rows / M) * k + FILL cycles', () => {
    fc.assert(
      fc.property(anyCase({ kinds: ['bbs'], weights: ['resident'] }), (one) => {
        const run = runCase(one);
        const { pes, banks, timing } = configOf(one);
        const fill = 4 + timing.mulLatency + ceil(Math.log2(banks)) + timing.bankOutputRegister;
        run.timelines.forEach(({ issued }, layer) => {
          for (const { instruction, job } of issued) {
            if (instruction.op !== 'spmv') continue;
            const { perBank } = run.prepared.pruned[layer][instruction.matrix];
            const closed = ceil(instruction.rows / pes) * (perBank ?? Number.NaN) + fill;
            expect(job?.computes.map((compute) => compute.timing.cycles)).toEqual([closed]);
            expect(job?.computes[0].timing.conflictCycles).toEqual(new Uint32Array(pes));
          }
        });
      }),
      runs,
    );
  });

  it('has no conflict when its weights are streamed either', () => {
    fc.assert(
      fc.property(anyCase({ kinds: ['bbs', 'dense'], weights: ['streamed'] }), (one) => {
        const conflicts = spmvsOf(runCase(one)).flatMap(({ conflictCycles }) => Array.from(conflictCycles));
        expect(Math.max(...conflicts)).toBe(0);
      }),
      runs,
    );
  });
});

describe('a step with the chained element-wise pipeline', () => {
  /** Cycles of one layer by docs/timing.md section 4, from the cycles of its SpMVs. */
  function formula(one: Case, layer: number, spmvCycles: readonly number[]): number {
    const { banks, ewop, timing, gateMatrix } = configOf(one);
    const shape = one.layers[layer];
    const { inputs, hidden, projection, peepholes } = shape;
    const recurrent = recurrentLength(shape);
    const { addLatency, activationLatency, ewMulLatency } = timing;
    const load =
      gateMatrix === 'combined'
        ? ceil((inputs + recurrent) / banks)
        : ceil(inputs / banks) + ceil(recurrent / banks);
    const cell = ceil(hidden / ewop.lanes) + 1 + 2 * addLatency + 2 * activationLatency + 2 * ewMulLatency;
    const peephole = peepholes ? 2 * ewMulLatency + addLatency : 0;
    const loadOutput = projection === null ? 0 : ceil(hidden / banks);
    const writeBack = projection === null ? 0 : ceil(projection / ewop.lanes) + 1 + addLatency;
    const products = spmvCycles.reduce((sum, cycles) => sum + cycles + 2, 0);
    return load + products + cell + peephole + loadOutput + writeBack;
  }

  it('takes the sum of its phases, docs/timing.md section 4, whatever its accelerator', () => {
    fc.assert(
      fc.property(anyCase({ styles: ['chained'], weights: ['resident'] }), (one) => {
        const { timelines } = runCase(one);
        timelines.forEach(({ cycles, issued }, layer) => {
          const jobs = issued.flatMap(({ job }) => job ?? []);
          const { gateMatrix } = configOf(one);
          const matrices =
            (gateMatrix === 'combined' ? 1 : 2) + Number(one.layers[layer].projection !== null);
          expect(jobs.length).toBe(matrices);
          expect(cycles).toBe(
            formula(
              one,
              layer,
              jobs.map((job) => job.computes[0].timing.cycles),
            ),
          );
        });
      }),
      runs,
    );
  });

  it('streams with the same phases around its SpMVs', () => {
    fc.assert(
      fc.property(anyCase({ styles: ['chained'], weights: ['streamed'] }), (one) => {
        const { timelines } = runCase(one);
        timelines.forEach(({ cycles, issued }, layer) => {
          const occupied = issued.flatMap(({ job }) => (job ? [job.cycles - 2] : []));
          expect(cycles).toBe(formula(one, layer, occupied));
        });
      }),
      runs,
    );
  });
});

describe('the load of a vector', () => {
  it.each([
    { elements: 665, banks: 64, cycles: 11 },
    { elements: 153, banks: 64, cycles: 3 },
    { elements: 512, banks: 64, cycles: 8 },
    { elements: 1536, banks: 64, cycles: 24 },
  ])('of $elements elements into $banks banks takes $cycles cycles', ({ elements, banks, cycles }) => {
    expect(loadCycles(elements, banks)).toBe(cycles);
  });
});
