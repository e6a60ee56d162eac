import { printableName } from '../../../tensors/named-shape.ts';
import type { OnnxFile } from '../../../tensors/onnx/onnx-model.ts';
import { type OnnxCell, unlessBad } from './cell.ts';
import { nodeText, type RecurrentNode } from './nodes.ts';
import { unusedSettings } from './settings.ts';
import { weightsOf } from './sizes.ts';
import type { OnnxStack } from './stacks.ts';
import { givenStates } from './states.ts';
import { sourceTensors } from './tensor.ts';

/** What is to be said of each node of a model when it is used. */
export function remarksOf(
  file: OnnxFile,
  stacks: readonly OnnxStack[],
  path: string,
): ReadonlyMap<OnnxCell, readonly string[]> {
  const users = new Map<string, RecurrentNode>();
  const hasBodies = stacks.some(({ cells }) => cells.some(({ recurrent }) => recurrent.graph.outer !== null));
  const remarks = new Map<OnnxCell, readonly string[]>();
  for (const { cells, remarks: ofStack } of stacks) {
    for (const cell of cells) {
      const { recurrent } = cell;
      const said = [
        ofStack.get(cell) ?? null,
        sharing(weightsNamed(file, recurrent, hasBodies), recurrent, users),
        unlessBad(() => givenStates(recurrent)),
        unlessBad(() => lengthsOf(recurrent)),
        unlessBad(() => unused(recurrent)),
      ].filter((remark) => remark !== null);
      remarks.set(
        cell,
        said.map((remark) => `${path}: ${nodeText(recurrent)}: ${remark}`),
      );
    }
  }
  return remarks;
}

/** Says which earlier node has the same weights. */
function sharing(
  weights: string,
  recurrent: RecurrentNode,
  users: Map<string, RecurrentNode>,
): string | null {
  const first = users.get(weights);
  if (first === undefined) users.set(weights, recurrent);
  return first ? `it has the weights of ${printableName(first.name)}` : null;
}

/**
 * Names the weights of a node. Graphs beside each other may have different constants of one name: there the
 * tensors of the file tell them apart.
 */
function weightsNamed(file: OnnxFile, recurrent: RecurrentNode, hasBodies: boolean): string {
  const { W, R } = weightsOf(recurrent);
  const tensors = (value: string) => unlessBad(() => sourceTensors(file, recurrent.graph, value)) ?? [];
  return JSON.stringify(hasBodies ? [W, R, tensors(W), tensors(R)] : [W, R]);
}

/** Sequences that are not known to be as long as the node's input may end before it does. */
function lengthsOf({ node, graph }: RecurrentNode): string | null {
  const value = node.inputs[4] ?? '';
  if (value === '') return null;
  const lengths = graph.constant(value)?.data;
  const [first] = lengths ?? [];
  const isOne = lengths?.every((length) => length === first) === true;
  const steps = graph.inputs.find(({ name }) => name === node.inputs[0])?.shape?.[node.int('layout') ? 1 : 0];
  if (isOne && first === steps) return null;
  const known = isOne ? `is ${first}` : 'has different lengths';
  const what = lengths === undefined ? 'is given when the model runs' : known;
  return `sequence_lens (${printableName(value)}) ${what}: here a sequence has all the steps of its inputs`;
}

function unused({ node }: RecurrentNode): string | null {
  const names = unusedSettings(node);
  if (names.length === 0) return null;
  return `${names.join(' and ')} ${names.length === 1 ? 'has' : 'have'} no effect: Sigmoid and Tanh have no factors`;
}
