import { describe, expect, it } from 'vitest';
import { BadInput } from '../../src/errors/bad-input.ts';
import { ImpossibleDesign } from '../../src/errors/impossible-design.ts';
import { buildArray } from '../../src/hw/array/kinds/index.ts';
import type { LayerShape } from '../../src/lstm/shape.ts';
import { WorkloadSchema, workloadShape } from '../../src/lstm/workload.ts';
import { noSaturations } from '../../src/num/fixed.ts';
import { checkStepped } from '../../src/run/check-clocked.ts';
import { loadPlatforms } from '../../src/run/platform.ts';
import { type RunResult, RunResultSchema } from '../../src/run/result.ts';
import { runModel } from '../../src/run/run-model.ts';
import { runSpmv } from '../../src/run/spmv.ts';
import { balancedMatrix, randomCodes } from '../hw/array/arrays.ts';
import { platformOf } from '../study/compare/designs.ts';
import { loadedNet, runOf } from './requests.ts';

type Fields = Readonly<Record<string, unknown>>;

const layersOf = (layers: unknown) => workloadShape(WorkloadSchema.parse({ layers })).layers;

/** Banks of 8 words of 4 lanes in every matrix: 32 columns, combined, and 32 of the projection. */
const net = layersOf([{ inputs: 20, hidden: 32, projection: 12, peepholes: true, biases: true }]);
const WORDS = 8;
const array = { kind: 'bbs', pes: 4, banks: 4, ewop: { lanes: 4 }, gateMatrix: 'combined' };

function run(fields: Fields, sparsity: number, layers: readonly LayerShape[] = net) {
  const loaded = loadedNet(layers, { steps: 3 });
  return runModel(runOf(platformOf({ ...array, ...fields }), loaded, { sparsity }));
}

const sparsityOf = (perBank: number) => 1 - perBank / WORDS;
const STORED = 6;

/** What a run takes of its device but for the controller, and RAM and DSP blocks of all. */
const withoutControl = ({ blocks, dsp, ramBlocks }: RunResult['resources']) => ({
  dsp,
  ramBlocks,
  blocks: blocks?.filter(({ block }) => block !== 'controller'),
});

const countsOf = ({ actions }: RunResult) => actions.map(({ name, count }) => ({ name, count }));

