import type { Calibration } from '../bbs/criteria/criterion.ts';
import { addMoments, hessianOf, openMoments, type SecondMoments } from '../bbs/criteria/second-moments.ts';
import type { LstmModel } from '../lstm/model.ts';
import { joinReals, throughLayers } from '../lstm/passes.ts';
import { floatOperands, floatStep } from '../lstm/reference-float.ts';
import type { GateMatrix } from '../lstm/shape.ts';
import { storeLayer } from '../lstm/stored-layer.ts';
import { type NumberFormat, noSaturations } from '../num/fixed.ts';
import { layerMatrices } from './prepared-model.ts';
import type { Sequence } from './sequence.ts';

/**
 * What reaches every matrix of a model before it is pruned, in the order of `layerMatrices` of every layer:
 * the float reference runs the sequence, and what its matrices multiply is counted.
 */
export function calibrationsOf(
  model: LstmModel,
  { gateMatrix, format }: { readonly gateMatrix: GateMatrix; readonly format: NumberFormat },
  { inputs, state }: Sequence,
  damping: number,
): readonly (readonly Calibration[])[] {
  const matrices = model.layers.map((layer) => layerMatrices(layer, gateMatrix));
  const layers = model.layers.map((layer, at) => {
    const masks = matrices[at].map(({ weights }) => new Uint8Array(weights.values.length).fill(1));
    const isProjected = layer.projection !== null;
    const gates = isProjected ? masks.slice(0, -1) : masks;
    const projection = isProjected ? masks[masks.length - 1] : null;
    return storeLayer(layer, gateMatrix, { gates, projection }, format, noSaturations());
  });
  const moments = matrices.map((ofLayer) => ofLayer.map(({ weights }) => openMoments(weights.cols)));
  const states = state.map(({ h, c }) => ({ h: h.real, c: c.real }));
  const step = (pass: number, x: Float64Array): Float64Array => {
    floatOperands(layers[pass], x, states[pass]).forEach((operand, at) => {
      addMoments(moments[pass][at], operand);
    });
    states[pass] = floatStep(layers[pass], x, states[pass]);
    return states[pass].h;
  };
  const reals = inputs.map(({ real }) => real);
  throughLayers(model.shape.layers, reals, step, joinReals);
  return moments.map((ofLayer) => ofLayer.map((each) => calibrationOf(each, damping)));
}

function calibrationOf(moments: SecondMoments, damping: number): Calibration {
  return { hessian: hessianOf(moments), steps: moments.steps, damping };
}
