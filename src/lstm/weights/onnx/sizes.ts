import { BadInput } from '../../../errors/bad-input.ts';
import { printableName } from '../../../tensors/named-shape.ts';
import type { OnnxGraph } from '../../../tensors/onnx/onnx-model.ts';
import { type CellKind, stackedGates } from '../cell-kind.ts';
import { sameShape } from '../lstm-tensor.ts';
import { nodeText, type RecurrentNode } from './nodes.ts';
import type { OnnxSettings } from './settings.ts';

/** The weights of a node: its inputs by ONNX's letters; '' where an optional one is missing. */
export interface OnnxWeights {
  readonly W: string;
  readonly R: string;
  readonly B: string;
  /** Of an LSTM: peepholes. */
  readonly P: string;
}

/** X and H of a node. */
export interface OnnxSizes {
  readonly inputs: number;
  readonly hidden: number;
}

/** The values that a node has as its weights. */
export function weightsOf({ node: { inputs }, kind }: RecurrentNode): OnnxWeights {
  const [W = '', R = '', B = ''] = inputs.slice(1);
  return { W, R, B, P: (kind === 'lstm' ? inputs[7] : '') ?? '' };
}

/**
 * The sizes of a node whose weights fit each other: W [D, GH, X], R [D, GH, H], B [D, 2GH], P [D, 3H]. Throws
 * BadInput, naming the node and the input, for weights that are missing, that are computed when the model
 * runs, or that do not fit.
 */
export function sizesOfNode(recurrent: RecurrentNode, settings: OnnxSettings, path: string): OnnxSizes {
  const place = `${path}: ${nodeText(recurrent)}`;
  const { W, R, B, P } = weightsOf(recurrent);
  const [gates, directions] = [stackedGates[recurrent.kind], settings.directions.length];
  const shape = (letter: string, value: string) => constantShape(recurrent, letter, value, place);
  const w = shape('W', W);
  const r = shape('R', R);
  const hidden = settings.hidden ?? (r.length === 3 ? r[2] : 0);
  const inputs = w[2] ?? 0;
  const rows = gates * hidden;
  const said = settings.hidden === null ? '' : ` for hidden_size ${settings.hidden}`;
  const fits = (
    letter: string,
    value: string,
    found: readonly number[],
    expected: string,
    sizes: number[],
  ) => {
    if (sameShape(found, sizes) && !found.includes(0)) return;
    throw new BadInput(
      `${place}: ${letter}, ${printableName(value)}, has shape [${found.join(', ')}], expected ${expected}${said}`,
    );
  };
  fits('R', R, r, `[${directions}, ${hidden > 0 ? `${rows}, ${hidden}` : `${gates}H, H`}]`, [
    directions,
    rows,
    hidden,
  ]);
  fits('W', W, w, `[${directions}, ${rows}, X]`, [directions, rows, inputs]);
  if (B !== '') fits('B', B, shape('B', B), `[${directions}, ${2 * rows}]`, [directions, 2 * rows]);
  if (P !== '') fits('P', P, shape('P', P), `[${directions}, ${3 * hidden}]`, [directions, 3 * hidden]);
  return { inputs, hidden };
}

/** The sizes as far as shapes tell them, of weights that may not fit each other; 0: unknown. */
export function likelySizes(recurrent: RecurrentNode, settings: OnnxSettings | null): OnnxSizes {
  const { W, R } = weightsOf(recurrent);
  const last = (value: string) => recurrent.graph.constantShape(value)?.[2] ?? 0;
  return { inputs: last(W), hidden: settings?.hidden ?? last(R) };
}

function constantShape(
  { graph, kind }: RecurrentNode,
  letter: string,
  value: string,
  place: string,
): readonly number[] {
  if (value === '')
    throw new BadInput(
      `${place}: has no ${letter}, expected the weights of ${kind === 'lstm' ? 'an LSTM' : 'a GRU'}`,
    );
  const shape = graph.constantShape(value);
  if (shape !== null) return shape;
  // Says what is wrong with a damaged one, which has no shape either.
  graph.constant(value);
  throw new BadInput(
    `${place}: ${letter}, ${printableName(value)}, is ${sourceOf(graph, value)}, expected a constant`,
  );
}

/** Where a value comes from that is no constant. */
function sourceOf(graph: OnnxGraph, value: string): string {
  const made = graph.producer(value);
  if (made !== null) return `made by ${made.node.opType} ${printableName(made.node.name)}`.trimEnd();
  for (let at: OnnxGraph | null = graph; at !== null; at = at.outer) {
    if (!at.inputs.some(({ name }) => name === value)) continue;
    return at.path === '' ? 'an input of the model' : `an input of ${printableName(at.path)}`;
  }
  return 'nowhere in the file';
}

/** How the rows of a direction follow each other in ONNX: of an LSTM i, o, f, c, of a GRU z, r, h. */
export const gateOrder: Readonly<Record<CellKind, readonly number[]>> = {
  lstm: [0, 2, 3, 1],
  gru: [1, 0, 2],
};
