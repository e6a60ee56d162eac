import type { GateMatrix, LayerShape } from '../shape.ts';
import type { SpmvSlices } from './issue-order.ts';
import { lowerChained } from './lower-chained.ts';
import { lowerInstructions } from './lower-instruction.ts';
import type { Instruction, Program } from './program.ts';
import { type LayerOperands, layOut } from './program-layout.ts';

export type { SpmvSlices };

/** What the lowering needs to know of an accelerator; `spmvSlices` matters to the instruction style alone. */
export interface LoweringOptions {
  readonly style: Program['style'];
  readonly gateMatrix: GateMatrix;
  readonly spmvSlices: SpmvSlices;
}

/**
 * Lowers one time step of layer `layer` (from 0; only the tensors' names depend on it) to a program.
 * docs/timing.md sections 4 and 5.
 */
export function lowerLayer(shape: LayerShape, options: LoweringOptions, layer = 0): Program {
  const operands = layOut(shape, options.gateMatrix, layer);
  const instructions =
    options.style === 'chained' ? lowerChained(operands) : lowerInstructions(operands, options.spmvSlices);
  const program = programOf(options.style, operands, instructions);
  return shape.direction === undefined ? program : { ...program, direction: shape.direction };
}

/** The program of some instructions over a layer's operands. */
export function programOf(
  style: Program['style'],
  { storage, x, h, c, bias, peepholes }: LayerOperands,
  instructions: readonly Instruction[],
): Program {
  return {
    style,
    vectors: storage.vectors,
    regions: storage.regions,
    matrices: storage.matrices,
    instructions,
    x: x.vector,
    h: h.vector,
    c: c.vector,
    constants: {
      bias: bias?.vector ?? null,
      peepholes: peepholes && { i: peepholes.i.vector, f: peepholes.f.vector, o: peepholes.o.vector },
    },
  };
}
