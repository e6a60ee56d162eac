/** In which order a pass takes the steps of a sequence: from the first, or from the last. */
export type Direction = 'forward' | 'reverse';

/** What every layer has: `inputs` (X) and `hidden` cells (H), and whether its gates have biases. */
interface LayerSizes {
  readonly inputs: number;
  readonly hidden: number;
  readonly biases: boolean;
  /**
   * Of one pass of a bidirectional layer; `reverse` with no forward pass before it: the layer runs from the
   * last step to the first alone. Absent: from the first step on.
   */
  readonly direction?: Direction;
}

/**
 * Sizes of one LSTM layer: `projection` is null without one. The recurrent vector has `projection ?? hidden`
 * elements (R). Gates are stacked in PyTorch's order i, f, g, o: gate matrices have 4H rows.
 */
export interface LstmLayerShape extends LayerSizes {
  readonly kind: 'lstm';
  readonly projection: number | null;
  readonly peepholes: boolean;
}

/**
 * Sizes of one GRU layer. Gates are stacked in PyTorch's order r, z, n: gate matrices have 3H rows. The reset
 * gate scales the product of n and h after it was made (PyTorch; ONNX with linear_before_reset), or h before
 * (Cho et al. 2014). docs/timing.md section 6. It has no projection, no peepholes and no cell state beside h.
 */
export interface GruLayerShape extends LayerSizes {
  readonly kind: 'gru';
  readonly resetAfter: boolean;
  readonly projection: null;
  readonly peepholes: false;
}

/** Sizes of one layer, by the kind of its cells. */
export type LayerShape = LstmLayerShape | GruLayerShape;

/**
 * Layers in order; the recurrent vector of one is the input of the next. A bidirectional layer stands here as
 * its two passes, forward and reverse, which have inputs in common and outputs side by side (passes.ts).
 */
export interface LstmShape {
  readonly layers: readonly LayerShape[];
}

/** Length of the recurrent vector (R): the layer's output. */
export function recurrentLength(layer: LayerShape): number {
  return layer.projection ?? layer.hidden;
}

/** Gates that a kind of cells stacks, and vectors of its state beside h. */
const cells = { lstm: { gates: 4, vectors: 1 }, gru: { gates: 3, vectors: 0 } } as const;

/** Rows of a layer's stacked gates: 4H of an LSTM, 3H of a GRU. */
export function gateRows({ kind, hidden }: LayerShape): number {
  return cells[kind].gates * hidden;
}

/** Length of the cell state beside h: H of an LSTM; 0 of a GRU, whose state is h. */
export function cellLength({ kind, hidden }: LayerShape): number {
  return cells[kind].vectors * hidden;
}

/** Weights of the matrices of one layer before pruning (peepholes and biases not counted). */
export function denseWeights(layer: LayerShape): number {
  const gates = gateRows(layer) * (layer.inputs + recurrentLength(layer));
  return gates + (layer.projection === null ? 0 : layer.projection * layer.hidden);
}

/**
 * Whether the gate weights are one matrix over the columns [x, h], or two, over x and
 * over h. docs/timing.md section 4.
 */
export type GateMatrix = 'combined' | 'separate';