describe('All-in-One (a nested model on an array)', () => {
  it.each([
    { number: {}, weights: 'resident' },
    { number: { fractionBits: 15 }, weights: 'resident' },
    { number: { fractionBits: 8, accumulatorBits: 18 }, weights: 'resident' },
    { number: { weightBits: 8 }, weights: 'resident' },
    { number: { weightBits: 8, weightScale: 'tensor' }, weights: 'resident' },
    { number: { weightBits: 8 }, weights: 'streamed' },
  ])('All-in-One (1): computes h and c of the model pruned to j bit for bit: %j', (fields) => {
    for (let j = 1; j <= STORED; j++) {
      const nested = run({ ...fields, keepPerBank: j }, sparsityOf(STORED));
      const pruned = run(fields, sparsityOf(j));
      const [found, expected] = [nested, pruned].map(({ finished }) => finished.values?.execution);
      // Words of which toggles are a sample follow the tiles, and those of a nested model hold more rows.
      expect({ ...found, wordToggles: null }).toEqual({ ...expected, wordToggles: null });
      expect(nested.result.accuracy).toEqual(pruned.result.accuracy);
      if (fields.weights !== 'resident') continue;
      expect(nested.result.cycles).toEqual(pruned.result.cycles);
      expect(nested.result.stalls).toEqual(pruned.result.stalls);
      expect(nested.result.pes).toEqual(pruned.result.pes);
      expect(nested.result.gops).toEqual(pruned.result.gops);
      expect(countsOf(nested.result)).toEqual(countsOf(pruned.result));
      // Beside the same actions stand a counter that steps over entries, and toggles of all that is stored.
      const ratio = nested.result.energy.totalUj / pruned.result.energy.totalUj;
      expect(Math.abs(ratio - 1)).toBeLessThan(0.01);
    }
  });

  it('All-in-One (1): cuts and wraps as many numbers as the model pruned to j', () => {
    const cut = run({ number: { fractionBits: 15 }, keepPerBank: 2 }, sparsityOf(STORED)).result.accuracy;
    const wrapped = run(
      { number: { fractionBits: 8, accumulatorBits: 18 }, keepPerBank: 2 },
      sparsityOf(STORED),
    ).result.accuracy;
    expect(cut?.saturations).not.toEqual({ ...noSaturations() });
    expect(Number(wrapped?.saturations.wrappedAccumulators)).toBeGreaterThan(0);
  });

  it('All-in-One (1): is the same register by register, on chip and streamed', () => {
    for (const weights of ['resident', 'streamed']) {
      for (let keepPerBank = 1; keepPerBank <= 3; keepPerBank++) {
        const fields = { kind: 'bbs', pes: 3, banks: 4, keepPerBank, weights };
        const platform = platformOf({ ...fields, weightMemory: { beatsPerPe: 12 } });
        const matrix = balancedMatrix(11, 24, 4, 3);
        const x = randomCodes(24, 'x');
        expect(() => checkStepped(platform, runSpmv(platform, matrix, x, false), x)).not.toThrow();
      }
    }
  });

  it('All-in-One (2): an SpMV takes ceil(rows / M) x j cycles and FILL', () => {
    for (const [rows, pes] of [
      [11, 3],
      [12, 4],
      [1, 8],
    ]) {
      for (let keepPerBank = 1; keepPerBank <= 3; keepPerBank++) {
        const platform = platformOf({ kind: 'bbs', pes, banks: 4, keepPerBank, weights: 'resident' });
        const { fillCycles } = buildArray(platform.config);
        const { job } = runSpmv(platform, balancedMatrix(rows, 24, 4, 3), randomCodes(24, 'x'), false);
        expect(job.computes[0].timing.cycles).toBe(Math.ceil(rows / pes) * keepPerBank + fillCycles);
      }
    }
  });

  it('All-in-One (4): falls in energy with every entry less, and stores as many bits', () => {
    const runs = Array.from(
      { length: STORED },
      (_, i) => run({ keepPerBank: i + 1, weights: 'resident' }, sparsityOf(STORED)).result,
    );
    const all = run({ weights: 'resident' }, sparsityOf(STORED)).result;
    const energies = runs.map(({ energy }) => energy.totalUj);
    expect(energies).toEqual(energies.toSorted((a, b) => a - b));
    expect(new Set(energies).size).toBe(STORED);
    // With all of them used, only the counter that could step over some is more.
    expect(countsOf(runs[STORED - 1])).toEqual(countsOf(all));
    expect(energies[STORED - 1]).toBeGreaterThan(all.energy.totalUj);
    expect(energies[STORED - 1]).toBeLessThan(1.01 * all.energy.totalUj);
    for (const { weights, resources, layers } of runs) {
      const { used: _, ...stored } = weights;
      expect(stored).toEqual(all.weights);
      // The address counter of a PE steps over what is not read, which a whole model does not have.
      expect(withoutControl(resources)).toEqual(withoutControl(all.resources));
      const flipFlops = (used: RunResult['resources']) =>
        used.blocks?.find(({ block }) => block === 'controller')?.flipFlops ?? 0;
      expect(flipFlops(resources)).toBeGreaterThan(flipFlops(all.resources));
      layers[0].matrices.forEach(({ used: _used, usedPerBank: _per, ...matrix }, m) => {
        expect(matrix).toEqual(all.layers[0].matrices[m]);
      });
    }
  });

  it('says what is stored and what of it is used', () => {
    const { result } = run({ keepPerBank: 2 }, sparsityOf(STORED));
    expect(RunResultSchema.parse(result)).toEqual(result);
    const [gates, projection] = result.layers[0].matrices;
    expect(gates).toMatchObject({
      kept: 4 * 32 * 4 * 6,
      entriesPerBank: 6,
      used: 4 * 32 * 4 * 2,
      usedPerBank: 2,
    });
    expect(projection).toMatchObject({
      kept: 12 * 4 * 6,
      entriesPerBank: 6,
      used: 12 * 4 * 2,
      usedPerBank: 2,
    });
    expect(result.weights).toMatchObject({
      kept: gates.kept + projection.kept,
      used: (gates.used ?? 0) + (projection.used ?? 0),
      achievedSparsity: 0.25,
    });
  });

  it('fetches all that it stores, so that a design that waits for its weights stays as slow', () => {
    const slow = { weights: 'streamed', dram: { gbPerS: 0.2 } };
    const all = run(slow, sparsityOf(STORED)).result;
    const one = run({ ...slow, keepPerBank: 1 }, sparsityOf(STORED)).result;
    const pruned = run(slow, sparsityOf(1)).result;
    expect(one.weights.fetchedBits).toBe(all.weights.fetchedBits);
    expect(one.weights.fetchedBits).toBeGreaterThan(2 * pruned.weights.fetchedBits);
    const lastTile = all.cycles.total - one.cycles.total;
    expect(lastTile).toBeGreaterThanOrEqual(0);
    expect(lastTile).toBeLessThan(0.1 * all.cycles.total);
    expect(one.cycles.total).toBeGreaterThan(2 * pruned.cycles.total);
    const written = (result: typeof all) =>
      result.actions.find(({ name }) => name === 'weightWriteBits')?.count;
    expect(written(one)).toBe(written(all));
  });

  it('needs as much weight memory as all of its entries, whatever is used', () => {
    const fields = { keepPerBank: 1, weights: 'resident' };
    expect(() => run({ ...fields, weightMemory: { beatsPerPe: 60 } }, sparsityOf(STORED))).toThrow(
      'weightMemory.beatsPerPe: 60 beats, but the fullest PE must hold 210',
    );
  });

  it('cannot use more entries of a bank than are stored', () => {
    const call = () => run({ keepPerBank: 7 }, sparsityOf(STORED));
    expect(call).toThrow(
      'tensor [weight_ih_l0, weight_hh_l0]: keepPerBank is 7, expected at most the 6 that each bank of a row stores',
    );
    expect(call).toThrow(ImpossibleDesign);
    expect(call).toThrow(BadInput);
  });
});

