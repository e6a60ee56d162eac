import { netKindOf } from './cells/index.ts';
import { joinReals, throughLayers } from './passes.ts';
import { cellLength, recurrentLength } from './shape.ts';
import type { FloatState } from './state.ts';
import type { StoredLayer } from './stored-layer.ts';
import { refuseWrongLengths } from './wrong-lengths.ts';

/**
 * Outputs of the last layer, one vector per step (of a bidirectional layer the forward output, then the
 * reverse one), and the state of every pass after its last step.
 */
export interface FloatRun {
  readonly outputs: readonly Float64Array[];
  readonly states: readonly FloatState[];
}

/** The state that a sequence starts from: zeros. */
export function zeroFloatState({ shape }: StoredLayer): FloatState {
  return { h: new Float64Array(recurrentLength(shape)), c: new Float64Array(cellLength(shape)) };
}

/**
 * One step of a layer in float64, on the stored weights before quantisation. Throws a RangeError when `x` or
 * the state has the wrong length.
 */
export function floatStep(layer: StoredLayer, x: Float64Array, state: FloatState): FloatState {
  refuseWrongLengths(layer, x, state);
  return netKindOf(layer.shape).stepFloat(layer, x, state);
}

/** The vectors that the matrices of a layer multiply in a step: gates in order, then the projection. */
export function floatOperands(
  layer: StoredLayer,
  x: Float64Array,
  state: FloatState,
): readonly Float64Array[] {
  refuseWrongLengths(layer, x, state);
  return netKindOf(layer.shape).operands(layer, x, state);
}

/** `inputs` (T vectors of X) through a stack of layers, from zero states unless given. */
export function floatSequence(
  layers: readonly StoredLayer[],
  inputs: readonly Float64Array[],
  initial?: readonly FloatState[],
): FloatRun {
  const states = layers.map((layer, l) => initial?.[l] ?? zeroFloatState(layer));
  const step = (pass: number, x: Float64Array) => {
    states[pass] = floatStep(layers[pass], x, states[pass]);
    return states[pass].h;
  };
  const shapes = layers.map(({ shape }) => shape);
  const outputs = throughLayers(shapes, inputs, step, joinReals);
  return { outputs, states };
}
