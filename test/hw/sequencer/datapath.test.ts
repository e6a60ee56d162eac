import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { prune } from '../../../src/bbs/patterns/prune.ts';
import { acceleratorKinds, buildArray, kindOf } from '../../../src/hw/array/kinds/index.ts';
import type { AcceleratorConfig } from '../../../src/hw/config/config.ts';
import { Datapath } from '../../../src/hw/sequencer/datapath.ts';
import { gateMatrices } from '../../../src/lstm/gate-matrices.ts';
import { lowerLayer } from '../../../src/lstm/lower-layer.ts';
import { fixedStep } from '../../../src/lstm/reference-fixed.ts';
import type { FixedState } from '../../../src/lstm/state.ts';
import { type StoredLayer, storeLayer } from '../../../src/lstm/stored-layer.ts';
import { noSaturations, type Saturations } from '../../../src/num/fixed.ts';
import { anyGruCase, anyLayerCase, type LayerCase } from '../../lstm/arbitrary-layer.ts';
import { accelerator, drawnAccelerator, randomCodes } from '../array/arrays.ts';

const anyDesign = fc.record({
  kind: fc.constantFrom(...acceleratorKinds),
  pes: fc.integer({ min: 1, max: 3 }),
  banks: fc.integer({ min: 2, max: 9 }),
  rowOrder: fc.constantFrom('natural', 'balanced'),
  gateMatrix: fc.constantFrom('combined', 'separate'),
  ewop: fc.record({ style: fc.constantFrom('chained', 'instruction') }),
  program: fc.record({ spmvSlices: fc.constantFrom('matrix', 'gate') }),
});

/** The layer as the design stores it: bank-balanced for bbs, with random masks otherwise. */
function storedFor(config: AcceleratorConfig, { stored, weights, format }: LayerCase): StoredLayer {
  const { banks, gateMatrix } = config;
  const { placement } = buildArray(config);
  if (!kindOf(config.kind).needsBalance) return stored(gateMatrix);
  const pattern = {
    kind: 'bank-balanced',
    banks,
    placement: placement === 'blocked' ? placement : 'even',
  } as const;
  const mask = (matrix: Parameters<typeof prune>[0]) => prune(matrix, pattern, { sparsity: 0.5 }).mask;
  const masks = {
    gates: gateMatrices(weights, gateMatrix).map(mask),
    projection: weights.projection && mask(weights.projection),
  };
  return storeLayer(weights, gateMatrix, masks, format, noSaturations());
}

function datapathOf(config: AcceleratorConfig, layer: StoredLayer, saturations: Saturations): Datapath {
  const { gateMatrix, ewop, program } = config;
  const array = buildArray(config);
  const stored = layer.projection === null ? layer.gates : [...layer.gates, layer.projection];
  const lowered = lowerLayer(layer.shape, { style: ewop.style, gateMatrix, spmvSlices: program.spmvSlices });
  const constants = { bias: layer.biasCodes, peepholes: layer.peepholeCodes };
  return new Datapath(
    lowered,
    stored.map((matrix) => array.encode(matrix)),
    constants,
    config.number,
    saturations,
  );
}

describe('the datapath', () => {
  it('computes three steps bit for bit as the integer reference, and saturates as often, on every design', () => {
    fc.assert(
      fc.property(anyDesign, fc.oneof(anyLayerCase, anyGruCase), (design, layerCase) => {
        const config = drawnAccelerator({ ...design, number: layerCase.format });
        const layer = storedFor(config, layerCase);
        const found = noSaturations();
        const expected = noSaturations();
        const datapath = datapathOf(config, layer, found);
        let state: FixedState = layerCase.state;
        let reference: FixedState = layerCase.state;
        for (let step = 0; step < 3; step++) {
          const x = step === 0 ? layerCase.x : randomCodes(layerCase.x.length, step, layerCase.format.bits);
          state = datapath.step(x, state);
          reference = fixedStep(layer, layerCase.format, x, reference, expected);
          expect(state).toEqual(reference);
        }
        expect(found).toEqual(expected);
      }),
      { numRuns: 800 },
    );
  });

  it('leaves the state that it was given as it was', () => {
    fc.assert(
      fc.property(anyLayerCase, (layerCase) => {
        const config = accelerator({ kind: 'csr', banks: 2, number: layerCase.format });
        const { h, c } = layerCase.state;
        const before = { h: h.slice(), c: c.slice() };
        const datapath = datapathOf(config, layerCase.stored('combined'), noSaturations());
        const first = datapath.step(layerCase.x, layerCase.state);
        const kept = { h: first.h.slice(), c: first.c.slice() };
        datapath.step(layerCase.x, first);
        expect(layerCase.state).toEqual(before);
        expect(first).toEqual(kept);
      }),
      { numRuns: 20 },
    );
  });
});
