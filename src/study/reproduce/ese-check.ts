import { addColumn } from '../../hw/csc-columns.ts';
import { esePasses } from '../../hw/ese/step.ts';
import { runPasses } from '../../hw/passes.ts';
import { correlatedSequence } from '../../lstm/correlated-sequence.ts';
import type { LstmLayerWeights, VectorWeights } from '../../lstm/model.ts';
import { quantiseVector } from '../../lstm/quantise.ts';
import { fixedStep } from '../../lstm/reference-fixed.ts';
import type { StoredLayer } from '../../lstm/stored-layer.ts';
import { type NumberFormat, noSaturations, roundShift, saturate, wrap } from '../../num/fixed.ts';
import { Mismatch } from '../../num/mismatch.ts';
import { type EseWeights, stack } from './ese-weights.ts';

/** Activations of 16 bits; weights have 12 of the same fraction. */
const format: NumberFormat = { bits: 16, fractionBits: 12, accumulatorBits: 48 };

/**
 * One step of a channel as its PEs and its element-wise unit compute it, against the integer reference. Every bit of h and c must agree; throws
 * Mismatch at the first that does not. Returns how many values were compared.
 */
export function checkEse(layer: LstmLayerWeights, weights: readonly EseWeights[], seed: string): number {
  const codes = (vector: VectorWeights | null | undefined) =>
    quantiseVector(vector as VectorWeights, format, noSaturations()).codes;
  const stored: StoredLayer = {
    shape: layer.shape,
    gateMatrix: 'separate',
    gates: [
      stack(
        'Wx',
        weights.slice(0, 4).map((each) => each.stored),
      ),
      stack(
        'Wr',
        weights.slice(4, 8).map((each) => each.stored),
      ),
    ],
    projection: weights[8].stored,
    biasCodes: codes(layer.bias),
    biasReal: null,
    peepholeCodes: {
      i: codes(layer.peepholes?.i),
      f: codes(layer.peepholes?.f),
      o: codes(layer.peepholes?.o),
    },
    peepholeReal: null,
  };
  const vector = (length: number, name: string) =>
    correlatedSequence(
      length,
      1,
      { correlation: 0, deviation: 0.5 },
      format.fractionBits,
      `${seed}/${name}`,
    )[0];
  const { inputs, hidden, projection } = layer.shape;
  const x = vector(inputs, 'x');
  const y = vector(projection ?? hidden, 'y');
  const c = vector(hidden, 'c');
  const expected = fixedStep(stored, format, x, { h: y, c }, noSaturations());
  const found = channelStep(weights, stored, x, y, c);
  for (const part of ['h', 'c'] as const) {
    const at = expected[part].findIndex((value, n) => value !== found[part][n]);
    if (at < 0) continue;
    throw new Mismatch(
      `ese, ${part}[${at}]: the channel computed ${found[part][at]}, the integer reference ${expected[part][at]}`,
    );
  }
  return expected.h.length + expected.c.length;
}

function channelStep(
  weights: readonly EseWeights[],
  { shape, biasCodes, peepholeCodes }: StoredLayer,
  x: Int16Array,
  y: Int16Array,
  c: Int16Array,
): { h: Int16Array; c: Int16Array } {
  const { hidden } = shape;
  const vectors = new Map<string, Float64Array>([['c', Float64Array.from(c)]]);
  ['i', 'f', 'g', 'o'].forEach((gate, g) => {
    vectors.set(`W${gate}x`, product(weights[g], x));
    vectors.set(`W${gate}r`, product(weights[4 + g], y));
    vectors.set(`b${gate}`, Float64Array.from(biasCodes?.subarray(g * hidden, (g + 1) * hidden) ?? []));
  });
  for (const gate of ['i', 'f', 'o'] as const) {
    vectors.set(`p${gate}`, Float64Array.from(peepholeCodes?.[gate] ?? []));
  }
  const saturations = noSaturations();
  runPasses(esePasses, vectors, format, saturations);
  const codes = (name: string) => Int16Array.from(vectors.get(name) ?? []);
  const projected = Int16Array.from(product(weights[8], codes("h'")), (sum) =>
    saturate(roundShift(sum, format.fractionBits), format.bits, saturations, 'projection'),
  );
  return { h: projected, c: codes("c'") };
}

function product({ csc }: EseWeights, x: Int16Array): Float64Array {
  const sums = new Float64Array(csc.rows);
  for (let column = 0; column < csc.cols; column++) addColumn(csc, column, x[column], sums);
  return sums.map((sum) => wrap(sum, format.accumulatorBits));
}
