import { part } from './element-steps.ts';
import { biasOf, type GruMatrix, type GruOperands, gruGates } from './gru-layout.ts';
import type { GruCellInstruction, GruResetInstruction, Instruction, Slice } from './program.ts';
import { spmv } from './program-layout.ts';

/**
 * A GRU in the chained style, docs/timing.md section 4: load, gate products, and the cell pipeline, strictly
 * one after the other. Where the reset gate comes before the products, the pipeline first makes r h, which is
 * loaded and multiplied before it takes the rest.
 */
export function lowerChainedGru(operands: GruOperands): readonly Instruction[] {
  return operands.candidate === null ? resetAfter(operands) : resetBefore(operands, operands.candidate);
}

/** The products over x and over h stay apart: the reset gate multiplies those of n over h alone. */
function resetAfter({ storage, first, bias, h }: GruOperands): readonly Instruction[] {
  const hidden = h.length;
  const sums = first.map(({ region }) => storage.vector(`gates_${region}`, 'accumulator', 3 * hidden));
  return [
    ...first.map(({ load }) => load),
    ...first.map((matrix, k) => spmv(matrix, 0, sums[k])),
    { ...cell(h), gates: sums[0], overH: sums[1], bias },
  ];
}

/** All products of a gate go to one accumulator. */
function resetBefore(
  { storage, first, bias, h }: GruOperands,
  { rh, matrix }: NonNullable<GruOperands['candidate']>,
): readonly Instruction[] {
  const hidden = h.length;
  const gates = storage.vector('gates', 'accumulator', 3 * hidden);
  const product = ({ gates: own, ...operand }: GruMatrix, accumulate: boolean) => {
    const from = gruGates.indexOf(own[0]) * hidden;
    return { ...spmv(operand, 0, { ...gates, from, length: own.length * hidden }), accumulate };
  };
  const reset: GruResetInstruction = {
    op: 'gruReset',
    phase: 'ewop',
    hidden,
    gate: part(gates, 0, hidden),
    bias: biasOf(bias, 'r', hidden),
    h,
    output: rh,
  };
  return [
    ...first.map(({ load }) => load),
    ...first.map((each, k) => product(each, k > 0)),
    reset,
    matrix.load,
    product(matrix, first.length > 1),
    {
      ...cell(h),
      gates: { ...gates, from: hidden, length: 2 * hidden },
      overH: null,
      bias: bias && { ...bias, from: hidden, length: 2 * hidden },
    },
  ];
}

function cell(h: Slice): Pick<GruCellInstruction, 'op' | 'phase' | 'hidden' | 'h' | 'output'> {
  return { op: 'gruCell', phase: 'ewop', hidden: h.length, h, output: h };
}
