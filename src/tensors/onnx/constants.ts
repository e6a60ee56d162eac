import { BadInput } from '../../errors/bad-input.ts';
import { elementBytes } from '../elements/elements.ts';
import { printableName } from '../named-shape.ts';
import type { Tensor, TensorType } from '../tensor-file.ts';
import { castElements } from './cast.ts';
import { moves } from './fold-nodes.ts';
import type { Leaf } from './leaf.ts';
import { type FileNode, isDefault } from './node.ts';
import type { ConstantOrigin } from './onnx-model.ts';
import { evaluate, leavesOf, type Plan, planSize, Unfoldable } from './plan.ts';
import { sizeOf } from './rearrange.ts';
import type { ConstantValues, ScopedGraph } from './scoped-graph.ts';
import { typeOfNumber } from './tensor-data.ts';
import { MOST_AXES } from './tensor-head.ts';

/** Most nodes in a row that are folded. */
const MOST_DEPTH = 100;
const MIB = 2 ** 20;

/** What folding needs to know of a model. */
export interface FoldedModel {
  readonly fileName: string;
  readonly opset: number;
  /** Bytes of the model and of the files that belong to it. */
  readonly fileBytes: number;
}

/**
 * The constants of a model: tensors of the file, and nodes that move their elements about, followed only when
 * they are asked for. What folding makes is at most twice as large as the file, and 32 MiB.
 */
export class FoldedConstants implements ConstantValues {
  private readonly model: FoldedModel;
  private readonly mostBytes: number;
  private readonly plans = new Map<ScopedGraph, Map<string, Plan | null>>();

  constructor(model: FoldedModel) {
    this.model = model;
    this.mostBytes = 2 * model.fileBytes + 32 * MIB;
  }

  shape(graph: ScopedGraph, value: string): readonly number[] | null {
    try {
      return this.plan(graph, value, 0)?.shape ?? null;
    } catch (error) {
      if (error instanceof BadInput) return null;
      throw error;
    }
  }

  read(graph: ScopedGraph, value: string): Tensor | null {
    const plan = this.plan(graph, value, 0);
    return plan === null ? null : this.tensorOf(plan, value);
  }

  origin(graph: ScopedGraph, value: string): ConstantOrigin | null {
    const plan = this.plan(graph, value, 0);
    if (plan === null || !isFloat(plan.dtype)) return null;
    const leaves = [...leavesOf(plan)];
    if (leaves.length > 2 ** 16 || leaves.some((leaf) => !isFloat(leaf.layout().dtype))) return null;
    const count = (leaf: Leaf) => sizeOf(leaf.layout().shape);
    const cast = <T>(values: T): T => values;
    const elements = evaluate(plan, { cast, leaf: (leaf) => counted(count(leaf)) });
    const place = new Map(leaves.map((leaf, at) => [leaf, at]));
    const leafPlace = (leaf: Leaf) => new Uint16Array(count(leaf)).fill(place.get(leaf) ?? 0);
    const tensorOf = leaves.length < 2 ? null : evaluate(plan, { cast, leaf: leafPlace });
    return {
      tensors: leaves.map(({ name }) => name),
      tensorOf: tensorOf as Uint16Array | null,
      elements: elements as Uint32Array,
    };
  }

  private tensorOf(plan: Plan, value: string): Tensor {
    const { fileName } = this.model;
    const known = new Map<Leaf, Tensor['data']>();
    const data = evaluate(plan, {
      leaf: (leaf) => {
        const read = known.get(leaf) ?? leaf.read().data;
        known.set(leaf, read);
        return read;
      },
      cast: (values, from, to) =>
        castElements(values, from, to, `${fileName}, value ${printableName(value)}`),
    });
    return { shape: plan.shape, dtype: plan.dtype, data };
  }

  /** How a value comes about; null: it is no constant. Throws BadInput for a node that makes no sense. */
  private plan(graph: ScopedGraph, value: string, depth: number): Plan | null {
    if (depth > MOST_DEPTH)
      throw new BadInput(
        `${this.model.fileName}: value ${printableName(value)} is at the end of more than ${MOST_DEPTH} nodes, expected fewer`,
      );
    const found = graph.find(value);
    if (found === null || found.definition.kind === 'input') return null;
    const known = this.plans.get(found.graph)?.get(value);
    if (known !== undefined) return known;
    const { definition } = found;
    const plan =
      definition.kind === 'leaf'
        ? leafPlan(definition.leaf)
        : this.nodePlan(found.graph, definition.node, value, depth + 1);
    const plans = this.plans.get(found.graph) ?? new Map<string, Plan | null>();
    this.plans.set(found.graph, plans.set(value, plan));
    return plan;
  }

