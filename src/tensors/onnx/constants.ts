import { BadInput } from '../../errors/bad-input.ts';
import type { Tensor } from '../tensor-file.ts';
import type { Leaf } from './leaf.ts';
import type { ConstantOrigin } from './onnx-model.ts';
import type { ConstantValues, ScopedGraph } from './scoped-graph.ts';

/** The constants of a model. */
export class FoldedConstants implements ConstantValues {
  shape(graph: ScopedGraph, value: string): readonly number[] | null {
    const leaf = leafOf(graph, value);
    try {
      return leaf?.layout().shape ?? null;
    } catch (error) {
      if (error instanceof BadInput) return null;
      throw error;
    }
  }

  read(graph: ScopedGraph, value: string): Tensor | null {
    return leafOf(graph, value)?.read() ?? null;
  }

  origin(graph: ScopedGraph, value: string): ConstantOrigin | null {
    const leaf = leafOf(graph, value);
    if (leaf === null) return null;
    const count = leaf.layout().shape.reduce((product, size) => product * size, 1);
    return {
      tensors: [leaf.name],
      tensorOf: null,
      elements: Uint32Array.from({ length: count }, (_, i) => i),
    };
  }
}

function leafOf(graph: ScopedGraph, value: string): Leaf | null {
  const definition = graph.find(value)?.definition;
  return definition?.kind === 'leaf' ? definition.leaf : null;
}
