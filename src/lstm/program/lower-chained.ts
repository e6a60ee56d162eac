import type { CellInstruction, Instruction } from './program.ts';
import { type LayerOperands, projectionProduct, spmv } from './program-layout.ts';

/**
 * The chained style, docs/timing.md section 4: load, gate products (a second matrix adds to the first one's
 * accumulators), the cell pipeline, and the projection, strictly one after the other.
 */
export function lowerChained(operands: LayerOperands): readonly Instruction[] {
  const { storage, gateMatrices, bias, peepholes, c, h, output, projection } = operands;
  const gates = storage.vector('gates', 'accumulator', 4 * c.length);
  const cell: CellInstruction = {
    op: 'cell',
    phase: 'ewop',
    hidden: c.length,
    gates,
    bias,
    peepholes,
    cell: c,
    output,
  };
  const instructions: Instruction[] = [
    ...gateMatrices.map(({ load }) => load),
    ...gateMatrices.map((matrix, k) => ({ ...spmv(matrix, 0, gates), accumulate: k > 0 })),
    cell,
  ];
  if (projection !== null) {
    const product = projectionProduct(storage, projection);
    instructions.push(...product.instructions, {
      op: 'writeBack',
      phase: 'projection',
      source: product.sums,
      destination: h,
    });
  }
  return instructions;
}
