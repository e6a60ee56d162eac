import type { StoredMatrix } from '../bbs/matrix.ts';
import { Mismatch } from '../errors/mismatch.ts';
import { lstmPasses, runPasses } from '../hw/element-wise/passes.ts';
import { correlatedSequence } from '../lstm/correlated-sequence.ts';
import type { LstmLayerWeights, VectorWeights } from '../lstm/model.ts';
import { quantiseVector } from '../lstm/quantise.ts';
import { fixedStep } from '../lstm/reference-fixed.ts';
import { recurrentLength } from '../lstm/shape.ts';
import type { StoredLayer } from '../lstm/stored-layer.ts';
import { type NumberFormat, noSaturations, roundShift, saturate, wrap } from '../num/fixed.ts';

/** Activations and weights of the checks: 16 bits, 12 of them fraction. */
const format: NumberFormat = { bits: 16, fractionBits: 12, accumulatorBits: 48 };

/** A cell with peepholes, its products over x and over y apart. */
const passes = lstmPasses({ areProductsSeparate: true, hasPeepholes: true });

/**
 * The three products of a step as a design computes them: exact sums with 2F fraction bits, gates in the
 * order i, f, g, o.
 */
export interface StepProducts {
  overInput(x: Int16Array): Float64Array;
  overState(y: Int16Array): Float64Array;
  projection(h: Int16Array): Float64Array;
}

/**
 * One step of an LSTM with peepholes and projection, its products as a design computes them and its cell pass
 * by pass, against the integer reference on the stored `matrices` (gates over x, gates over y, projection).
 * Every bit of h and c must agree; throws Mismatch at the first that does not. Returns how many values were
 * compared.
 */
export function checkStep(
  name: string,
  layer: LstmLayerWeights,
  matrices: readonly [StoredMatrix, StoredMatrix, StoredMatrix],
  products: StepProducts,
  seed: string,
): number {
  const stored = storedLayer(layer, matrices);
  const vector = (length: number, of: string) =>
    correlatedSequence(
      length,
      1,
      { correlation: 0, deviation: 0.5 },
      format.fractionBits,
      `${seed}/${of}`,
    )[0];
  const x = vector(layer.shape.inputs, 'x');
  const y = vector(recurrentLength(layer.shape), 'y');
  const c = vector(layer.shape.hidden, 'c');
  const expected = fixedStep(stored, format, x, { h: y, c }, noSaturations());
  const found = stepOf(products, stored, x, y, c);
  for (const part of ['h', 'c'] as const) {
    const at = expected[part].findIndex((value, n) => value !== found[part][n]);
    if (at < 0) continue;
    throw new Mismatch(
      `${name}, ${part}[${at}]: computed ${found[part][at]}, the integer reference ${expected[part][at]}`,
    );
  }
  return expected.h.length + expected.c.length;
}

function storedLayer(
  layer: LstmLayerWeights,
  [overInput, overState, projection]: readonly [StoredMatrix, StoredMatrix, StoredMatrix],
): StoredLayer {
  const codes = (vector: VectorWeights | null | undefined) =>
    quantiseVector(vector as VectorWeights, format, noSaturations()).codes;
  const { peepholes } = layer;
  return {
    shape: layer.shape,
    gateMatrix: 'separate',
    gates: [overInput, overState],
    projection,
    biasCodes: codes(layer.bias),
    biasReal: null,
    peepholeCodes: { i: codes(peepholes?.i), f: codes(peepholes?.f), o: codes(peepholes?.o) },
    peepholeReal: null,
  };
}

function stepOf(
  products: StepProducts,
  { shape, biasCodes, peepholeCodes }: StoredLayer,
  x: Int16Array,
  y: Int16Array,
  c: Int16Array,
): { h: Int16Array; c: Int16Array } {
  const { hidden } = shape;
  const held = (sums: Float64Array) => sums.map((sum) => wrap(sum, format.accumulatorBits));
  const overInput = held(products.overInput(x));
  const overState = held(products.overState(y));
  const vectors = new Map<string, Float64Array>([['c', Float64Array.from(c)]]);
  ['i', 'f', 'g', 'o'].forEach((gate, g) => {
    const [from, to] = [g * hidden, (g + 1) * hidden];
    vectors.set(`W${gate}x`, overInput.slice(from, to));
    vectors.set(`W${gate}r`, overState.slice(from, to));
    vectors.set(`b${gate}`, Float64Array.from(biasCodes?.subarray(from, to) ?? []));
  });
  for (const gate of ['i', 'f', 'o'] as const) {
    vectors.set(`p${gate}`, Float64Array.from(peepholeCodes?.[gate] ?? []));
  }
  const saturations = noSaturations();
  runPasses(passes, vectors, format, saturations);
  const codes = (name: string) => Int16Array.from(vectors.get(name) ?? []);
  const h = Int16Array.from(held(products.projection(codes("h'"))), (sum) =>
    saturate(roundShift(sum, format.fractionBits), format.bits, saturations, 'projection'),
  );
  return { h, c: codes("c'") };
}