  private nodePlan(graph: ScopedGraph, node: FileNode, value: string, depth: number): Plan | null {
    if (!isDefault(node) || node.outputs.length !== 1) return null;
    if (node.opType !== 'Cast' && !moves.has(node.opType)) return null;
    const parts = this.parts(graph, node, depth);
    if (parts === null) return null;
    try {
      return node.opType === 'Cast'
        ? castPlan(node, parts[0], this.mostBytes)
        : this.movePlan(graph, node, parts, depth);
    } catch (error) {
      if (!(error instanceof Unfoldable)) throw error;
      throw new BadInput(
        `${this.model.fileName}, node ${printableName(node.name || value)}: ${node.opType} ${error.message}`,
      );
    }
  }

  /** The plans of the operands; null: one is no constant. */
  private parts(graph: ScopedGraph, node: FileNode, depth: number): readonly Plan[] | null {
    const operands = node.opType === 'Concat' ? node.inputs : node.inputs.slice(0, 1);
    const parts: Plan[] = [];
    for (const operand of operands) {
      const plan = operand === '' ? null : this.plan(graph, operand, depth);
      if (plan === null) return null;
      parts.push(plan);
    }
    return parts.length === 0 ? null : parts;
  }

  private movePlan(graph: ScopedGraph, node: FileNode, parts: readonly Plan[], depth: number): Plan | null {
    const { dtype } = parts[0];
    if (parts.some((part) => part.dtype !== dtype))
      throw new Unfoldable(`joins ${parts.map((part) => part.dtype).join(', ')}, expected one type`);
    const wholes = new Map<number, readonly number[] | null>();
    if (node.opType !== 'Concat')
      for (let input = 1; input < Math.min(node.inputs.length, 5); input++) {
        const whole = node.inputs[input] === '' ? null : this.whole(graph, node.inputs[input], depth);
        if (whole === undefined) return null;
        wholes.set(input, whole);
      }
    const { shape, move } = moves.get(node.opType)?.({
      node,
      opset: this.model.opset,
      shapes: parts.map((part) => part.shape),
      whole: (input) => wholes.get(input) ?? null,
    }) ?? { shape: [], move: null };
    if (move === null) return { ...parts[0], shape };
    const size = planSize(parts, sizeOf(shape) * bytesInMemory(dtype), this.mostBytes);
    return { kind: 'move', shape, dtype, parts, move, ...size };
  }

  /** A short list of whole numbers that says how elements are moved; undefined: it is no constant. */
  private whole(graph: ScopedGraph, value: string, depth: number): readonly number[] | undefined {
    const plan = this.plan(graph, value, depth);
    if (plan === null) return undefined;
    const isList = plan.shape.length < 2 && sizeOf(plan.shape) <= MOST_AXES;
    if (!isList || (plan.dtype !== 'int64' && plan.dtype !== 'int32'))
      throw new Unfoldable(
        `is told by ${printableName(value)}, ${plan.dtype} [${plan.shape.join(', ')}], expected a short list of integers`,
      );
    return Array.from(this.tensorOf(plan, value).data);
  }
}

function leafPlan(leaf: Leaf): Plan {
  return { kind: 'leaf', leaf, ...leaf.layout(), bytes: 0, steps: 1 };
}

function castPlan(node: FileNode, part: Plan, mostBytes: number): Plan {
  const to = node.int('to');
  const dtype = to === null ? null : typeOfNumber(to);
  if (dtype === null) throw new Unfoldable(`is to type ${to}, expected floats, integers or booleans`);
  if (dtype === part.dtype) return part;
  const size = planSize([part], 2 * sizeOf(part.shape) * bytesInMemory(dtype), mostBytes);
  return { kind: 'cast', part, shape: part.shape, dtype, ...size };
}

const isFloat = (dtype: TensorType): boolean => /^b?float/.test(dtype);

/** Small floats are widened. */
const bytesInMemory = (dtype: TensorType): number =>
  isFloat(dtype) ? Math.max(4, elementBytes[dtype]) : elementBytes[dtype];

/** 0, 1, 2, .... */
function counted(count: number): Uint32Array {
  const numbers = new Uint32Array(count);
  for (let i = 0; i < count; i++) numbers[i] = i;
  return numbers;
}
