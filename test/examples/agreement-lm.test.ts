import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { floatSequence } from '../../src/lstm/reference-float.ts';
import { activationTable, exactActivation, lookUp } from '../../src/num/activation.ts';
import { noSaturations, toReal } from '../../src/num/fixed.ts';
import { loadModel } from '../../src/run/load-model.ts';
import { loadPlatform } from '../../src/run/platform.ts';
import { prepareModel } from '../../src/run/prepared-model.ts';
import { runModel } from '../../src/run/run-model.ts';
import { readNpy } from '../../src/tensors/npy/npy.ts';
import { openNpz } from '../../src/tensors/npy/npz.ts';

const file = (path: string) => ({
  path,
  bytes: new Uint8Array(readFileSync(new URL(`../../examples/agreement-lm/${path}`, import.meta.url))),
});

const [modelFile, referenceFile] = [file('model.npz'), file('reference.npz')];
const reference = openNpz(referenceFile.bytes, referenceFile.path);
const loaded = loadModel({ workload: null, sets: [], weights: modelFile, prefix: null, seed: '1' });
const inputs = { source: 'x.npy', array: readNpy(file('x.npy').bytes, 'x.npy') };
const words = 32;
const cells = 256;

const floats = (name: string) => reference.read(name).data as Float32Array;
const row = (values: Float32Array, t: number) => values.subarray(t * cells, (t + 1) * cells);

/** The 32 words through the unpruned model in float64. */
function floatRun(gateMatrix: 'combined' | 'separate') {
  const format = { bits: 16, fractionBits: 12, accumulatorBits: 48 };
  const target = () => ({ sparsity: 0 });
  const { layers } = prepareModel(loaded.model, { pattern: { kind: 'dense' }, gateMatrix, format, target });
  return floatSequence(
    layers,
    Array.from({ length: words }, (_, t) => Float64Array.from(row(floats('x'), t))),
  );
}

function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  return Array.from(a).reduce((largest, value, i) => Math.max(largest, Math.abs(value - b[i])), 0);
}

describe.each(['combined', 'separate'] as const)('the float64 reference, %s gate matrices,', (gateMatrix) => {
  it("gives PyTorch's outputs after every one of 32 words, within 1e-5", () => {
    const { outputs } = floatRun(gateMatrix);
    expect(outputs.length).toBe(words);
    const h = floats('h');
    for (const [t, output] of outputs.entries())
      expect(largestDifference(output, row(h, t))).toBeLessThan(1e-5);
  });

  it("gives PyTorch's final states, within 1e-5", () => {
    const [{ h, c }] = floatRun(gateMatrix).states;
    expect(largestDifference(h, floats('hn'))).toBeLessThan(1e-5);
    expect(largestDifference(c, floats('cn'))).toBeLessThan(1e-5);
  });
});

/** The word that the model says comes next, after every word. */
function nextWords(outputs: readonly ArrayLike<number>[]): number[] {
  const model = openNpz(modelFile.bytes, modelFile.path);
  const [weight, bias] = ['out.weight', 'out.bias'].map((name) => model.read(name).data as Float32Array);
  return outputs.map((h) => {
    const scores = Array.from(bias, (score, word) =>
      Array.from(row(weight, word)).reduce((sum, value, i) => sum + value * h[i], score),
    );
    return scores.indexOf(Math.max(...scores));
  });
}

/** The 32 words on the bbs preset, with values checked, in a number format of 16 bits. */
function fixedRun(fractionBits: number, sparsity: number) {
  const { finished, result } = runModel({
    platform: loadPlatform('bbs', [`number.fractionBits=${fractionBits}`]),
    loaded,
    steps: null,
    sparsity,
    prunes: true,
    files: { inputs, h0: null, c0: null },
    hasValues: true,
    mustFit: true,
    seed: '1',
  });
  if (!finished.values || !result.accuracy) throw new Error('no values');
  const real = finished.values.execution.h.map((h) =>
    Float64Array.from(h, (code) => toReal(code, fractionBits)),
  );
  const agreeing = nextWords(real).filter((word, t) => word === pyTorchWords[t]).length;
  return { ...result.accuracy, cycles: result.cycles.total, weights: result.weights, agreeing };
}

const pyTorchWords = nextWords(Array.from({ length: words }, (_, t) => row(floats('h'), t)));

