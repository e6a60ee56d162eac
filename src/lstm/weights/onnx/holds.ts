import { printableName, SHOWN } from '../../../tensors/named-shape.ts';
import type { OnnxModel } from '../../../tensors/onnx/onnx-model.ts';
import { allNodes, isDefaultDomain, type LocatedNode } from './nodes.ts';

/** Recurrent operators that are not simulated, and why. */
const others: ReadonlyMap<string, string> = new Map([
  ['RNN', 'has the one gate of a plain RNN; only LSTMs and GRUs are simulated'],
  [
    'com.microsoft.DynamicQuantizeLSTM',
    'has weights that onnxruntime quantised; use the model from before its quantisation',
  ],
]);

/** Such nodes that a message names before it counts the rest. */
const NAMED = 2;

/** What a model has that has no LSTM or GRU: `3 nodes: Relu 2, MatMul 1`. */
export function holdsOf(model: OnnxModel): string {
  const counts = new Map<string, number>();
  const named = new Map<string, LocatedNode[]>();
  let nodes = 0;
  for (const located of allNodes(model)) {
    const operator = operatorOf(located);
    counts.set(operator, (counts.get(operator) ?? 0) + 1);
    const found = named.get(operator) ?? [];
    if (others.has(operator)) named.set(operator, found);
    if (found.length < NAMED) found.push(located);
    nodes++;
  }
  const sorted = [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  const shown = sorted.slice(0, SHOWN).map(([operator, count]) => `${printableName(operator)} ${count}`);
  const more = sorted.length > SHOWN ? ` and ${sorted.length - SHOWN} other kinds` : '';
  const list = nodes === 0 ? '' : `: ${shown.join(', ')}${more}`;
  const said = [...named].map(([operator, found]) => otherText(operator, found, counts.get(operator) ?? 0));
  const own = functionsText(model.functions.filter((name) => counts.has(name)));
  return [`${nodes} ${nodes === 1 ? 'node' : 'nodes'}${list}`, ...said, ...own].join('; ');
}

/** Functions of the model itself that its nodes call. */
function functionsText(names: readonly string[]): readonly string[] {
  if (names.length === 0) return [];
  const shown = names.slice(0, NAMED).map(printableName).join(', ');
  const more = names.length > NAMED ? ` and ${names.length - NAMED} more` : '';
  const are = names.length === 1 ? 'is a function' : 'are functions';
  return [
    `${shown}${more} ${are} of the model, whose nodes are not looked into: export it with them inlined`,
  ];
}

function operatorOf({ node }: LocatedNode): string {
  return isDefaultDomain(node) ? node.opType : `${node.domain}.${node.opType}`;
}

function otherText(operator: string, found: readonly LocatedNode[], count: number): string {
  const names = found.map(({ node, graph, index }) => {
    const name = [node.name, ...node.outputs].find((each) => each !== '') ?? `${node.opType}_${index}`;
    return printableName(graph.path === '' ? name : `${graph.path}/${name}`);
  });
  const more = count > names.length ? ` and ${count - names.length} more` : '';
  return `${operator} ${names.join(', ')}${more} ${others.get(operator)}`;
}
