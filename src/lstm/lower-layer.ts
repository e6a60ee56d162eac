import { netKindOf } from './cells/index.ts';
import type { LoweringOptions } from './program/lower.ts';
import type { Program } from './program/program.ts';
import type { LayerShape } from './shape.ts';

/**
 * Lowers one time step of layer `layer` (from 0; only the tensors' names depend on it) to a program.
 * docs/timing.md sections 4 and 5.
 */
export function lowerLayer(shape: LayerShape, options: LoweringOptions, layer = 0): Program {
  const program = netKindOf(shape).lower(shape, options, layer);
  return shape.direction === undefined ? program : { ...program, direction: shape.direction };
}