it('a nested model is not set beside designs that use all that they store', () => {
  expect(() => loadPlatforms(['bbs', 'csr'], ['keepPerBank=2'])).toThrow(
    'bbs: keepPerBank is set, so that it uses fewer weights than it stores',
  );
});

/** Latencies in us at these clocks of a model whose step takes so many cycles with j entries per bank. */
const clocks = [200, 150, 100, 50];
const latencies = (cycles: (j: number) => number, js: readonly number[]) =>
  clocks.map((mhz, i) => cycles(js[i]) / mhz);
const spreadOf = (us: readonly number[]) => Math.max(...us) - Math.min(...us);

/** The entries per bank at each clock, 1 to k, with the least difference between the latencies. */
function flattest(cycles: (j: number) => number, k: number): readonly number[] {
  let best: readonly number[] = [];
  for (let code = 0; code < k ** clocks.length; code++) {
    const js = clocks.map((_, i) => 1 + (Math.floor(code / k ** i) % k));
    if (best.length === 0 || spreadOf(latencies(cycles, js)) < spreadOf(latencies(cycles, best))) best = js;
  }
  return best;
}

describe('All-in-One (latency over clocks)', () => {
  const wide = layersOf([{ inputs: 64, hidden: 64 }]);
  const cyclesOf = (perBank: number) => {
    const loaded = loadedNet(wide);
    const cycles = Array.from({ length: perBank }, (_, i) => {
      const platform = platformOf({ ...array, ewop: { lanes: 64 }, keepPerBank: i + 1, weights: 'resident' });
      const sparsity = 1 - perBank / 32;
      return runModel(runOf(platform, loaded, { sparsity, hasValues: false })).result.cycles.total;
    });
    return (j: number) => cycles[j - 1];
  };

  it('All-in-One (3): with j chosen at each of 200, 150, 100, 50 MHz spreads less than a quarter of a fixed j', () => {
    const cycles = cyclesOf(12);
    const chosen = flattest(cycles, 12);
    const fixed = spreadOf(latencies(cycles, [12, 12, 12, 12]));
    expect(spreadOf(latencies(cycles, chosen))).toBeLessThan(fixed / 4);
    // Fewer entries where the clock is slower.
    expect(chosen).toEqual(chosen.toSorted((a, b) => b - a));
  });

  it('All-in-One (3): cannot with 2 entries stored, since no integer is between 1 and 2', () => {
    const cycles = cyclesOf(2);
    const fixed = spreadOf(latencies(cycles, [2, 2, 2, 2]));
    // At 50 MHz a step takes what it takes with one entry, at 200 MHz no longer than with both.
    const least = cycles(1) / 50 - cycles(2) / 200;
    expect(spreadOf(latencies(cycles, flattest(cycles, 2)))).toBe(least);
    expect(least).toBeGreaterThan(fixed / 4);
  });
});
