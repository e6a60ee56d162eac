import type { NamedInstructions } from '../../../src/lstm/program/element-steps.ts';
import type { Instruction, Program, Slice } from '../../../src/lstm/program/program.ts';

/** All orders in which one step stands in another place and no step comes before what it needs. */
export function singleMoves(
  order: readonly string[],
  steps: NamedInstructions,
  storage: Pick<Program, 'matrices' | 'regions'>,
): (readonly string[])[] {
  const moves: string[][] = [];
  for (const [at, name] of order.entries()) {
    const others = order.filter((step) => step !== name);
    const blocks = (other: string) => depends(steps.get(name)!, steps.get(other)!, storage);
    const first = others.findLastIndex((other, k) => k < at && blocks(other)) + 1;
    const after = others.findIndex((other, k) => k >= at && blocks(other));
    const last = after < 0 ? others.length : after;
    for (let to = first; to <= last; to++) if (to !== at) moves.push(others.toSpliced(to, 0, name));
  }
  return moves;
}

/** Whether two steps must stay in their order: one writes what the other reads or writes. */
function depends(a: Instruction, b: Instruction, storage: Pick<Program, 'matrices' | 'regions'>): boolean {
  const [x, y] = [accesses(a, storage), accesses(b, storage)];
  return overlap(x.writes, y.reads) || overlap(x.reads, y.writes) || overlap(x.writes, y.writes);
}

function accesses(
  instruction: Instruction,
  { matrices }: Pick<Program, 'matrices'>,
): { reads: string[]; writes: string[] } {
  const elements = ({ vector, from, length }: Slice) =>
    Array.from({ length }, (_, k) => `${vector}:${from + k}`);
  switch (instruction.op) {
    case 'load':
      return { reads: instruction.sources.flatMap(elements), writes: [`region ${instruction.region}`] };
    case 'spmv':
      return {
        reads: [`region ${matrices[instruction.matrix].region}`],
        writes: elements(instruction.destination),
      };
    case 'cell':
    case 'gruReset':
    case 'gruCell':
    case 'writeBack':
      throw new Error('not of this style');
    default:
      return { reads: instruction.operands.flatMap(elements), writes: elements(instruction.destination) };
  }
}

function overlap(some: readonly string[], others: readonly string[]): boolean {
  const set = new Set(others);
  return some.some((element) => set.has(element));
}
