import { BadInput } from '../../../errors/bad-input.ts';
import { printableName } from '../../../tensors/named-shape.ts';
import type { OnnxGraph, OnnxNode } from '../../../tensors/onnx/onnx-model.ts';
import type { Tensor } from '../../../tensors/tensor-file.ts';
import type { InitialState } from '../state-dict.ts';
import { isDefaultDomain, nodeText, type RecurrentNode } from './nodes.ts';
import type { OnnxSettings } from './settings.ts';

/** The places of the first states among the inputs of a node. */
const places = { initial_h: 5, initial_c: 6 } as const;

type StateName = keyof typeof places;

/** A first state of a file: a constant, with what an Expand may stretch of it; what the model computes. */
type FirstState =
  | { readonly from: 'constant'; readonly value: Tensor; readonly isStretched: boolean }
  | { readonly from: 'zeros' }
  | { readonly from: 'elsewhere' };

/** The names of the first states that a node has, in the order h, c. */
function statesOf({ node, kind }: RecurrentNode): readonly (readonly [StateName, string])[] {
  const names: readonly StateName[] = kind === 'lstm' ? ['initial_h', 'initial_c'] : ['initial_h'];
  return names.map((name) => [name, node.inputs[places[name]] ?? ''] as const).filter(([, value]) => value);
}

/** The first states that are computed when the model runs, or given to it: a remark; null without any. */
export function givenStates(recurrent: RecurrentNode): string | null {
  const given = statesOf(recurrent).filter(
    ([, value]) => firstState(recurrent.graph, value).from === 'elsewhere',
  );
  if (given.length === 0) return null;
  const names = given.map(([name, value]) => `${name} (${printableName(value)})`).join(' and ');
  const [are, them] = given.length === 1 ? ['is', 'it'] : ['are', 'them'];
  return `${names} ${are} given when the model runs, and not in the file: run takes ${them} by --state, and has zeros or seeded values without`;
}

/**
 * The first states of a node that are constants, one for each pass; null where they are zeros. Throws
 * BadInput, naming node and input, for shapes that do not fit, for states of several sequences that differ,
 * and for NaN and infinity.
 */
export function initialOf(
  recurrent: RecurrentNode,
  settings: OnnxSettings,
  hidden: number,
  path: string,
): readonly (InitialState | null)[] {
  const read = new Map(
    statesOf(recurrent).map(([name, value]) => [
      name,
      vectorsOf(recurrent, name, value, settings, hidden, path),
    ]),
  );
  return settings.directions.map((_, pass) => {
    const [h, c] = (['initial_h', 'initial_c'] as const).map((name) => read.get(name)?.[pass] ?? null);
    return h === null && c === null ? null : { h, c };
  });
}

/** One vector for each pass; null: zeros, or not in the file. */
function vectorsOf(
  recurrent: RecurrentNode,
  name: StateName,
  value: string,
  { directions, isBatchFirst }: OnnxSettings,
  hidden: number,
  path: string,
): readonly (Float64Array | null)[] {
  const state = firstState(recurrent.graph, value);
  if (state.from !== 'constant') return directions.map(() => null);
  const place = `${path}: ${nodeText(recurrent)}: ${name}, ${printableName(value)},`;
  const { shape, data } = state.value;
  const padded = state.isStretched ? [...[1, 1, 1].slice(shape.length), ...shape] : shape;
  const [passes, sequences] = isBatchFirst ? [padded[1], padded[0]] : [padded[0], padded[1]];
  const isLength = (size: number, expected: number) => size === expected || (state.isStretched && size === 1);
  if (padded.length !== 3 || !isLength(passes, directions.length) || !isLength(padded[2], hidden))
    throw new BadInput(
      `${place} has shape [${shape.join(', ')}], expected ${isBatchFirst ? `[N, ${directions.length}, ${hidden}]` : `[${directions.length}, N, ${hidden}]`}`,
    );
  return directions.map((_, pass) => {
    const vector = (sequence: number) => {
      const [d, length] = [Math.min(pass, passes - 1), padded[2]];
      const from = (isBatchFirst ? sequence * passes + d : d * sequences + sequence) * length;
      return Float64Array.from({ length: hidden }, (_, k) => data[from + Math.min(k, length - 1)]);
    };
    return checked(
      Array.from({ length: sequences }, (_, n) => vector(n)),
      place,
    );
  });
}

