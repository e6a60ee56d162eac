import { BadInput } from '../../errors/bad-input.ts';
import { printableName } from '../named-shape.ts';
import { attributeName } from './attributes.ts';
import { declaredInput } from './declared-input.ts';
import { ATTRIBUTE, GRAPH, NODE, SPARSE } from './messages.ts';
import { FileNode } from './node.ts';
import type { OnnxGraph, OnnxInput } from './onnx-model.ts';
import { type ConstantValues, ScopedGraph } from './scoped-graph.ts';
import { readTensorHead, type TensorHead } from './tensor-head.ts';
import { fieldText, type Source, type Span, spanOf, walk } from './wire.ts';

/** Things that are counted while a model is read, inner graphs included. */
type Counted = 'nodes' | 'values' | 'tensors' | 'graphs';

/** Graphs that may lie in each other. */
const MOST_DEPTH = 32;

/** Most of each thing in a model of a length: what is made of a file must not outgrow it by far. */
function mostIn({ length }: Uint8Array): Readonly<Record<Counted, number>> {
  const [some, many] = [Math.floor(length / 1024), Math.floor(length / 128)];
  return { nodes: 20_000 + some, values: 120_000 + many, tensors: 20_000 + some, graphs: 5_000 };
}

/** Most characters of the path of a graph; beyond, and where it is taken, a graph is called by its number. */
const LONGEST_PATH = 400;

/** A graph as it is read, with its initialisers, which have no place in it yet. */
export interface ReadGraph {
  readonly graph: ScopedGraph;
  readonly tensors: readonly TensorHead[];
}

/** What has been read of a model so far. */
interface Reading {
  readonly source: Source;
  readonly values: ConstantValues;
  readonly count: Record<Counted, number>;
  readonly most: Readonly<Record<Counted, number>>;
  /** Every graph, outer before inner. */
  readonly graphs: ReadGraph[];
  readonly paths: Set<string>;
  /** Names of operators and domains, each once in memory. */
  readonly words: Map<string, string>;
}

/**
 * Reads the main graph of a model and every graph in it, outer before inner. Throws BadInput for damage, for
 * names that two nodes give, for sparse tensors, and beyond 20,000 nodes or tensors (one more for each KiB)
 * and 32 graphs in each other.
 */
export function readGraphs(source: Source, span: Span, values: ConstantValues): readonly ReadGraph[] {
  const count = { nodes: 0, values: 0, tensors: 0, graphs: 0 };
  const reading: Reading = {
    source,
    values,
    count,
    most: mostIn(source.bytes),
    graphs: [],
    paths: new Set(),
    words: new Map(),
  };
  readGraph(reading, span, '', null, 0);
  return reading.graphs;
}

function readGraph(
  reading: Reading,
  span: Span,
  path: string,
  outer: ScopedGraph | null,
  depth: number,
): ScopedGraph {
  const { source } = reading;
  if (depth > MOST_DEPTH)
    throw new BadInput(
      `${source.path}: byte ${span.start}: graphs lie in each other more than ${MOST_DEPTH} deep`,
    );
  take(reading, 'graphs', span.start);
  const { nodes, tensors, inputs, outputs } = readParts(reading, span);
  const graph = new ScopedGraph(reading.values, source.path, span, { path, outer, inputs, outputs });
  reading.graphs.push({ graph, tensors });
  const used = new Set<string>();
  nodes.forEach((node, index) => {
    graph.addNode(readNode(reading, node, { graph, index, used, depth }));
  });
  return graph;
}

function readParts(reading: Reading, span: Span) {
  const { source } = reading;
  const parts = {
    nodes: [] as Span[],
    tensors: [] as TensorHead[],
    inputs: [] as OnnxInput[],
    outputs: [] as string[],
  };
  walk(source, span, GRAPH, (field) => {
    const inner = spanOf(field, span);
    if (field.number === GRAPH.node) {
      take(reading, 'nodes', field.start);
      parts.nodes.push(inner);
    } else if (field.number === GRAPH.initializer) {
      take(reading, 'tensors', field.start);
      parts.tensors.push(readTensorHead(source, inner));
    } else if (field.number === GRAPH.input) {
      take(reading, 'values', field.start);
      parts.inputs.push(declaredInput(source, inner));
    } else if (field.number === GRAPH.output) {
      take(reading, 'values', field.start);
      parts.outputs.push(declaredInput(source, inner).name);
    } else if (field.number === GRAPH.sparseInitializer) refuseSparse(source, inner);
  });
  return parts;
}

