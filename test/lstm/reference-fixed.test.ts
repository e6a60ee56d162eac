import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { StoredMatrix } from '../../src/bbs/matrix.ts';
import { fixedSequence, fixedStep, zeroFixedState } from '../../src/lstm/reference-fixed.ts';
import type { StoredLayer } from '../../src/lstm/stored-layer.ts';
import { noSaturations } from '../../src/num/fixed.ts';
import { anyLayerCase } from './arbitrary-layer.ts';
import { exactStep } from './exact-step.ts';

const format = { bits: 16, fractionBits: 12, accumulatorBits: 48 };
const ONE = 4096;

/** A matrix with all of its positions stored. */
function full(rows: number, cols: number, codes: readonly number[]): StoredMatrix {
  return {
    tensor: 'w',
    rows,
    cols,
    rowStart: Uint32Array.from({ length: rows + 1 }, (_, row) => row * cols),
    columns: Uint16Array.from({ length: rows * cols }, (_, e) => e % cols),
    codes: Int16Array.from(codes),
    weights: Float64Array.from(codes, (code) => code / ONE),
  };
}

/** One cell with one input: gate codes of [x, h] in the order i, f, g, o, and biases. */
function cell(gates: readonly (readonly [number, number])[], more: Partial<StoredLayer> = {}): StoredLayer {
  return {
    shape: { kind: 'lstm' as const, inputs: 1, hidden: 1, projection: null, peepholes: false, biases: false },
    gateMatrix: 'combined',
    gates: [full(4, 2, gates.flat())],
    projection: null,
    biasCodes: null,
    biasReal: null,
    peepholeCodes: null,
    peepholeReal: null,
    ...more,
  };
}

function step(layer: StoredLayer, x: number, h: number, c: number, accumulatorBits = 48) {
  const saturations = noSaturations();
  const state = { h: Int16Array.of(h), c: Int16Array.of(c) };
  const next = fixedStep(layer, { ...format, accumulatorBits }, Int16Array.of(x), state, saturations);
  return { h: next.h[0], c: next.c[0], saturations };
}

const silent = [0, 0] as const;

describe('one cell in 16 bits, 12 of them fraction', () => {
  it('halves the cell when all gates are at zero: sigmoid(0) = 1/2, tanh(0) = 0', () => {
    // tanh(1/2) = 0.46211... at a segment boundary is the code 1893; half of it, 946.5, rounds up.
    expect(step(cell([silent, silent, silent, silent]), 0, 0, ONE)).toMatchObject({ c: ONE / 2, h: 947 });
  });

  it('adds i * g to the cell: x = 1 through the weight 1 of g gives sigmoid(0) tanh(1)', () => {
    // tanh(1) = 0.76159... is the code 3119, half of it 1559.5.
    expect(step(cell([silent, silent, [ONE, 0], silent]), ONE, 0, 0).c).toBe(1560);
  });

  it('adds the products of x and h before it rounds', () => {
    // With i open, c is tanh(pre) of g: the codes 0 and 1 for the pre-activations 1 and 2. Two
    // products of half a code are one.
    const withG = (weight: number) =>
      cell([silent, silent, [weight, weight], silent], { biasCodes: Int16Array.of(32767, 0, 0, 0) });
    expect(step(withG(ONE / 2), 1, 1, 0).c).toBe(0);
    expect(step(withG(ONE), 1, 1, 0).c).toBe(1);
  });

  it.each([
    { limit: 'highest', weight: 32767, x: 32767, pre: 32767 },
    { limit: 'lowest', weight: -32768, x: 32767, pre: -32768 },
  ])('saturates the pre-activation of g at the $limit code', ({ weight, x, pre }) => {
    const { c, saturations } = step(cell([silent, silent, [weight, 0], silent]), x, 0, 0);
    const tanh = pre > 0 ? Math.floor(Math.tanh(8) * ONE + 0.5) : Math.floor(Math.tanh(-8) * ONE + 0.5);
    expect(saturations).toEqual({ ...noSaturations(), preActivation: 1 });
    expect(c).toBe(Math.floor((2048 * tanh + 2048) / ONE));
  });

  it('saturates the cell and counts it', () => {
    const open: readonly [number, number] = [4 * ONE, 0];
    const { c, saturations } = step(cell([open, open, open, silent]), 2 * ONE, 0, 32767);
    expect(c).toBe(32767);
    expect(saturations.cellState).toBe(1);
  });

  it('wraps the sum of products at accumulatorBits, before bias and peephole are added', () => {
    // The product 2^13 * 2^12 = 2^25 vanishes in 25 bits; the bias of one, 2^24 in the accumulator's
    // fraction, would not fit either.
    const layer = cell([silent, silent, [2 * ONE, 0], silent], { biasCodes: Int16Array.of(0, 0, ONE, 0) });
    expect(step(layer, ONE, 0, 0, 25).c).toBe(1560);
    expect(step(layer, ONE, 0, 0, 48).c).toBeGreaterThan(2000);
  });

  it('shows i and f the old cell and o the new one', () => {
    const peepholeCodes = { i: Int16Array.of(0), f: Int16Array.of(-32768), o: Int16Array.of(32767) };
    // f closes on c = 1, so the new cell is zero and o stays at 1/2, times tanh(0).
    const closed = step(cell([silent, silent, silent, silent], { peepholeCodes }), 0, 0, ONE);
    expect(closed).toMatchObject({ c: 1, h: 0 });
    const open = step(
      cell([silent, silent, silent, silent], {
        peepholeCodes: { ...peepholeCodes, f: Int16Array.of(32767) },
      }),
      0,
      0,
      ONE,
    );
    // The highest code lies in the last segment of the table, between 4094 and 4095.
    expect(open.c).toBe(4094);
    expect(open.h).toBeGreaterThan(3100);
  });

  it('rounds and saturates the projection, which is the output', () => {
    const projected = (code: number) =>
      step(cell([silent, silent, silent, silent], { projection: full(1, 1, [code]) }), 0, 0, ONE);
    // h' = 947: half of it is 473.5.
    expect(projected(2048).h).toBe(474);
    const eight = projected(32767);
    expect(eight.h).toBe(Math.floor((32767 * 947 + 2048) / ONE));
    expect(eight.saturations.projection).toBe(0);
  });
});

