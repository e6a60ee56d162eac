import type { Instruction, Program, Slice } from '../lstm/program/program.ts';

/** CELL of rtl/lstm_step.sv: which chained cell a layer has. */
const cells = { lstm: 0, gruResetBefore: 1, gruResetAfter: 2 } as const;

/**
 * The macros that say which chained cell a layer has, and where it and a projection's write-back find their
 * operands among the elements, whose vectors begin at `bases`. Operands that there are not are at 0. What an
 * instruction lists as one slice of several gates lies there gate after gate; r of a GRU lies in front of z
 * and n.
 */
export function cellParameters(program: Program, bases: readonly number[]) {
  const at = (slice: Slice | null | undefined) => (slice ? bases[slice.vector] + slice.from : 0);
  const cell = find(program, 'cell');
  const back = find(program, 'writeBack');
  const reset = find(program, 'gruReset');
  const gru = find(program, 'gruCell');
  const first = cell ?? reset ?? gru;
  return {
    CELL: gru === undefined ? cells.lstm : gru.overH === null ? cells.gruResetBefore : cells.gruResetAfter,
    HIDDEN: first?.hidden ?? program.vectors[program.c ?? program.h].length,
    BIAS: first?.bias ? 1 : 0,
    PEEPHOLES: cell?.peepholes ? 1 : 0,
    GATES_AT: at(cell?.gates ?? reset?.gate ?? gru?.gates),
    RECURRENT_GATES_AT: at(gru?.overH),
    BIAS_AT: at(first?.bias),
    PEEPHOLE_I_AT: at(cell?.peepholes?.i),
    PEEPHOLE_F_AT: at(cell?.peepholes?.f),
    PEEPHOLE_O_AT: at(cell?.peepholes?.o),
    OUTPUT_AT: at(cell?.output),
    PROJECTED: back?.source.length ?? 0,
    SUMS_AT: at(back?.source),
    RESET_STATE_AT: at(reset?.output),
  };
}

type InstructionOf<Op extends Instruction['op']> = Extract<Instruction, { readonly op: Op }>;

function find<Op extends Instruction['op']>(program: Program, op: Op): InstructionOf<Op> | undefined {
  return program.instructions.find((one): one is InstructionOf<Op> => one.op === op);
}
