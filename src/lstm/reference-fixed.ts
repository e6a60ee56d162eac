import type { NumberFormat, Saturations } from '../num/fixed.ts';
import { netKindOf } from './cells/index.ts';
import { joinCodes, throughLayers } from './passes.ts';
import { cellLength, recurrentLength } from './shape.ts';
import type { FixedState } from './state.ts';
import type { StoredLayer } from './stored-layer.ts';
import { refuseWrongLengths } from './wrong-lengths.ts';

/**
 * Outputs of the last layer, one vector per step (of a bidirectional layer the forward output, then the
 * reverse one), and the state of every pass after its last step.
 */
export interface FixedRun {
  readonly outputs: readonly Int16Array[];
  readonly states: readonly FixedState[];
}

/** The state that a sequence starts from: zeros. */
export function zeroFixedState({ shape }: StoredLayer): FixedState {
  return { h: new Int16Array(recurrentLength(shape)), c: new Int16Array(cellLength(shape)) };
}

/**
 * One step of a layer in integers, docs/timing.md section 6 to the bit, straight from the stored entries:
 * what every accelerator's result is compared with, and independent of how any of them computes. Saturations
 * are counted by point. Throws a RangeError when `x` or the state has the wrong length.
 */
export function fixedStep(
  layer: StoredLayer,
  format: NumberFormat,
  x: Int16Array,
  state: FixedState,
  saturations: Saturations,
): FixedState {
  refuseWrongLengths(layer, x, state);
  return netKindOf(layer.shape).stepFixed(layer, format, x, state, saturations);
}

/** `inputs` (T vectors of X codes) through a stack of layers, from zero states unless given. */
export function fixedSequence(
  layers: readonly StoredLayer[],
  format: NumberFormat,
  inputs: readonly Int16Array[],
  saturations: Saturations,
  initial?: readonly FixedState[],
): FixedRun {
  const states = layers.map((layer, l) => initial?.[l] ?? zeroFixedState(layer));
  const step = (pass: number, x: Int16Array) => {
    states[pass] = fixedStep(layers[pass], format, x, states[pass], saturations);
    return states[pass].h;
  };
  const shapes = layers.map(({ shape }) => shape);
  const outputs = throughLayers(shapes, inputs, step, joinCodes);
  return { outputs, states };
}
