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
  const gates = matrices.filter(({ role }) => role !== 'projection').map(({ mask }) => mask);
  const { inputGates, recurrentGates } = splitGates(
    shape,
    gateMatrix,
    gates,
    (length) => new Uint8Array(length),
  );
  return {
    weightIh: inputGates,
    weightHh: recurrentGates,
    weightHr: matrices.find(({ role }) => role === 'projection')?.mask ?? null,
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