/** The largest error of the two activation tables that a format has by default, over all of its codes. */
function tableError(fractionBits: number): number {
  let largest = 0;
  for (const name of ['sigmoid', 'tanh'] as const) {
    const table = activationTable(name, { bits: 16, fractionBits });
    for (let code = -32768; code < 32768; code++) {
      const exact = exactActivation[name](toReal(code, fractionBits));
      largest = Math.max(largest, Math.abs(toReal(lookUp(table, code), fractionBits) - exact));
    }
  }
  return largest;
}

/**
 * Measured: fraction bits, cut values, errors against float64, next words as
 * PyTorch's of 32, error of the tables.
 */
const unpruned = [
  {
    F: 12,
    cut: { preActivation: 1518, cellState: 547 },
    what: '1518 pre-activations and 547 cell states are cut',
    errorH: 0.024,
    errorC: 7.83,
    words: 32,
    table: 0.006,
  },
  { F: 11, cut: {}, what: 'nothing is cut', errorH: 0.013, errorC: 0.07, words: 32, table: 0.002 },
  { F: 10, cut: {}, what: 'nothing is cut', errorH: 0.024, errorC: 0.14, words: 32, table: 0.003 },
  { F: 9, cut: {}, what: 'nothing is cut', errorH: 0.063, errorC: 0.23, words: 32, table: 0.004 },
];

describe('the unpruned model on bbs in 16 bits', () => {
  const found = new Map<number, ReturnType<typeof fixedRun>>();
  beforeAll(() => {
    for (const { F } of unpruned) found.set(F, fixedRun(F, 0));
  });
  const of = (F: number) => found.get(F) as ReturnType<typeof fixedRun>;

  it.each(unpruned)(
    'with $F fraction bits: $what; h is off by up to $errorH, c by $errorC; $words of 32 next words are right',
    ({ F, cut, errorH, errorC, words: right }) => {
      const { saturations, maxAbsErrorH, maxAbsErrorC, comparedValues, agreeing } = of(F);
      expect(saturations).toEqual({ ...noSaturations(), ...cut });
      expect(maxAbsErrorH).toBeCloseTo(errorH, 3);
      expect(maxAbsErrorC).toBeCloseTo(errorC, 2);
      expect(comparedValues).toBe(2 * words * cells);
      expect(agreeing).toBe(right);
    },
  );

  it('saturates in Q3.12, since the cell state leaves [-8, 8), and in no wider format', () => {
    const { states } = floatRun('combined');
    const largest = Math.max(...states[0].c.map(Math.abs));
    expect(largest).toBeGreaterThan(8);
    expect(largest).toBeLessThan(16);
    expect(of(12).maxAbsErrorC).toBeGreaterThan(largest - 8);
    expect(of(11).maxAbsErrorC).toBeLessThan((of(12).maxAbsErrorC ?? 0) / 30);
  });

  it.each(unpruned)(
    '$F fraction bits: the activation tables alone are off by up to $table',
    ({ F, table }) => {
      expect(tableError(F)).toBeCloseTo(table, 3);
    },
  );

  it('loses in h, where nothing saturates, what rounding costs: some twice as much with each bit less', () => {
    for (const [finer, coarser] of [11, 10].map((F) => [F, F - 1])) {
      const ratio = (of(coarser).maxAbsErrorH ?? 1) / (of(finer).maxAbsErrorH ?? 1);
      expect(ratio).toBeGreaterThan(1.5);
      expect(ratio).toBeLessThan(3);
    }
  });

  it('takes the same cycles in every format', () => {
    expect(new Set(unpruned.map(({ F }) => of(F).cycles))).toEqual(new Set([281]));
  });
});

describe('the model pruned to 75 % (87.5 % requested of 256 columns in 64 banks), not trained again,', () => {
  it('saturates once in 32 words in Q3.12, and takes fewer cycles', () => {
    const { weights, saturations, cycles, maxAbsErrorH } = fixedRun(12, 0.875);
    expect(weights).toMatchObject({ achievedSparsity: 0.75, padding: 0 });
    expect(saturations).toEqual({ ...noSaturations(), preActivation: 1, cellState: 1 });
    expect(cycles).toBe(185);
    expect(maxAbsErrorH).toBeCloseTo(0.032, 3);
  });
});
