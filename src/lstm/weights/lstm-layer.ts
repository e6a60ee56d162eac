import { BadInput } from '../../errors/bad-input.ts';
import { printableName } from '../../tensors/named-shape.ts';
import { type CellKind, stackedGates } from './cell-kind.ts';
import { type LstmTensor, sameShape } from './lstm-tensor.ts';

/**
 * The tensors of one layer: H hidden, X input, R recurrent (the projection P, or H without one). Gates are
 * stacked, of an LSTM in the order i, f, g, o (G = 4), of a GRU r, z, n (G = 3).
 */
export interface LstmLayerTensors {
  readonly kind: CellKind;
  /** [GH, X] */
  readonly weightIh: LstmTensor;
  /** [GH, R] */
  readonly weightHh: LstmTensor;
  /** [GH] */
  readonly biasIh: LstmTensor | null;
  /** [GH] */
  readonly biasHh: LstmTensor | null;
  /** [P, H], the projection */
  readonly weightHr: LstmTensor | null;
  /** Of an LSTM: what the gates i, f and o see of the cell state. */
  readonly peepholes: PeepholeTensors<LstmTensor> | null;
  /** Of a GRU whose framework says it: whether the reset gate scales the product of n and h, or h itself. */
  readonly resetAfter?: boolean;
  /**
   * Of one pass of a bidirectional layer, forward before reverse; `reverse` without a forward pass before it:
   * the layer runs from the last step to the first alone. Absent: from the first to the last.
   */
  readonly direction?: 'forward' | 'reverse';
}

/** One vector for each gate that has a peephole, [H]. */
export interface PeepholeTensors<Tensor> {
  readonly i: Tensor;
  readonly f: Tensor;
  readonly o: Tensor;
}

/** The tensors that a layer has. */
export function tensorsOf<Tensor>({
  weightIh,
  weightHh,
  biasIh,
  biasHh,
  weightHr,
  peepholes,
}: LayerOf<Tensor>): readonly Tensor[] {
  const { i = null, f = null, o = null } = peepholes ?? {};
  return [weightIh, weightHh, biasIh, biasHh, weightHr, i, f, o].filter((tensor) => tensor !== null);
}

/** What is read, declared or named of each tensor of a layer. */
export type LayerOf<Tensor> = Readonly<
  Record<'weightIh' | 'weightHh', Tensor> &
    Record<'biasIh' | 'biasHh' | 'weightHr', Tensor | null> & {
      peepholes: PeepholeTensors<Tensor> | null;
    }
>;

/** Throws BadInput when some tensors of a model are int16 raw codes and others floats. */
export function refuseMixed(layers: readonly LstmLayerTensors[], fileName: string): void {
  const tensors = layers.flatMap(tensorsOf);
  const other = tensors.find(({ raw }) => raw !== tensors[0].raw);
  if (other === undefined) return;
  const [codes, floats] = other.raw ? [other, tensors[0]] : [tensors[0], other];
  throw new BadInput(
    `${fileName}: ${printableName(codes.name)} holds int16 raw codes and ${printableName(floats.name)} floats, expected one kind in a model`,
  );
}

/** What is known of a tensor from the header of its array. */
export type DeclaredTensor = Pick<LstmTensor, 'name' | 'shape'>;

/** A layer as the headers of its arrays declare it. */
export type DeclaredLayer = LayerOf<DeclaredTensor> & Pick<LstmLayerTensors, 'kind' | 'direction'>;

/**
 * Checks the shapes of a stack of layers against each other: weight_ih [GH, X], weight_hh [GH, R], biases
 * [GH], weight_hr [R, H], peepholes [H], and the next layer's X is R, or 2R of a bidirectional one, whose
 * passes are alike. Throws BadInput with the shape found and the one expected.
 */
