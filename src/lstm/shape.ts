/**
 * Sizes of one LSTM layer: `inputs` (X), `hidden` (H, the cell), `projection` (null without one). The
 * recurrent vector has `projection ?? hidden` elements (R). Gates are stacked in PyTorch's order i, f, g,
 * o: gate matrices have 4H rows.
 */
export interface LayerShape {
  readonly inputs: number;
  readonly hidden: number;
  readonly projection: number | null;
  readonly peepholes: boolean;
  readonly biases: boolean;
}

/** Layers in order; the recurrent vector of one is the input of the next. */
export interface LstmShape {
  readonly layers: readonly LayerShape[];
}

/** Length of the recurrent vector (R): the layer's output. */
export function recurrentLength(layer: LayerShape): number {
  return layer.projection ?? layer.hidden;
}

/** Weights of the matrices of one layer before pruning (peepholes and biases not counted). */
export function denseWeights(layer: LayerShape): number {
  const gates = 4 * layer.hidden * (layer.inputs + recurrentLength(layer));
  return gates + (layer.projection === null ? 0 : layer.projection * layer.hidden);
}

/**
 * Whether the gate weights are one matrix over the columns [x, h], or two, over x and
 * over h. docs/timing.md section 4.
 */
export type GateMatrix = 'combined' | 'separate';
