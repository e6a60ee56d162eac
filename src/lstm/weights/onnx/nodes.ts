import { BadInput } from '../../../errors/bad-input.ts';
import { printableName } from '../../../tensors/named-shape.ts';
import type { OnnxGraph, OnnxModel, OnnxNode } from '../../../tensors/onnx/onnx-model.ts';
import type { CellKind } from '../cell-kind.ts';

/** A node and where it lies. */
export interface LocatedNode {
  readonly node: OnnxNode;
  readonly graph: OnnxGraph;
  /** Its place in the list of its graph. */
  readonly index: number;
}

/** An LSTM or GRU node, with a name that no other one of the file has. */
export interface RecurrentNode extends LocatedNode {
  readonly kind: CellKind;
  readonly name: string;
}

const kinds: ReadonlyMap<string, CellKind> = new Map([
  ['LSTM', 'lstm'],
  ['GRU', 'gru'],
]);

/** Every node of a model, those in the bodies of If, Loop and Scan behind the node that has them. */
export function* allNodes({ graph }: OnnxModel): Generator<LocatedNode> {
  const open: { graph: OnnxGraph; next: number }[] = [{ graph, next: 0 }];
  for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
    if (top.next >= top.graph.nodes.length) {
      open.pop();
      continue;
    }
    const [index, node] = [top.next, top.graph.nodes[top.next]];
    top.next++;
    yield { node, graph: top.graph, index };
    open.push(...[...node.graphs.values()].reverse().map((body) => ({ graph: body, next: 0 })));
  }
}

/** LSTM and GRU nodes that a model may have: what is kept of each must not outgrow the file. */
const MOST_NODES = 5_000;

/**
 * The LSTM and GRU nodes of ONNX's own operators, named by themselves, else by an output, else by place.
 * Throws BadInput beyond 5,000.
 */
export function recurrentNodes(model: OnnxModel, path: string): readonly RecurrentNode[] {
  const name = uniqueNames();
  const found: RecurrentNode[] = [];
  for (const located of allNodes(model)) {
    const kind = isDefaultDomain(located.node) ? kinds.get(located.node.opType) : undefined;
    if (kind === undefined) continue;
    if (found.length >= MOST_NODES)
      throw new BadInput(
        `${path}: has more than ${MOST_NODES} LSTM and GRU nodes, expected at most that many`,
      );
    found.push({ ...located, kind, name: name(namesOf(located)) });
  }
  return found;
}

/** Whether a node means an operator of ONNX itself. */
export function isDefaultDomain({ domain }: OnnxNode): boolean {
  return domain === '' || domain === 'ai.onnx';
}

function namesOf({ node, graph, index }: LocatedNode): readonly string[] {
  const names = [node.name, ...node.outputs, `${node.opType}_${index}`].filter((name) => name !== '');
  return graph.path === '' ? names : names.map((name) => `${graph.path}/${name}`);
}

/** Chooses names that were not given before: the first that is free, else the first with a number. */
export function uniqueNames(): (wanted: readonly string[]) => string {
  const given = new Set<string>();
  const repeats = new Map<string, number>();
  return (wanted) => {
    let free = wanted.find((name) => !given.has(name));
    for (let again = repeats.get(wanted[0]) ?? 2; free === undefined; again++) {
      repeats.set(wanted[0], again + 1);
      const numbered = `${wanted[0]}_${again}`;
      if (!given.has(numbered)) free = numbered;
    }
    given.add(free);
    return free;
  };
}

/** A node for a message: `LSTM lstm_4`. */
export function nodeText({ node, name }: RecurrentNode): string {
  return `${node.opType} ${printableName(name)}`;
}