/** Where a node stands: its graph, its place in it, and what nodes with bodies before it are called. */
interface NodePlace {
  readonly graph: ScopedGraph;
  readonly index: number;
  readonly used: Set<string>;
  readonly depth: number;
}

function readNode(reading: Reading, span: Span, place: NodePlace): FileNode {
  const { source } = reading;
  let [name, opType, domain] = ['', '', ''];
  const inputs: string[] = [];
  const outputs: string[] = [];
  const bodies: Body[] = [];
  walk(source, span, NODE, (field) => {
    const { number } = field;
    if (number === NODE.attribute) bodies.push(...bodiesOf(source, spanOf(field, span)));
    else if (number === NODE.name) name = fieldText(source, field, NODE);
    else if (number === NODE.opType) opType = once(reading, fieldText(source, field, NODE));
    else if (number === NODE.domain) domain = once(reading, fieldText(source, field, NODE));
    else if (number === NODE.input || number === NODE.output) {
      take(reading, 'values', field.start);
      (number === NODE.input ? inputs : outputs).push(fieldText(source, field, NODE));
    }
  });
  const graphs = readBodies(reading, bodies, { name, opType }, place);
  return new FileNode(source, span, { name, opType, domain, inputs, outputs, graphs });
}

/** A word that many nodes have, once in memory. */
function once({ words }: Reading, word: string): string {
  const known = words.get(word);
  if (known === undefined && words.size < 1000) words.set(word, word);
  return known ?? word;
}

const NONE: ReadonlyMap<string, OnnxGraph> = new Map();

function readBodies(
  reading: Reading,
  bodies: readonly Body[],
  node: Pick<FileNode, 'name' | 'opType'>,
  { graph, index, used, depth }: NodePlace,
): ReadonlyMap<string, OnnxGraph> {
  if (bodies.length === 0) return NONE;
  const place = wordFor(node, index, used);
  const graphs = new Map<string, OnnxGraph>();
  for (const { attribute, span } of bodies) {
    if (graphs.has(attribute))
      throw new BadInput(
        `${reading.source.path}: byte ${span.start}: a node has attribute ${attribute} twice`,
      );
    const path = `${graph.path === '' ? '' : `${graph.path}/`}${place}/${attribute}`;
    const short =
      path.length > LONGEST_PATH || reading.paths.has(path) ? `graph_${reading.count.graphs}` : path;
    reading.paths.add(short);
    graphs.set(attribute, readGraph(reading, span, short, graph, depth + 1));
  }
  return graphs;
}

/** What a node with bodies is called among those of its graph: its name, else its operator and place. */
function wordFor(
  { name, opType }: Pick<FileNode, 'name' | 'opType'>,
  index: number,
  used: Set<string>,
): string {
  const word = name === '' || used.has(name) ? `${opType}_${index}` : name;
  used.add(word);
  return word;
}

/** A graph in an attribute of a node. */
interface Body {
  readonly attribute: string;
  readonly span: Span;
}

/** Most graphs in one attribute. */
const MOST_BODIES = 5_000;

/** The graphs in an attribute; those of a list are numbered. */
function bodiesOf(source: Source, attribute: Span): readonly Body[] {
  const spans: Span[] = [];
  let isList = false;
  walk(source, attribute, ATTRIBUTE, (field) => {
    if (field.number !== ATTRIBUTE.g && field.number !== ATTRIBUTE.graphs) return;
    isList ||= field.number === ATTRIBUTE.graphs;
    if (spans.length < MOST_BODIES) spans.push(spanOf(field, attribute));
  });
  if (spans.length === 0) return [];
  const name = attributeName(source, attribute);
  return spans.map((span, at) => ({ attribute: isList ? `${name}.${at}` : name, span }));
}

function refuseSparse(source: Source, span: Span): never {
  let name = '';
  walk(source, span, SPARSE, (field) => {
    if (field.number === SPARSE.values) name = readTensorHead(source, spanOf(field, span)).name;
  });
  throw new BadInput(
    `${source.path}: initialiser ${printableName(name)} is stored as a sparse tensor, expected dense ones`,
  );
}

/** Counts one more. Throws BadInput beyond what a model has. */
function take({ source, count, most }: Reading, what: Counted, at: number): void {
  if (++count[what] > most[what])
    throw new BadInput(
      `${source.path}: byte ${at}: has more than ${most[what]} ${what}, expected at most that many`,
    );
}
