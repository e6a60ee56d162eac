import type { LayerShape } from '../lstm/shape.ts';
import type { CellsField } from './result-header.ts';

type Layers = readonly { readonly shape: Pick<LayerShape, 'kind'> }[];

/** Whether a layer is a GRU. */
function hasGru(layers: Layers): boolean {
  return layers.some(({ shape }) => shape.kind === 'gru');
}

/** What a result says of the kinds of a network's layers: nothing of LSTMs alone. */
export function cellsOf(layers: Layers): CellsField {
  return hasGru(layers) ? { cells: [...new Set(layers.map(({ shape }) => shape.kind))] } : {};
}
