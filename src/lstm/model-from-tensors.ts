import { netKindOf } from './cells/index.ts';
import type { LstmModel } from './model.ts';
import type { LayerShape } from './shape.ts';
import type { LstmTensors } from './weights/state-dict.ts';

/**
 * The model in a file of PyTorch weights. `expected` are layers whose shapes say what tensors do not: the
 * reset rule of a GRU, which without them is PyTorch's.
 */
export function modelFromTensors(
  tensors: Pick<LstmTensors, 'layers'>,
  name: string,
  expected: readonly LayerShape[] = [],
): LstmModel {
  const layers = tensors.layers.map((layer, l) => netKindOf(layer).fromTensors(layer, expected[l]));
  return { name, shape: { layers: layers.map(({ shape }) => shape) }, layers };
}
