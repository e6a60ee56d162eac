import type { MatrixRole } from '../../lstm/gate-parts.ts';
import type { GateMatrix, LayerShape } from '../../lstm/shape.ts';
import { splitGates } from '../../lstm/split-gates.ts';
import type { LstmLayerTensors, LstmTensor } from '../../lstm/weights/state-dict.ts';
import type { PrunedMatrix } from '../../run/prepared-model.ts';

/** Something of each weight tensor of a layer. */
export interface OfWeights<Value> {
  readonly weightIh: Value;
  readonly weightHh: Value;
  /** Null without a projection. */
  readonly weightHr: Value | null;
}

/** The masks of a layer's weight tensors, from those of its matrices as an accelerator has them. */
export function layerMasks(
  shape: LayerShape,
  gateMatrix: GateMatrix,
  matrices: readonly Pick<PrunedMatrix, 'role' | 'mask'>[],
): OfWeights<Uint8Array> {
  const masks = matrices.map(({ role, mask }) => ({ role, each: mask }));
  return split(shape, gateMatrix, masks, (length) => new Uint8Array(length));
}

/** The same of their rebuilt values. */
export function layerValues(
  shape: LayerShape,
  gateMatrix: GateMatrix,
  matrices: readonly { readonly role: MatrixRole; readonly each: Float64Array }[],
): OfWeights<Float64Array> {
  return split(shape, gateMatrix, matrices, (length) => new Float64Array(length));
}

function split<Values extends Uint8Array | Float64Array>(
  shape: LayerShape,
  gateMatrix: GateMatrix,
  matrices: readonly { readonly role: MatrixRole; readonly each: Values }[],
  make: (length: number) => Values,
): OfWeights<Values> {
  const gates = matrices.filter(({ role }) => role !== 'projection').map(({ each }) => each);
  const { inputGates, recurrentGates } = splitGates(shape, gateMatrix, gates, make);
  return {
    weightIh: inputGates,
    weightHh: recurrentGates,
    weightHr: matrices.find(({ role }) => role === 'projection')?.each ?? null,
  };
}

/** The weight tensors of a layer, each with what is known of it. */
export function withTensors<Value>(
  { weightIh, weightHh, weightHr }: LstmLayerTensors,
  known: OfWeights<Value>,
): readonly { readonly tensor: LstmTensor; readonly known: Value }[] {
  const gates = [
    { tensor: weightIh, known: known.weightIh },
    { tensor: weightHh, known: known.weightHh },
  ];
  return weightHr !== null && known.weightHr !== null
    ? [...gates, { tensor: weightHr, known: known.weightHr }]
    : gates;
}