/** The state of all sequences; null: zeros. */
function checked(vectors: readonly Float64Array[], place: string): Float64Array | null {
  const [first] = vectors;
  if (first === undefined) throw new BadInput(`${place} has states of no sequence, expected those of one`);
  const bad = first.findIndex((element) => !Number.isFinite(element));
  if (bad >= 0) throw new BadInput(`${place} has ${first[bad]} in cell ${bad}, expected a finite number`);
  const other = vectors.findIndex((vector) => vector.some((element, k) => element !== first[k]));
  if (other >= 0)
    throw new BadInput(
      `${place} has states of ${vectors.length} sequences, of which 0 and ${other} differ, expected one state`,
    );
  return first.some((element) => element !== 0) ? first : null;
}

/** Operators that make zeros of zeros, whatever they do with them. */
const ofZeros: ReadonlySet<string> = new Set(
  'Identity Cast Expand Tile Reshape Transpose Squeeze Unsqueeze Slice Gather'.split(' '),
);

/** Steps that are gone from the state towards a constant: exporters need two or three. */
const MOST_STEPS = 32;

function firstState(graph: OnnxGraph, value: string): FirstState {
  const constant = graph.constant(value);
  if (constant !== null) return { from: 'constant', value: constant, isStretched: false };
  const way: OnnxNode[] = [];
  let at = value;
  let [scope, made] = [graph, graph.producer(value)];
  while (made !== null && way.length < MOST_STEPS && ofZeros.has(made.node.opType)) {
    way.push(made.node);
    at = made.node.inputs[0] ?? '';
    scope = made.graph;
    const start = scope.constant(at);
    if (start !== null) return behind(start, way.reverse(), scope);
    made = scope.producer(at);
  }
  return { from: made !== null && makesZeros(made.node) ? 'zeros' : 'elsewhere' };
}

/** ConstantOfShape repeats the one element of its value, which is zero unless it says another. */
function makesZeros(node: OnnxNode): boolean {
  if (node.opType !== 'ConstantOfShape' || !isDefaultDomain(node)) return false;
  return node.tensor('value')?.data.every((element) => element === 0) ?? true;
}

/** What operators make of a constant: an Expand stretches it to the batch, and a Slice takes some passes. */
function behind(start: Tensor, way: readonly OnnxNode[], graph: OnnxGraph): FirstState {
  if (start.data.every((element) => element === 0)) return { from: 'zeros' };
  let value: Tensor | null = start;
  for (const node of way) {
    if (node.opType === 'Slice') value = value && sliced(value, node, graph);
    else if (!['Identity', 'Cast', 'Expand'].includes(node.opType)) value = null;
  }
  return value === null ? { from: 'elsewhere' } : { from: 'constant', value, isStretched: true };
}

/** Some of the first axis, in steps of one; null: it is another Slice. */
function sliced({ shape, dtype, data }: Tensor, node: OnnxNode, graph: OnnxGraph): Tensor | null {
  const numbers = (attribute: string, input: number) => {
    const value = node.inputs[input] ?? '';
    const constant = value === '' ? null : graph.constant(value);
    return node.ints(attribute) ?? (constant && Array.from(constant.data, Number));
  };
  const [starts, ends] = [numbers('starts', 1), numbers('ends', 2)];
  const axes = numbers('axes', 3) ?? [0];
  const steps = numbers('steps', 4) ?? [1];
  if (starts?.length !== 1 || ends?.length !== 1 || axes[0] !== 0 || steps[0] !== 1) return null;
  if (shape.length !== 3) return null;
  const [length, size] = [shape[0], shape[1] * shape[2]];
  const place = (at: number) => Math.max(0, Math.min(length, at < 0 ? at + length : at));
  const [from, to] = [place(starts[0]), place(ends[0])];
  if (to <= from) return null;
  return { dtype, shape: [to - from, shape[1], shape[2]], data: data.slice(from * size, to * size) };
}
