import { BadInput } from '../../../errors/bad-input.ts';
import { printableName } from '../../../tensors/named-shape.ts';
import type { OnnxNode } from '../../../tensors/onnx/onnx-model.ts';
import type { CellKind } from '../cell-kind.ts';
import { nodeText, type RecurrentNode } from './nodes.ts';

type Direction = 'forward' | 'reverse';

/** What the attributes of an LSTM or GRU node say. */
export interface OnnxSettings {
  /** In the order in which the passes lie in its weights. */
  readonly directions: readonly Direction[];
  /** H; null: the weights alone say it. */
  readonly hidden: number | null;
  /** Whether the first axis of sequences and states is the batch (layout 1). */
  readonly isBatchFirst: boolean;
  /** Of a GRU: whether the reset gate scales the product of n and h, or h itself. */
  readonly resetAfter: boolean;
}

const directionsOf: ReadonlyMap<string, readonly Direction[]> = new Map([
  ['forward', ['forward']],
  ['reverse', ['reverse']],
  ['bidirectional', ['forward', 'reverse']],
]);

/** The functions of each direction that are simulated: of an LSTM f, g and h, of a GRU f and g. */
const functionsOf: Readonly<Record<CellKind, readonly string[]>> = {
  lstm: ['Sigmoid', 'Tanh', 'Tanh'],
  gru: ['Sigmoid', 'Tanh'],
};

/** The first opset whose LSTM and GRU have a layout. */
const FIRST_WITH_LAYOUT = 14;

/**
 * Reads the attributes of an LSTM or GRU node; all that they may say since opset 7, or the node is refused.
 * Throws BadInput, naming the node and the attribute, for what is not simulated: other activations, a clip,
 * coupled gates; and for values that none has. Source: onnx.ai/onnx/operators, LSTM and GRU, opsets 7 to 22.
 */
export function settingsOf(recurrent: RecurrentNode, opset: number, path: string): OnnxSettings {
  const { node, kind } = recurrent;
  const place = `${path}: ${nodeText(recurrent)}`;
  const directions = directionsIn(node, place);
  refuseActivations(node, kind, directions.length, place);
  const clip = node.float('clip');
  if (clip !== null)
    throw new BadInput(`${place}: clip is ${clip}, expected none: sums of gates are not clipped here`);
  if (kind === 'lstm' && flag(node, 'input_forget', place))
    throw new BadInput(`${place}: input_forget is 1, expected 0: coupled gates are not simulated`);
  const hidden = node.int('hidden_size');
  if (hidden !== null && !(hidden > 0))
    throw new BadInput(`${place}: hidden_size is ${hidden}, expected a number above 0`);
  const isBatchFirst = flag(node, 'layout', place);
  if (isBatchFirst && opset < FIRST_WITH_LAYOUT)
    throw new BadInput(
      `${place}: layout is 1 in opset ${opset}, expected opset ${FIRST_WITH_LAYOUT} or later`,
    );
  const resetAfter = kind === 'gru' && flag(node, 'linear_before_reset', place);
  return { directions, hidden, isBatchFirst, resetAfter };
}

/** What is to be said of attributes that have no effect; none of them makes a node unreadable. */
export function unusedSettings(node: OnnxNode): readonly string[] {
  return ['activation_alpha', 'activation_beta'].filter((name) => (node.floats(name) ?? []).length > 0);
}

function directionsIn(node: OnnxNode, place: string): readonly Direction[] {
  const said = node.text('direction') ?? 'forward';
  const directions = directionsOf.get(said);
  if (directions !== undefined) return directions;
  throw new BadInput(
    `${place}: direction is ${printableName(said)}, expected forward, reverse or bidirectional`,
  );
}

function refuseActivations(node: OnnxNode, kind: CellKind, directions: number, place: string): void {
  const said = node.texts('activations');
  if (said === null || said.length === 0) return;
  const expected = Array.from({ length: directions }, () => functionsOf[kind]).flat();
  if (said.length !== expected.length)
    throw new BadInput(
      `${place}: has ${said.length} activations, expected ${expected.length}: ${expected.join(', ')}`,
    );
  // Exporters write these names in any case.
  const other = said.findIndex((name, at) => name.toLowerCase() !== expected[at].toLowerCase());
  if (other < 0) return;
  throw new BadInput(
    `${place}: activations[${other}] is ${printableName(said[other])}, expected ${expected[other]}: no other is simulated`,
  );
}

function flag(node: OnnxNode, name: string, place: string): boolean {
  const value = node.int(name) ?? 0;
  if (value === 0 || value === 1) return value === 1;
  throw new BadInput(`${place}: ${name} is ${value}, expected 0 or 1`);
}
