import type { GateMatrix, GruLayerShape, LstmLayerShape } from '../shape.ts';
import { layOutGru } from './gru-layout.ts';
import type { SpmvSlices } from './issue-order.ts';
import { lowerChained } from './lower-chained.ts';
import { lowerChainedGru } from './lower-chained-gru.ts';
import { lowerInstructions } from './lower-instruction.ts';
import { lowerGruInstructions } from './lower-instruction-gru.ts';
import type { Program } from './program.ts';
import { layOut, programOf } from './program-layout.ts';

export type { SpmvSlices };

/** What the lowering needs to know of an accelerator; `spmvSlices` matters to the instruction style alone. */
export interface LoweringOptions {
  readonly style: Program['style'];
  readonly gateMatrix: GateMatrix;
  readonly spmvSlices: SpmvSlices;
}

/** One time step of an LSTM layer, lowered; only the tensors' names depend on the number of the `layer`. */
export function lowerLstm(shape: LstmLayerShape, options: LoweringOptions, layer: number): Program {
  const operands = layOut(shape, options.gateMatrix, layer);
  const instructions =
    options.style === 'chained' ? lowerChained(operands) : lowerInstructions(operands, options.spmvSlices);
  return programOf(options.style, operands, instructions);
}

/** One time step of a GRU layer. */
export function lowerGru(shape: GruLayerShape, options: LoweringOptions, layer: number): Program {
  const operands = layOutGru(shape, options.gateMatrix, layer);
  const instructions =
    options.style === 'chained'
      ? lowerChainedGru(operands)
      : lowerGruInstructions(operands, options.spmvSlices);
  return programOf(options.style, { ...operands, c: null, peepholes: null }, instructions);
}
