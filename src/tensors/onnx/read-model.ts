import { BadInput } from '../../errors/bad-input.ts';
import type { Companions } from '../tensor-file.ts';
import { FoldedConstants } from './constants.ts';
import { inputFile } from './input-files.ts';
import { constantLeaf, fileLeaf, type Leaf, tensorLeaf } from './leaf.ts';
import { FUNCTION, MODEL, OPSET } from './messages.ts';
import { isDefault } from './node.ts';
import type { OnnxModel } from './onnx-model.ts';
import { type ReadGraph, readGraphs } from './read-graph.ts';
import { isConstant, type ScopedGraph } from './scoped-graph.ts';
import { fieldText, type Source, type Span, spanOf, walk, wholeFile } from './wire.ts';

/** Versions of the default operators that are read; later ones are read as the last of these. */
const OPSETS = { first: 7, last: 21 };

/** Most model-local functions. */
const MOST_FUNCTIONS = 10_000;

/** A model with its tensors, by the names under which the file lists them. */
export interface ReadModel {
  readonly source: Source;
  readonly irVersion: number;
  readonly model: OnnxModel;
  readonly graphs: readonly ScopedGraph[];
  readonly leaves: ReadonlyMap<string, Leaf>;
}

/** What the model says around its graph. */
interface ModelHead {
  readonly irVersion: number;
  readonly opset: number | null;
  readonly producer: string;
  readonly functions: readonly string[];
  readonly graph: Span | null;
}

/**
 * Reads a model: everything but the values of its tensors. Throws BadInput for damage, for opsets before 7,
 * and for models beyond what `readGraphs` reads.
 */
export function readModel(source: Source, companions: Companions): ReadModel {
  const head = readModelHead(source);
  const opset = checkedOpset(source, head.opset);
  if (head.graph === null) throw new BadInput(`${source.path}: is an ONNX model without a graph`);
  const fileBytes = [...companions.values()].reduce((sum, file) => sum + file.length, source.bytes.length);
  const constants = new FoldedConstants({ fileName: source.path, opset, fileBytes });
  const read = readGraphs(source, head.graph, constants);
  const leaves = new Map<string, Leaf>();
  for (const one of read) addLeaves(source, one, companions, leaves);
  const model = {
    opset,
    producer: head.producer,
    graph: read[0].graph,
    functions: head.functions,
    remarks: opset > OPSETS.last ? [`has opset ${opset}, read as opset ${OPSETS.last}`] : [],
  };
  const graphs = read.map(({ graph }) => graph);
  return { source, irVersion: head.irVersion, model, graphs, leaves };
}

function checkedOpset({ path }: Source, opset: number | null): number {
  if (opset !== null && opset >= OPSETS.first) return opset;
  const found = opset === null ? 'no version of the default operators' : `opset ${opset}`;
  throw new BadInput(`${path}: has ${found}, expected opset ${OPSETS.first} to ${OPSETS.last}`);
}

/** Reads what stands around the graph. Throws BadInput for damage. */
function readModelHead(source: Source): ModelHead {
  const file = wholeFile(source);
  const functions: string[] = [];
  let [irVersion, program, version] = [0, '', ''];
  let opset: number | null = null;
  let graph: Span | null = null;
  walk(source, file, MODEL, (field) => {
    if (field.number === MODEL.irVersion) irVersion = field.value;
    else if (field.number === MODEL.producerName) program = fieldText(source, field, MODEL);
    else if (field.number === MODEL.producerVersion) version = fieldText(source, field, MODEL);
    else if (field.number === MODEL.opsetImport) opset = defaultOpset(source, spanOf(field, file)) ?? opset;
    else if (field.number === MODEL.functions) addFunction(source, spanOf(field, file), functions);
    else if (field.number === MODEL.graph) {
      if (graph !== null)
        throw new BadInput(`${source.path}: byte ${field.start}: a second graph, expected one`);
      graph = spanOf(field, file);
    }
  });
  return { irVersion, opset, functions, graph, producer: `${program} ${version}`.trim() };
}

function defaultOpset(source: Source, span: Span): number | null {
  let domain = '';
  let version = 0;
  walk(source, span, OPSET, (field) => {
    if (field.number === OPSET.domain) domain = fieldText(source, field, OPSET);
    else if (field.number === OPSET.version) version = field.value;
  });
  return isDefault({ domain }) ? version : null;
}

function addFunction(source: Source, span: Span, functions: string[]): void {
  if (functions.length >= MOST_FUNCTIONS)
    throw new BadInput(`${source.path}: has more than ${MOST_FUNCTIONS} functions`);
  let [name, domain] = ['', ''];
  walk(source, span, FUNCTION, (field) => {
    if (field.number === FUNCTION.name) name = fieldText(source, field, FUNCTION);
    else if (field.number === FUNCTION.domain) domain = fieldText(source, field, FUNCTION);
  });
  functions.push(`${domain}.${name}`);
}

/** Gives the tensors of a graph their names in the file: initialisers, Constants, inputs with a file. */
function addLeaves(
  source: Source,
  { graph, tensors }: ReadGraph,
  companions: Companions,
  leaves: Map<string, Leaf>,
): void {
  const add = (leaf: Leaf): void => {
    graph.addLeaf(leaf);
    leaves.set(leaf.name, leaf);
  };
  const names = (value: string) => ({ value, graphPath: graph.path, name: freeName(graph, value, leaves) });
  for (const head of tensors) {
    if (head.name === '')
      throw new BadInput(`${source.path}: byte ${head.span.start}: an initialiser has no name`);
    add(tensorLeaf(names(head.name), head, companions));
  }
  for (const node of graph.nodes)
    if (isConstant(node)) add(constantLeaf(names(node.outputs[0]), source, node, companions));
  if (graph.outer !== null) return;
  graph.inputs.forEach(({ name }, index) => {
    const file = leaves.has(name) ? null : inputFile(source, name, index, companions);
    if (file !== null) add(fileLeaf(names(name), file, companions));
  });
}

/** The name of a tensor in the file: its own, below the path of an inner graph. */
function freeName({ path }: ScopedGraph, value: string, leaves: ReadonlyMap<string, Leaf>): string {
  const name = path === '' ? value : `${path}/${value}`;
  for (let twin = 2; leaves.has(name); twin++) if (!leaves.has(`${name}#${twin}`)) return `${name}#${twin}`;
  return name;
}
