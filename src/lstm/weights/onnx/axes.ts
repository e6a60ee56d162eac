import type { OnnxGraph, OnnxNode } from '../../../tensors/onnx/onnx-model.ts';

/**
 * The axes of the output of an LSTM or GRU: T time, N batch, D directions, H cells; several letters where a
 * Reshape merged them, none where the axis has the length 1.
 */
export type Axes = readonly string[];

/** The axes of Y [T, D, N, H] or Y_h [D, N, H]; with the batch first (layout 1) it stands in front. */
export function outputAxes(output: 'Y' | 'Y_h', directions: number, isBatchFirst: boolean): Axes {
  const D = directions > 1 ? 'D' : '';
  if (output === 'Y') return isBatchFirst ? ['N', 'T', D, 'H'] : ['T', D, 'N', 'H'];
  return isBatchFirst ? ['N', D, 'H'] : [D, 'N', 'H'];
}

/** Whether axes are those of an input [T, N, X] ([N, T, X] with the batch first): steps remain steps. */
export function areSteps(axes: Axes, isBatchFirst: boolean): boolean {
  if (axes.length !== 3) return false;
  const [steps, sequences] = isBatchFirst ? [axes[1], axes[0]] : [axes[0], axes[1]];
  // Merged with the batch, which is one sequence here, time is still time.
  return ['T', '', 'TN', 'NT'].includes(steps) && ['N', ''].includes(sequences) && /^N?D?N?H$/.test(axes[2]);
}

/** Operators that only move values about, and what each makes of axes; null: not to be followed. */
const moves: ReadonlyMap<string, (axes: Axes, node: OnnxNode, graph: OnnxGraph) => Axes | null> = new Map([
  ['Identity', (axes: Axes) => axes],
  ['Dropout', (axes: Axes) => axes],
  ['Cast', (axes: Axes) => axes],
  ['Transpose', transposed],
  ['Squeeze', squeezed],
  ['Unsqueeze', unsqueezed],
  ['Reshape', reshaped],
]);

/** Whether an operator only moves the values of its first input about. */
export function isMove({ opType, domain }: OnnxNode): boolean {
  return (domain === '' || domain === 'ai.onnx') && moves.has(opType);
}

/** Axes behind such an operator; null: they cannot be followed. */
export function movedAxes(axes: Axes, node: OnnxNode, graph: OnnxGraph): Axes | null {
  return moves.get(node.opType)?.(axes, node, graph) ?? null;
}

function transposed(axes: Axes, node: OnnxNode): Axes | null {
  const order = node.ints('perm') ?? axes.map((_, axis) => axes.length - 1 - axis);
  const isOrder = order.length === axes.length && axes.every((_, axis) => order.includes(axis));
  return isOrder ? order.map((axis) => axes[axis]) : null;
}

function squeezed(axes: Axes, node: OnnxNode, graph: OnnxGraph): Axes | null {
  const gone = node.ints('axes') ?? integers(node.inputs[1], graph);
  if (gone === null) return null;
  const places = new Set(gone.map((axis) => (axis < 0 ? axis + axes.length : axis)));
  return axes.filter((_, axis) => !places.has(axis));
}

function unsqueezed(axes: Axes, node: OnnxNode, graph: OnnxGraph): Axes | null {
  const come = node.ints('axes') ?? integers(node.inputs[1], graph);
  if (come === null || come.length > MOST_AXES) return null;
  const rank = axes.length + come.length;
  const places = new Set(come.map((axis) => (axis < 0 ? axis + rank : axis)));
  if (places.size !== come.length || rank > MOST_AXES) return null;
  let next = 0;
  return Array.from({ length: rank }, (_, axis) => (places.has(axis) ? '' : (axes[next++] ?? '')));
}

/**
 * A shape of constants: 0 keeps an axis, and behind the kept ones the cells stay last, with the directions or
 * without, and what is longer than 1 before them is merged, or as it was.
 */
function reshaped(axes: Axes, node: OnnxNode, graph: OnnxGraph): Axes | null {
  const shape = integers(node.inputs[1], graph);
  if (shape === null || shape.length === 0 || shape.length > MOST_AXES) return null;
  const kept = shape.findIndex((size) => size !== 0);
  const from = kept < 0 ? shape.length : kept;
  const rest = axes.slice(from).join('');
  const sizes = shape.slice(from);
  if (sizes.includes(0) || from > axes.length || (sizes.length === 0 && rest !== '')) return null;
  if (sizes.length <= 1) return [...axes.slice(0, from), ...(sizes.length === 1 ? [rest] : [])];
  const cells = /D?H$/.exec(rest)?.[0];
  if (cells === undefined) return null;
  const letters = rest.slice(0, -cells.length);
  const long = sizes.slice(0, -1).filter((size) => size !== 1).length;
  if (long > 1 && long !== letters.length) return null;
  const parts = long === 1 ? [letters] : [...letters];
  let next = 0;
  return [
    ...axes.slice(0, from),
    ...sizes.slice(0, -1).map((size) => (size === 1 ? '' : parts[next++])),
    cells,
  ];
}

/** Axes that any tensor on this way has at most. */
const MOST_AXES = 8;

/** A constant of few whole numbers; null: there is none. */
function integers(value: string | undefined, graph: OnnxGraph): readonly number[] | null {
  const shape = value ? graph.constantShape(value) : null;
  if (!value || shape === null || shape.length > 1 || (shape[0] ?? 1) > MOST_AXES) return null;
  const numbers = graph.constant(value)?.data;
  return numbers === undefined ? null : Array.from(numbers, Number);
}
