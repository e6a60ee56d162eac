import { printableName } from '../../tensors/named-shape.ts';
import type { OnnxFile } from '../../tensors/onnx/onnx-model.ts';
import { type CellKind, stackedGates } from './cell-kind.ts';
import type { LstmLayerTensors } from './lstm-layer.ts';
import type { LstmTensor } from './lstm-tensor.ts';
import { nodeText, type RecurrentNode } from './onnx-nodes.ts';
import { type OnnxSettings, settingsOf } from './onnx-settings.ts';
import { gateOrder, type OnnxSizes, type OnnxWeights, sizesOfNode, weightsOf } from './onnx-sizes.ts';
import { initialOf } from './onnx-states.ts';
import { type Part, partOf, readConstant } from './onnx-tensor.ts';
import type { InitialState } from './state-dict.ts';

/** A node as it is read: a layer, which stands as its passes, and the constant states before them. */
export interface OnnxLayer {
  readonly passes: readonly LstmLayerTensors[];
  readonly initial: readonly (InitialState | null)[];
}

/**
 * Reads an LSTM or GRU node, gates in PyTorch's order. Throws BadInput, naming the node and what was found
 * and expected, for what is not simulated and for weights that are no constants or do not fit.
 */
export function readLayer(file: OnnxFile, recurrent: RecurrentNode, path: string): OnnxLayer {
  const settings = settingsOf(recurrent, file.model.opset, path);
  const sizes = sizesOfNode(recurrent, settings, path);
  const initial = initialOf(recurrent, settings, sizes.hidden, path);
  const read = partReader(file, recurrent, path);
  const passes = settings.directions.map((_, pass) => passOf(recurrent.kind, settings, sizes, pass, read));
  return { passes, initial };
}

/** Reads a part of a weight; null where the node leaves the weight out. */
type ReadPart = (letter: keyof OnnxWeights, part: Part) => LstmTensor | null;

/** Each constant is decoded once, for both directions. */
function partReader(file: OnnxFile, recurrent: RecurrentNode, path: string): ReadPart {
  const weights = weightsOf(recurrent);
  const decoded = new Map<string, ReturnType<typeof readConstant>>();
  return (letter, part) => {
    const value = weights[letter];
    if (value === '') return null;
    const place = `${path}: ${nodeText(recurrent)}: ${letter}, ${printableName(value)},`;
    const constant = decoded.get(value) ?? readConstant(file, recurrent.graph, value, place);
    decoded.set(value, constant);
    return partOf(file, constant, part, place);
  };
}

function passOf(
  kind: CellKind,
  { directions, resetAfter }: OnnxSettings,
  { inputs, hidden }: OnnxSizes,
  pass: number,
  read: ReadPart,
): LstmLayerTensors {
  const rows = stackedGates[kind] * hidden;
  const direction = directions[pass];
  const labelled = (what: string) => (directions.length === 1 ? what : [what, direction].join(' ').trim());
  const matrix = (letter: 'W' | 'R', columns: number) =>
    read(letter, {
      shape: [rows, columns],
      blocks: gateBlocks(kind, pass * rows * columns, hidden * columns),
      label: labelled(''),
    }) as LstmTensor;
  const bias = (what: 'Wb' | 'Rb', half: number) =>
    read('B', {
      shape: [rows],
      blocks: gateBlocks(kind, (2 * pass + half) * rows, hidden),
      label: labelled(what),
    });
  const peephole = (gate: string, place: number) =>
    read('P', {
      shape: [hidden],
      blocks: [{ from: (3 * pass + place) * hidden, length: hidden }],
      label: labelled(gate),
    });
  const [i, o, f] = ['i', 'o', 'f'].map(peephole);
  return {
    kind,
    weightIh: matrix('W', inputs),
    weightHh: matrix('R', hidden),
    biasIh: bias('Wb', 0),
    biasHh: bias('Rb', 1),
    weightHr: null,
    peepholes: i && f && o && { i, f, o },
    ...(kind === 'gru' ? { resetAfter } : {}),
    ...(directions.length > 1 || direction === 'reverse' ? { direction } : {}),
  };
}

/** The gates of a direction in PyTorch's order. */
function gateBlocks(kind: CellKind, from: number, length: number): Part['blocks'] {
  return gateOrder[kind].map((gate) => ({ from: from + gate * length, length }));
}
