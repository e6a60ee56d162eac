import { field, listField, textField } from './json.ts';

/** Lists and objects in each other that are looked into for tensors. */
const DEEPEST = 6;
const MOST_TENSORS = 64;

/**
 * The layers whose outputs a layer of a functional model is called with, in order; null stands for another
 * output than the first. A layer that is called several times, or never, has none.
 */
export function predecessors(layer: unknown): readonly (string | null)[] {
  const nodes = listField(layer, 'inbound_nodes');
  if (nodes.length !== 1) return [];
  const [node] = nodes;
  const tensors = Array.isArray(node) ? oldTensors(node) : newTensors(node, 0);
  return tensors.slice(0, MOST_TENSORS);
}

/** Of Keras 2: [layer, node, tensor, further arguments] for each, or one of them without a list around it. */
function oldTensors(node: readonly unknown[]): (string | null)[] {
  const tensors = typeof node[0] === 'string' ? [node] : node;
  return tensors.flatMap((tensor) =>
    Array.isArray(tensor) ? [outputOf(tensor), ...oldArguments(field(tensor, '3'))] : [],
  );
}

/** Tensors in the further arguments, as a state to begin with: their layers do not matter. */
function oldArguments(further: unknown): null[] {
  return listField(further, 'initial_state').map(() => null);
}

/** Of Keras 3: tensors anywhere in the arguments. */
function newTensors(value: unknown, depth: number): (string | null)[] {
  if (depth > DEEPEST || typeof value !== 'object' || value === null) return [];
  if (textField(value, 'class_name') === '__keras_tensor__')
    return [outputOf(listField(field(value, 'config'), 'keras_history'))];
  const found: (string | null)[] = [];
  for (const inner of Object.values(value)) {
    if (found.length > MOST_TENSORS) break;
    found.push(...newTensors(inner, depth + 1));
  }
  return found;
}

/** The layer that a tensor is the first output of. */
function outputOf([layer, , tensor]: readonly unknown[]): string | null {
  return typeof layer === 'string' && tensor === 0 ? layer : null;
}
