import type { OnnxGraph, OnnxNode } from '../../../tensors/onnx/onnx-model.ts';
import { type Axes, isMove, movedAxes, outputAxes } from './axes.ts';
import { type OnnxCell, unlessBad } from './cell.ts';

/** An output of an LSTM or GRU node that another one reads as its X. */
export interface Link {
  readonly from: OnnxCell;
  readonly output: 'Y' | 'Y_h';
  /** Its axes where it is read; null: they could not be followed. */
  readonly axes: Axes | null;
}

/** Where a value comes from, through operators that only move values about. */
interface Origin {
  /** Null: from no LSTM or GRU of the same graph. */
  readonly link: Link | null;
  /** The value with which the way begins. */
  readonly first: string;
}

/** The ways between the LSTM and GRU nodes of a model; none is walked twice: time is linear in the nodes. */
export interface Links {
  /** What the X of a node comes from; null: from none of the nodes of its graph. */
  into(cell: OnnxCell): Link | null;
  /** Whether a node sees one step of one sequence, by the declared shape of what its way begins with. */
  hasOneStep(cell: OnnxCell): boolean;
}

/** Finds them. */
export function linksOf(cells: readonly OnnxCell[]): Links {
  const cellOf = new Map<OnnxNode, OnnxCell>(cells.map((cell) => [cell.recurrent.node, cell]));
  const known = new Map<OnnxGraph, Map<string, Origin>>();
  const originOf = ({ recurrent: { node, graph } }: OnnxCell) => {
    const ofGraph = known.get(graph) ?? new Map<string, Origin>();
    known.set(graph, ofGraph);
    return walkUp(graph, node.inputs[0] ?? '', cellOf, ofGraph);
  };
  const answers = new Map<OnnxCell, boolean>();
  return {
    into: (cell) => originOf(cell).link,
    hasOneStep(cell) {
      const way = new Set<OnnxCell>();
      let [at, link] = [cell, originOf(cell).link];
      while (link !== null && !answers.has(at) && !way.has(at)) {
        way.add(at);
        at = link.from;
        link = originOf(at).link;
      }
      const answer = answers.get(at) ?? (link === null && isOneStep(at, originOf(at).first));
      for (const each of way.add(at)) answers.set(each, answer);
      return answer;
    },
  };
}

/** Walks from a value to where it comes from, or to where that is known, and says it of all on the way. */
function walkUp(
  graph: OnnxGraph,
  value: string,
  cellOf: ReadonlyMap<OnnxNode, OnnxCell>,
  known: Map<string, Origin>,
): Origin {
  const way = new Map<string, OnnxNode>();
  let at = value;
  let move = moveTo(graph, at, cellOf);
  while (move !== null && !known.has(at) && !way.has(at)) {
    way.set(at, move);
    at = move.inputs[0] ?? '';
    move = moveTo(graph, at, cellOf);
  }
  let origin = known.get(at) ?? { link: linkAt(graph, at, cellOf), first: at };
  known.set(at, origin);
  for (const [moved, node] of [...way].reverse()) {
    origin = {
      ...origin,
      link: origin.link && { ...origin.link, axes: axesBehind(origin.link, node, graph) },
    };
    known.set(moved, origin);
  }
  return origin;
}

/** The node that makes a value by moving another about; null: there is none in this graph. */
function moveTo(graph: OnnxGraph, value: string, cellOf: ReadonlyMap<OnnxNode, OnnxCell>): OnnxNode | null {
  const made = graph.producer(value);
  if (made === null || made.graph !== graph || cellOf.has(made.node)) return null;
  return isMove(made.node) && made.node.outputs[0] === value ? made.node : null;
}

function axesBehind({ axes }: Link, node: OnnxNode, graph: OnnxGraph): Axes | null {
  return axes && unlessBad(() => movedAxes(axes, node, graph));
}

function linkAt(graph: OnnxGraph, value: string, cellOf: ReadonlyMap<OnnxNode, OnnxCell>): Link | null {
  const made = graph.producer(value);
  const from = made?.graph === graph ? cellOf.get(made.node) : undefined;
  if (from === undefined || from.settings === null) return null;
  const output = (['Y', 'Y_h'] as const)[from.recurrent.node.outputs.indexOf(value)];
  if (output === undefined) return null;
  const { directions, isBatchFirst } = from.settings;
  return { from, output, axes: outputAxes(output, directions.length, isBatchFirst) };
}

/** As many values as a node has inputs are one step of one sequence. */
function isOneStep({ recurrent: { graph }, sizes }: OnnxCell, first: string): boolean {
  const shape = graph.inputs.find(({ name }) => name === first)?.shape ?? null;
  if (shape === null || sizes.inputs === 0) return false;
  return shape.reduce<number>((product, size) => product * (size ?? Number.NaN), 1) === sizes.inputs;
}