export function checkShapes(layers: readonly DeclaredLayer[], fileName: string): void {
  let inputs: number | null = null;
  let outputs: number | null = null;
  let forward: DeclaredLayer | null = null;
  for (const layer of layers) {
    const isSecond: boolean = layer.direction === 'reverse' && forward !== null;
    if (!isSecond) inputs = outputs;
    const recurrent = checkLayer(layer, inputs, fileName);
    if (isSecond && forward !== null) checkAlike(layer, forward, fileName);
    outputs = isSecond ? 2 * recurrent : recurrent;
    forward = layer.direction === 'forward' ? layer : null;
  }
}

/** Both passes of a layer have the same sizes. */
function checkAlike(reverse: DeclaredLayer, forward: DeclaredLayer, fileName: string): void {
  for (const name of ['weightIh', 'weightHh'] as const) {
    const { name: like, shape } = forward[name];
    if (sameShape(reverse[name].shape, shape)) continue;
    throw shapeError(reverse[name], `[${shape.join(', ')}] as ${printableName(like)}`, fileName);
  }
}

/**
 * `expectedInputs` is the output length of the layer before, null in the first layer. Returns R, the output
 * length of this one.
 */
function checkLayer(layer: DeclaredLayer, expectedInputs: number | null, fileName: string): number {
  const { weightIh, weightHh, biasIh, biasHh, weightHr, peepholes } = layer;
  const [gateRows, inputs] = weightIh.shape;
  const gates = stackedGates[layer.kind];
  if (!isMatrix(weightIh) || gateRows % gates !== 0) {
    throw shapeError(weightIh, `[${gates}H, X], ${gates === 4 ? 'four' : 'three'} gates stacked`, fileName);
  }
  if (expectedInputs !== null && inputs !== expectedInputs) {
    throw shapeError(weightIh, `[${gateRows}, ${expectedInputs}], fed by the layer before`, fileName);
  }
  const hidden = gateRows / gates;
  if (layer.kind === 'gru' && weightHr !== null) {
    throw shapeError(
      weightHr,
      `none: ${printableName(weightIh.name)} has three gates, and a GRU has no projection`,
      fileName,
    );
  }
  if (weightHr !== null && (!isMatrix(weightHr) || weightHr.shape[1] !== hidden)) {
    throw shapeError(weightHr, `[P, ${hidden}] for the H of ${printableName(weightIh.name)}`, fileName);
  }
  const recurrent = weightHr?.shape[0] ?? hidden;
  if (!sameShape(weightHh.shape, [gateRows, recurrent])) {
    const and = weightHr === null ? ', without a projection' : ` and ${printableName(weightHr.name)}`;
    const fits = `[${gateRows}, ${recurrent}]`;
    const isOpen = expectedInputs === null && weightHr === null && gateRows % stackedGates.gru === 0;
    const or =
      isOpen && layer.kind === 'lstm' ? `, or of a GRU [${gateRows}, ${gateRows / stackedGates.gru}],` : '';
    throw shapeError(weightHh, `${fits}${or} to fit ${printableName(weightIh.name)}${and}`, fileName);
  }
  const bias = [biasIh, biasHh].find((each) => each !== null && !sameShape(each.shape, [gateRows]));
  if (bias) throw shapeError(bias, `[${gateRows}], one for every gate row`, fileName);
  if (peepholes !== null) checkPeepholes(peepholes, layer.kind, hidden, fileName);
  return recurrent;
}

function checkPeepholes(
  { i, f, o }: PeepholeTensors<DeclaredTensor>,
  kind: CellKind,
  hidden: number,
  fileName: string,
): void {
  if (kind === 'gru') throw shapeError(i, 'none: a GRU has no peepholes', fileName);
  const unfit = [i, f, o].find(({ shape }) => !sameShape(shape, [hidden]));
  if (unfit) throw shapeError(unfit, `[${hidden}], one for every cell`, fileName);
}

function isMatrix({ shape }: DeclaredTensor): boolean {
  return shape.length === 2 && shape[0] > 0 && shape[1] > 0;
}

function shapeError({ name, shape }: DeclaredTensor, expected: string, fileName: string): BadInput {
  return new BadInput(
    `${fileName}, tensor ${printableName(name)}: shape [${shape.join(', ')}], expected ${expected}`,
  );
}
