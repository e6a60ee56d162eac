import { describe, expect, it } from 'vitest';
import { gateMatrices } from '../../src/lstm/gate-matrices.ts';
import { seededModel } from '../../src/lstm/seeded-model.ts';
import { type LayerMasks, storeLayer } from '../../src/lstm/stored-layer.ts';
import { noSaturations } from '../../src/num/fixed.ts';

const format = { bits: 16, fractionBits: 12, accumulatorBits: 48 };
const shape = { kind: 'lstm' as const, inputs: 3, hidden: 2, projection: 2, peepholes: true, biases: true };
const [weights] = seededModel('m', { layers: [shape] }, 1).layers;
const every = (positions: number, nth: number) =>
  Uint8Array.from({ length: positions }, (_, i) => Number(i % nth === 0));

describe('a stored layer', () => {
  it('has the kept entries of one combined matrix, and of the projection', () => {
    const masks = { gates: [every(8 * 5, 2)], projection: every(4, 3) };
    const layer = storeLayer(weights, 'combined', masks, format, noSaturations());
    expect(layer.gates.map(({ tensor, cols, codes }) => [tensor, cols, codes.length])).toEqual([
      ['[weight_ih_l0, weight_hh_l0]', 5, 20],
    ]);
    expect(layer.projection?.codes).toHaveLength(2);
    const [dense] = gateMatrices(weights, 'combined');
    expect(layer.gates[0].weights[0]).toBe(dense.values[0]);
    expect(layer.gates[0].weights[1]).toBe(dense.values[2]);
  });

  it('has biases and peepholes in both domains', () => {
    const masks = { gates: [every(24, 1), every(16, 1)], projection: every(4, 1) };
    const layer = storeLayer(weights, 'separate', masks, format, noSaturations());
    expect(layer.biasReal).toEqual(weights.bias?.terms[0].values);
    for (const [k, real] of layer.biasReal!.entries())
      expect(layer.biasCodes![k]).toBe(Math.floor(real * 4096 + 0.5));
    expect(layer.peepholeReal?.o).toEqual(weights.peepholes?.o.terms[0].values);
    expect(layer.peepholeCodes?.o[1]).toBe(Math.floor(layer.peepholeReal!.o[1] * 4096 + 0.5));
  });

  it('counts what saturates, biases and peepholes as bias', () => {
    const saturations = noSaturations();
    const masks = { gates: [every(40, 1)], projection: every(4, 1) };
    const nines = (length: number) => ({
      terms: [{ tensor: 'nines', values: new Float64Array(length).fill(9) }],
      raw: false,
    });
    const large = {
      ...weights,
      inputGates: { ...weights.inputGates, values: new Float32Array(24).fill(-9) },
      bias: nines(8),
      peepholes: { ...weights.peepholes!, f: nines(2) },
    };
    storeLayer(large, 'combined', masks, format, saturations);
    expect(saturations).toEqual({ ...noSaturations(), weight: 24, bias: 8 + 2 });
  });

  it.each<{ what: string; masks: LayerMasks }>([
    { what: 'a mask of another size', masks: { gates: [every(39, 1)], projection: every(4, 1) } },
    { what: 'no mask for the projection', masks: { gates: [every(40, 1)], projection: null } },
    { what: 'no mask for the gates', masks: { gates: [], projection: every(4, 1) } },
  ])('refuses $what', ({ masks }) => {
    expect(() => storeLayer(weights, 'combined', masks, format, noSaturations())).toThrow(
      /tensor .*: no mask of/,
    );
  });
});
