import { BadInput } from '../../../errors/bad-input.ts';
import { printableName } from '../../../tensors/named-shape.ts';
import type { OnnxFile } from '../../../tensors/onnx/onnx-model.ts';
import { type CellKind, stackedGates } from '../cell-kind.ts';
import type { LstmLayerTensors } from '../lstm-layer.ts';
import type { LstmTensor } from '../lstm-tensor.ts';
import type { InitialState } from '../state-dict.ts';
import { nodeText, type RecurrentNode } from './nodes.ts';
import { type OnnxSettings, settingsOf } from './settings.ts';
import { gateOrder, type OnnxSizes, type OnnxWeights, sizesOfNode, weightsOf } from './sizes.ts';
import { initialOf } from './states.ts';
import { type OnnxConstant, type Part, partOf, readConstant } from './tensor.ts';

/** A node as it is read: a layer, which stands as its passes, and the constant states before them. */
export interface OnnxLayer {
  readonly passes: readonly LstmLayerTensors[];
  readonly initial: readonly (InitialState | null)[];
}

/**
 * Reads LSTM or GRU nodes, gates in PyTorch's order; what several have is read once. Throws BadInput, naming
 * the node and what was found and expected, for what is not simulated, for weights that are no constants or
 * do not fit, and for nodes that make much of little: their weights may be twice those of the file, and 4 Mi.
 */
export function readLayers(
  file: OnnxFile,
  nodes: readonly RecurrentNode[],
  path: string,
): readonly OnnxLayer[] {
  refuseRepeats(file, nodes, path);
  const known = new Map<string, LstmTensor>();
  return nodes.map((recurrent) => readLayer(file, recurrent, path, known));
}

/** Nodes that move weights about may repeat those of the file under any number of names. */
function refuseRepeats(file: OnnxFile, nodes: readonly RecurrentNode[], path: string): void {
  const seen = new Set<string>();
  let asked = 0;
  for (const recurrent of nodes)
    for (const value of Object.values(weightsOf(recurrent))) {
      if (seen.has(value)) continue;
      seen.add(value);
      asked += elementsOf(recurrent.graph.constantShape(value));
    }
  const there = file.names.reduce((sum, name) => sum + elementsOf(file.shape(name)), 0);
  if (asked <= 2 * there + 2 ** 22) return;
  throw new BadInput(
    `${path}: ${nodeText(nodes[0])} and ${nodes.length - 1} above it have ${asked} weights in a file of ${there}, expected at most twice as many`,
  );
}

function elementsOf(shape: readonly number[] | null): number {
  return shape?.reduce((product, length) => product * length, 1) ?? 0;
}

function readLayer(
  file: OnnxFile,
  recurrent: RecurrentNode,
  path: string,
  known: Map<string, LstmTensor>,
): OnnxLayer {
  const settings = settingsOf(recurrent, file.model.opset, path);
  const sizes = sizesOfNode(recurrent, settings, path);
  const initial = initialOf(recurrent, settings, sizes.hidden, path);
  const read = partReader(file, recurrent, path, known);
  const passes = settings.directions.map((_, pass) => passOf(recurrent.kind, settings, sizes, pass, read));
  return { passes, initial };
}

/** Reads a part of a weight; null where the node leaves the weight out. */
type ReadPart = (letter: keyof OnnxWeights, part: Part) => LstmTensor | null;

/** Each constant is decoded once for both directions, and each part of it once for all nodes. */
function partReader(
  file: OnnxFile,
  recurrent: RecurrentNode,
  path: string,
  known: Map<string, LstmTensor>,
): ReadPart {
  const weights = weightsOf(recurrent);
  const decoded = new Map<string, OnnxConstant>();
  return (letter, part) => {
    const value = weights[letter];
    if (value === '') return null;
    const key = JSON.stringify([value, letter, part.blocks[0].from]);
    const place = `${path}: ${nodeText(recurrent)}: ${letter}, ${printableName(value)},`;
    const before = known.get(key);
    if (before !== undefined) return before;
    const constant = decoded.get(value) ?? readConstant(file, recurrent.graph, value, place);
    decoded.set(value, constant);
    const tensor = partOf(file, constant, part, place);
    known.set(key, tensor);
    return tensor;
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
