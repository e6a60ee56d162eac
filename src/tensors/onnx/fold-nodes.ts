import type { TensorData } from '../tensor-file.ts';
import type { OnnxNode } from './onnx-model.ts';
import { Unfoldable } from './plan.ts';
import { concatenate, sizeOf, stridesOf, takeStrided } from './rearrange.ts';
import { MOST_AXES } from './tensor-head.ts';

type Shape = readonly number[];

/** What a node that only moves elements about makes of constants. */
export interface Move {
  readonly shape: Shape;
  /** Null: the elements of its only operand stay where they are. */
  readonly move: ((operands: readonly TensorData[]) => TensorData) | null;
}

/** A node whose operands are constants. */
export interface Moving {
  readonly node: OnnxNode;
  readonly opset: number;
  /** Shapes of the operands: of all inputs for Concat, else of the first. */
  readonly shapes: readonly Shape[];
  /** A further input as whole numbers; null: it is left out. */
  whole(input: number): readonly number[] | null;
}

/** How each operator moves the elements of constants; throws Unfoldable, for a node that cannot. */
export const moves: ReadonlyMap<string, (moving: Moving) => Move> = new Map([
  ['Identity', ({ shapes: [shape] }: Moving) => ({ shape, move: null })],
  ['Slice', slice],
  ['Concat', concat],
  ['Unsqueeze', unsqueeze],
  ['Squeeze', squeeze],
  ['Transpose', transpose],
  ['Reshape', reshape],
]);

/** Starts, ends, axes and steps: attributes before opset 10, inputs since. */
function slice({ node, opset, shapes: [shape], whole }: Moving): Move {
  const say = (name: string, input: number) => (opset < 10 ? node.ints(name) : whole(input));
  const starts = say('starts', 1);
  const ends = say('ends', 2);
  if (starts === null || ends === null || starts.length !== ends.length)
    throw new Unfoldable('expected as many starts as ends');
  const axes = axesOf(say('axes', 3) ?? starts.map((_, axis) => axis), shape.length);
  const steps = (opset < 10 ? null : whole(4)) ?? starts.map(() => 1);
  if (axes.length !== starts.length || steps.length !== starts.length)
    throw new Unfoldable(
      `has ${axes.length} axes and ${steps.length} steps, expected ${starts.length} of each`,
    );
  const sizes = [...shape];
  const strides = stridesOf(shape);
  let from = 0;
  axes.forEach((axis, i) => {
    const { start, count } = range(shape[axis], starts[i], ends[i], steps[i]);
    from += start * strides[axis];
    // A lone element has no next one; its stride may be beyond any number.
    strides[axis] *= count > 1 ? steps[i] : 0;
    sizes[axis] = count;
  });
  return { shape: sizes, move: ([values]) => takeStrided(values, { shape: sizes, from, strides }) };
}

/** The elements of an axis that a slice takes: ends beyond the axis are clamped, negative ones count back. */
function range(size: number, start: number, end: number, step: number): { start: number; count: number } {
  if (step === 0) throw new Unfoldable('has a step of 0');
  if (size === 0) return { start: 0, count: 0 };
  const forward = step > 0;
  const first = clamp(start < 0 ? start + size : start, 0, forward ? size : size - 1);
  const behind = clamp(end < 0 ? end + size : end, forward ? 0 : -1, forward ? size : size - 1);
  const count = Math.max(0, Math.ceil((behind - first) / step));
  return { start: count === 0 ? 0 : first, count };
}

const clamp = (value: number, from: number, to: number): number => Math.min(Math.max(value, from), to);

function concat({ node, shapes }: Moving): Move {
  const asked = node.int('axis');
  if (asked === null) throw new Unfoldable('has no axis');
  const [axis] = axesOf([asked], shapes[0].length);
  for (const shape of shapes)
    if (shape.length !== shapes[0].length || shape.some((size, at) => at !== axis && size !== shapes[0][at]))
      throw new Unfoldable(
        `joins [${shapes[0].join(', ')}] and [${shape.join(', ')}] along axis ${axis}, expected the same sizes elsewhere`,
      );
  const shape = shapes[0].map((size, at) =>
    at === axis ? shapes.reduce((sum, one) => sum + one[axis], 0) : size,
  );
  return { shape, move: (operands) => concatenate(operands, shapes, axis) };
}

/** Axes of the result that are 1: an attribute before opset 13, an input since. */
function unsqueeze({ node, opset, shapes: [shape], whole }: Moving): Move {
  const asked = opset < 13 ? node.ints('axes') : whole(1);
  if (asked === null) throw new Unfoldable('has no axes');
  const rank = shape.length + asked.length;
  if (rank > MOST_AXES) throw new Unfoldable(`makes ${rank} axes, expected at most ${MOST_AXES}`);
  const added = new Set(axesOf(asked, rank));
  const rest = [...shape];
  return {
    shape: Array.from({ length: rank }, (_, axis) => (added.has(axis) ? 1 : (rest.shift() ?? 1))),
    move: null,
  };
}

function squeeze({ node, opset, shapes: [shape], whole }: Moving): Move {
  const asked = opset < 13 ? node.ints('axes') : whole(1);
  const gone = new Set(
    asked === null ? shape.flatMap((size, axis) => (size === 1 ? [axis] : [])) : axesOf(asked, shape.length),
  );
  for (const axis of gone)
    if (shape[axis] !== 1)
      throw new Unfoldable(`drops axis ${axis} of [${shape.join(', ')}], expected one of size 1`);
  return { shape: shape.filter((_, axis) => !gone.has(axis)), move: null };
}

function transpose({ node, shapes: [shape] }: Moving): Move {
  const order = node.ints('perm') ?? shape.map((_, axis) => shape.length - 1 - axis);
  if (order.length !== shape.length)
    throw new Unfoldable(`has ${order.length} axes in perm, expected ${shape.length}`);
  const axes = axesOf(order, shape.length);
  const all = stridesOf(shape);
  const [sizes, strides] = [axes.map((axis) => shape[axis]), axes.map((axis) => all[axis])];
  return { shape: sizes, move: ([values]) => takeStrided(values, { shape: sizes, from: 0, strides }) };
}

/** 0 keeps an axis, unless zeros are allowed as sizes; -1 is what the others leave. */
function reshape({ node, shapes: [shape], whole }: Moving): Move {
  const asked = whole(1);
  if (asked === null || asked.length > MOST_AXES)
    throw new Unfoldable(`expected a shape of at most ${MOST_AXES} axes`);
  const keepsZeros = node.int('allowzero') === 1;
  const sizes = asked.map((size, axis) => (size === 0 && !keepsZeros ? (shape[axis] ?? 0) : size));
  const open = sizes.indexOf(-1);
  const known = sizes.reduce((product, size, axis) => (axis === open ? product : product * size), 1);
  if (open >= 0 && known > 0) sizes[open] = sizeOf(shape) / known;
  if (sizes.every((size) => Number.isSafeInteger(size) && size >= 0) && sizeOf(sizes) === sizeOf(shape))
    return { shape: sizes, move: null };
  throw new Unfoldable(`reshapes [${shape.join(', ')}] to [${asked.join(', ')}], expected as many elements`);
}

/** Axes counted from 0, each once. */
function axesOf(asked: readonly number[], rank: number): readonly number[] {
  const axes = asked.map((axis) => (axis < 0 ? axis + rank : axis));
  if (axes.every((axis) => axis >= 0 && axis < rank) && new Set(axes).size === axes.length) return axes;
  throw new Unfoldable(`has axes [${asked.join(', ')}], expected each of 0 to ${rank - 1} once at most`);
}
