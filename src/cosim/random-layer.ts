import type { StoredMatrix } from '../bbs/matrix.ts';
import { buildArray } from '../hw/array/kinds/index.ts';
import type { AcceleratorConfig } from '../hw/config/config.ts';
import { lowerLayer } from '../lstm/lower-layer.ts';
import { seededModel } from '../lstm/seeded-model.ts';
import { cellLength, type LayerShape, type LstmLayerShape, recurrentLength } from '../lstm/shape.ts';
import type { StoredLayer } from '../lstm/stored-layer.ts';
import type { NumberFormat } from '../num/fixed.ts';
import { encodeLayers } from '../run/placed-model.ts';
import { prepareModel } from '../run/prepared-model.ts';
import { chainedLoadOutruns } from './chained-load.ts';
import { RandomDraws } from './random-draws.ts';
import { drawWeights } from './random-weights.ts';
import { simulateLayers } from './simulate-layers.ts';
import type { SimulatedLayer } from './step-bench.ts';

/** Share of the layers that are GRUs. */
const GRU_SHARE = 0.25;

/** A random layer, its kind of cells, and what it is else, in words. */
export interface RandomLayer {
  readonly cells: string;
  readonly name: string;
  readonly layer: SimulatedLayer;
}

/**
 * Draws a small layer and one or two steps of it on an accelerator: seeded weights, pruned as the accelerator
 * prunes, in half of the cases with random codes.
 */
export function drawLayer(draw: RandomDraws, drawn: AcceleratorConfig, seed: string): RandomLayer {
  const shape = drawShape(draw, seed);
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
    : prepared.layers.map((layer) =>
        withRandomCodes(draw, new RandomDraws(`${seed}/scales`), layer, config.number),
      );
  const array = buildArray(config);
  const codes = (length: number) => Int16Array.from({ length }, () => draw.code(config.number.bits));
  const inputs = Array.from({ length: draw.integer(1, 2) }, () => codes(shape.inputs));
  const state = { h: codes(recurrentLength(shape)), c: codes(cellLength(shape)) };
  const [layer] = simulateLayers(array, encodeLayers(array, stored), stored, inputs, [state]);
  return { cells: shape.kind.toUpperCase(), name: nameOf(shape, config), layer };
}

/** Draws an LSTM, or a GRU of its sizes, which of them and the GRU's rule from a generator of their own. */
export function drawShape(draw: RandomDraws, seed: string): LayerShape {
  const lstm: LstmLayerShape = {
    kind: 'lstm',
    inputs: draw.integer(1, 30),
    hidden: draw.integer(1, 12),
    projection: draw.chance(0.35) ? draw.integer(1, 10) : null,
    peepholes: draw.chance(0.4),
    biases: draw.chance(0.8),
  };
  const ofKind = new RandomDraws(`${seed}/kind`);
  const [isGru, resetAfter] = [ofKind.chance(GRU_SHARE), ofKind.chance(0.5)];
  return isGru ? { ...lstm, kind: 'gru', resetAfter, projection: null, peepholes: false } : lstm;
}

function nameOf(shape: LayerShape, { ewop, gateMatrix }: AcceleratorConfig): string {
  const extras =
    shape.kind === 'gru'
      ? [shape.resetAfter ? 'reset after' : 'reset before']
      : [
          shape.peepholes ? 'peepholes' : '',
          shape.projection === null ? '' : `projection ${shape.projection}`,
        ].filter(Boolean);
  return [`${shape.inputs} -> ${shape.hidden}`, ewop.style, gateMatrix, ...extras].join(', ');
}

/** Chaining is off where the RTL could not follow it. */
function withoutOutrun(config: AcceleratorConfig, shape: LayerShape): AcceleratorConfig {
  const { ewop, gateMatrix, program } = config;
  const lowered = lowerLayer(shape, { style: ewop.style, gateMatrix, spmvSlices: program.spmvSlices }, 0);
  return chainedLoadOutruns(config, lowered) ? { ...config, ewop: { ...ewop, chaining: false } } : config;
}

function withRandomCodes(
  draw: RandomDraws,
  ofScales: RandomDraws,
  layer: StoredLayer,
  format: NumberFormat,
): StoredLayer {
  const codes = (like: Int16Array) => Int16Array.from(like, () => draw.code(format.bits));
  const matrix = (stored: StoredMatrix): StoredMatrix => ({
    ...stored,
    ...drawWeights(draw, ofScales, format, { rows: stored.rows, entries: stored.codes.length }),
  });
  const { peepholeCodes: p } = layer;
  return {
    ...layer,
    gates: layer.gates.map(matrix),
    projection: layer.projection && matrix(layer.projection),
    biasCodes: layer.biasCodes && codes(layer.biasCodes),
    peepholeCodes: p && { i: codes(p.i), f: codes(p.f), o: codes(p.o) },
  };
}
