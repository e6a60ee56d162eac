import type { Instruction, Program, Slice } from '../../lstm/program/program.ts';

/**
 * What an instruction reads and writes. Regions of the vector buffers are numbered after the vectors,
 * so one scoreboard watches both.
 */
export interface Operands {
  readonly reads: readonly Slice[];
  readonly writes: readonly Slice[];
}

/** The operands of an instruction, for the hazard rules of docs/timing.md section 5. */
export function operandsOf(program: Program, instruction: Instruction): Operands {
  const region = (index: number, from: number, length: number): Slice => ({
    vector: program.vectors.length + index,
    from,
    length,
  });
  switch (instruction.op) {
    case 'load': {
      const elements = instruction.sources.reduce((sum, { length }) => sum + length, 0);
      return { reads: instruction.sources, writes: [region(instruction.region, instruction.from, elements)] };
    }
    case 'spmv': {
      const source = program.matrices[instruction.matrix].region;
      const x = region(source, 0, program.regions[source].length);
      const { destination } = instruction;
      return { reads: instruction.accumulate ? [x, destination] : [x], writes: [destination] };
    }
    case 'cell': {
      const { gates, bias, peepholes, cell, output } = instruction;
      const constants = [bias, peepholes?.i, peepholes?.f, peepholes?.o].filter((slice) => slice != null);
      return { reads: [gates, cell, ...constants], writes: [cell, output] };
    }
    case 'gruReset': {
      const { gate, bias, h, output } = instruction;
      return { reads: [gate, h, ...(bias ? [bias] : [])], writes: [output] };
    }
    case 'gruCell': {
      const { gates, overH, bias, h, output } = instruction;
      const others = [overH, bias].filter((slice) => slice !== null);
      return { reads: [gates, h, ...others], writes: [output] };
    }
    case 'writeBack':
      return { reads: [instruction.source], writes: [instruction.destination] };
    default:
      return { reads: instruction.operands, writes: [instruction.destination] };
  }
}

/** Whether two slices of one vector share an element. */
export function shareElements(a: Omit<Slice, 'vector'>, b: Omit<Slice, 'vector'>): boolean {
  return a.from < b.from + b.length && b.from < a.from + a.length;
}