describe('the integer reference', () => {
  it('is docs/timing.md section 6 in exact integers, whatever wraps or saturates', () => {
    fc.assert(
      fc.property(anyLayerCase, fc.constantFrom('combined', 'separate'), (layerCase, gateMatrix) => {
        const layer = layerCase.stored(gateMatrix);
        const { format: any, x, state } = layerCase;
        const saturations = noSaturations();
        const found = fixedStep(layer, any, x, state, saturations);
        const { saturations: counted, ...expected } = exactStep(layer, any, x, state);
        expect(found).toEqual(expected);
        expect(saturations).toEqual({ ...noSaturations(), ...counted });
      }),
      { numRuns: 300 },
    );
  });

  it('gives the same bits for a combined and for separate gate matrices, whose rows have no scales', () => {
    const unscaled = anyLayerCase.filter(({ format: { weightBits } }) => weightBits !== 8);
    fc.assert(
      fc.property(unscaled, ({ stored, format: any, x, state }) => {
        const run = (gateMatrix: 'combined' | 'separate') =>
          fixedStep(stored(gateMatrix), any, x, state, noSaturations());
        expect(run('separate')).toEqual(run('combined'));
      }),
    );
  });

  it('feeds each layer with the output of the one before, in the same step', () => {
    const first = cell([silent, silent, [ONE, 0], silent]);
    const second = cell([[0, ONE], silent, [2 * ONE, ONE], silent]);
    const inputs = [Int16Array.of(ONE), Int16Array.of(-ONE), Int16Array.of(300)];
    const { outputs, states } = fixedSequence([first, second], format, inputs, noSaturations());
    let [a, b] = [zeroFixedState(first), zeroFixedState(second)];
    for (const [t, x] of inputs.entries()) {
      a = fixedStep(first, format, x, a, noSaturations());
      b = fixedStep(second, format, a.h, b, noSaturations());
      expect(outputs[t]).toEqual(b.h);
    }
    expect(states).toEqual([a, b]);
  });

  it('goes on from a given state', () => {
    const layer = cell([[ONE, -ONE], silent, [ONE, 0], silent]);
    const inputs = Array.from({ length: 6 }, (_, t) => Int16Array.of(1000 * t));
    const whole = fixedSequence([layer], format, inputs, noSaturations());
    const head = fixedSequence([layer], format, inputs.slice(0, 3), noSaturations());
    const tail = fixedSequence([layer], format, inputs.slice(3), noSaturations(), head.states);
    expect([...head.outputs, ...tail.outputs]).toEqual(whole.outputs);
  });

  it('refuses an input of the wrong length', () => {
    const layer = cell([silent, silent, silent, silent]);
    expect(() => fixedStep(layer, format, new Int16Array(2), zeroFixedState(layer), noSaturations())).toThrow(
      RangeError,
    );
  });
});
