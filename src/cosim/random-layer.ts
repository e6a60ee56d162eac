import type { StoredMatrix } from '../bbs/matrix.ts';
import { buildArray } from '../hw/array/kinds/index.ts';
import type { AcceleratorConfig } from '../hw/config/config.ts';
import { lowerLayer } from '../lstm/lower-layer.ts';
import { seededModel } from '../lstm/seeded-model.ts';
import { type LayerShape, recurrentLength } from '../lstm/shape.ts';
import type { StoredLayer } from '../lstm/stored-layer.ts';
import { encodeLayers } from '../run/placed-model.ts';
import { prepareModel } from '../run/prepared-model.ts';
import { chainedLoadOutruns } from './chained-load.ts';
import type { RandomDraws } from './random-draws.ts';
import { simulateLayers } from './simulate-layers.ts';
import type { SimulatedLayer } from './step-bench.ts';

/** A random layer, and what it is in words. */
export interface RandomLayer {
  readonly name: string;
  readonly layer: SimulatedLayer;
}

/**
 * Draws a small layer and one or two steps of it on an accelerator: seeded weights, pruned as the accelerator
 * prunes, in half of the cases with random codes.
 */
export function drawLayer(draw: RandomDraws, drawn: AcceleratorConfig, seed: string): RandomLayer {
  const shape: LayerShape = {
    kind: 'lstm',
    inputs: draw.integer(1, 14),
    hidden: draw.integer(1, 12),
    projection: draw.chance(0.35) ? draw.integer(1, 10) : null,
    peepholes: draw.chance(0.4),
    biases: draw.chance(0.8),
  };
  const config = withoutOutrun(drawn, shape);
  const sparsity = draw.integer(0, 95) / 100;
  const prepared = prepareModel(seededModel('random', { layers: [shape] }, seed), {
    pattern: config.pattern,
    gateMatrix: config.gateMatrix,
    format: config.number,
    target: () => ({ sparsity }),
  });
  const stored = draw.chance(0.5)
    ? prepared.layers
    : prepared.layers.map((layer) => withRandomCodes(draw, layer, config.number.bits));
  const array = buildArray(config);
  const codes = (length: number) => Int16Array.from({ length }, () => draw.code(config.number.bits));
  const inputs = Array.from({ length: draw.integer(1, 2) }, () => codes(shape.inputs));
  const state = { h: codes(recurrentLength(shape)), c: codes(shape.hidden) };
  const [layer] = simulateLayers(array, encodeLayers(array, stored), stored, inputs, [state]);
  const extras = [
    shape.peepholes ? 'peepholes' : '',
    shape.projection === null ? '' : `projection ${shape.projection}`,
  ].filter(Boolean);
  const name = [`${shape.inputs} -> ${shape.hidden}`, config.ewop.style, config.gateMatrix, ...extras].join(
    ', ',
  );
  return { name, layer };
}

/** Chaining is off where the RTL could not follow it. */
function withoutOutrun(config: AcceleratorConfig, shape: LayerShape): AcceleratorConfig {
  const { ewop, gateMatrix, program } = config;
  const lowered = lowerLayer(shape, { style: ewop.style, gateMatrix, spmvSlices: program.spmvSlices }, 0);
  return chainedLoadOutruns(config, lowered) ? { ...config, ewop: { ...ewop, chaining: false } } : config;
}

function withRandomCodes(draw: RandomDraws, layer: StoredLayer, bits: number): StoredLayer {
  const codes = (like: Int16Array) => Int16Array.from(like, () => draw.code(bits));
  const matrix = (stored: StoredMatrix): StoredMatrix => ({ ...stored, codes: codes(stored.codes) });
  const { peepholeCodes: p } = layer;
  return {
    ...layer,
    gates: layer.gates.map(matrix),
    projection: layer.projection && matrix(layer.projection),
    biasCodes: layer.biasCodes && codes(layer.biasCodes),
    peepholeCodes: p && { i: codes(p.i), f: codes(p.f), o: codes(p.o) },
  };
}
