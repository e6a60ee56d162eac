import type { KerasFile } from '../../../tensors/keras/keras-file.ts';
import type { KerasLayer } from './configuration.ts';
import type { FoundLayer, FoundLayers } from './layers.ts';
import { cellSizes } from './pass.ts';
import { layerBelow } from './recurrent.ts';

/**
 * The recurrent layers of a file in stacks, in which each runs on all the outputs of the one before it: by
 * the configuration of the model, through layers that change nothing at inference; in files of Keras 2
 * without one, by the list of their layers, where no other stands between. A layer that stands alone is a
 * stack of one.
 */
export function stacksOf(file: KerasFile, { layers }: FoundLayers): readonly (readonly FoundLayer[])[] {
  const stacks: FoundLayer[][] = [];
  const byTop = new Map<KerasLayer | number, FoundLayer[]>();
  for (const layer of layers) {
    const below = layer.recurrent === null ? placeBelow(layer) : layerBelow(layer.recurrent.layer);
    const found = below === null ? undefined : byTop.get(below);
    const stack = found !== undefined && feeds(file, found[found.length - 1], layer) ? found : [];
    if (stack.length === 0) stacks.push(stack);
    else if (below !== null) byTop.delete(below);
    stack.push(layer);
    const own = layer.recurrent?.layer ?? layer.place;
    if (own !== null) byTop.set(own, stack);
  }
  return stacks;
}

/** The place right before a layer in the list of layers of a file without a configuration. */
function placeBelow({ place }: FoundLayer): number | null {
  return place === null ? null : place - 1;
}

/** Whether a layer may run on the outputs of the one before it. */
function feeds(file: KerasFile, below: FoundLayer, layer: FoundLayer): boolean {
  const top = below.forward[below.forward.length - 1];
  const outputs = cellSizes(file, top).hidden * (below.backward.length > 0 ? 2 : 1);
  const [first] = layer.forward;
  if (top.kind !== first.kind || cellSizes(file, first).inputs !== outputs) return false;
  const [lower, upper] = [below.recurrent, layer.recurrent];
  if (lower === null || upper === null) return lower === upper;
  const isPlain = [lower, upper].every(({ goesBackwards, refusal }) => !goesBackwards && refusal === null);
  const isWhole = lower.mergeMode === null || lower.mergeMode === 'concat';
  return isPlain && isWhole && lower.returnsSequences && upper.layer.className !== 'TimeDistributed';
}
