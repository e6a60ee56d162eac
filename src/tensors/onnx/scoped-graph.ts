import { BadInput } from '../../errors/bad-input.ts';
import { printableName } from '../named-shape.ts';
import type { Tensor } from '../tensor-file.ts';
import type { Leaf } from './leaf.ts';
import { type FileNode, isDefault } from './node.ts';
import type { ConstantOrigin, OnnxGraph, OnnxInput, PlacedNode } from './onnx-model.ts';
import type { Span } from './wire.ts';

/** What stands behind the name of a value in the graph that gives it. */
export type Definition =
  | { readonly kind: 'leaf'; readonly leaf: Leaf }
  | { readonly kind: 'node'; readonly node: FileNode }
  | { readonly kind: 'input' };

/** A definition and the graph in which it stands. */
export interface FoundDefinition {
  readonly definition: Definition;
  readonly graph: ScopedGraph;
}

/** Finds out which values are constants. */
export interface ConstantValues {
  shape(graph: ScopedGraph, value: string): readonly number[] | null;
  read(graph: ScopedGraph, value: string): Tensor | null;
  origin(graph: ScopedGraph, value: string): ConstantOrigin | null;
}

/** A graph that sees the values of the graphs around it. */
export class ScopedGraph implements OnnxGraph {
  readonly path: string;
  readonly outer: ScopedGraph | null;
  readonly inputs: readonly OnnxInput[];
  readonly outputs: readonly string[];
  readonly nodes: FileNode[] = [];
  /** Where it lies in the file. */
  readonly span: Span;
  private readonly fileName: string;
  private readonly values: ConstantValues;
  private readonly definitions = new Map<string, Definition>();
  private readers: ReadonlyMap<string, readonly PlacedNode[]> | null = null;

  constructor(
    values: ConstantValues,
    fileName: string,
    span: Span,
    said: Pick<ScopedGraph, 'path' | 'outer' | 'inputs' | 'outputs'>,
  ) {
    this.values = values;
    this.fileName = fileName;
    this.span = span;
    this.path = said.path;
    this.outer = said.outer;
    this.inputs = said.inputs;
    this.outputs = said.outputs;
    for (const { name } of said.inputs) this.definitions.set(name, INPUT);
  }

  /** Whether a value of this name is an input of this graph. */
  isInput(value: string): boolean {
    return this.definitions.get(value) === INPUT;
  }

  /**
   * Adds a tensor of this graph. One that is an input as well is its default, which holds in the main graph
   * only: a Loop and a Scan give every input of their bodies.
   */
  addLeaf(leaf: Leaf): void {
    if (!this.isInput(leaf.value)) this.refuseTwice(leaf.value);
    else if (this.outer !== null) return;
    this.definitions.set(leaf.value, { kind: 'leaf', leaf });
  }

  /** Adds the next node; the output of a Constant is a leaf, which is added for itself. */
  addNode(node: FileNode): void {
    this.nodes.push(node);
    if (isConstant(node)) return;
    const definition: Definition = { kind: 'node', node };
    for (const output of node.outputs) {
      if (output === '') continue;
      this.refuseTwice(output);
      this.definitions.set(output, definition);
    }
  }

  private refuseTwice(value: string): void {
    if (!this.definitions.has(value)) return;
    const where = this.path === '' ? '' : `, graph ${printableName(this.path)}`;
    throw new BadInput(
      `${this.fileName}${where}: value ${printableName(value)} is made twice, expected one node, tensor or input for each name`,
    );
  }

  /** What stands behind a value visible here: in this graph, else in those around it. */
  find(value: string): FoundDefinition | null {
    for (let graph: ScopedGraph | null = this; graph !== null; graph = graph.outer) {
      const definition = graph.definitions.get(value);
      if (definition !== undefined) return { definition, graph };
    }
    return null;
  }

  producer(value: string): PlacedNode | null {
    const found = this.find(value);
    return found?.definition.kind === 'node' ? { node: found.definition.node, graph: found.graph } : null;
  }

  consumers(value: string): readonly PlacedNode[] {
    this.readers ??= readersOf(this);
    return this.readers.get(value) ?? [];
  }

  constantShape(value: string): readonly number[] | null {
    return this.values.shape(this, value);
  }

  constant(value: string): Tensor | null {
    return this.values.read(this, value);
  }

  origin(value: string): ConstantOrigin | null {
    return this.values.origin(this, value);
  }

  /** Whether this graph itself gives a value of this name. */
  defines(value: string): boolean {
    return this.definitions.has(value);
  }
}

const INPUT: Definition = { kind: 'input' };

/** Whether a node is a Constant. */
export function isConstant(node: FileNode): boolean {
  return node.opType === 'Constant' && isDefault(node) && node.outputs.length === 1;
}

/** The readers of each value of a graph, in inner graphs too where no value of theirs has its name. */
function readersOf(graph: ScopedGraph): ReadonlyMap<string, readonly PlacedNode[]> {
  const readers = new Map<string, PlacedNode[]>();
  const visit = (inner: ScopedGraph, hidden: readonly ScopedGraph[]): void => {
    for (const node of inner.nodes) {
      for (const input of new Set(node.inputs)) {
        if (!graph.defines(input) || hidden.some((between) => between.defines(input))) continue;
        const list = readers.get(input);
        if (list === undefined) readers.set(input, [{ node, graph: inner }]);
        else list.push({ node, graph: inner });
      }
      for (const body of node.graphs.values())
        if (body instanceof ScopedGraph) visit(body, [...hidden, body]);
    }
  };
  visit(graph, []);
  return readers;
}
