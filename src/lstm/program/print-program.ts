import type { Instruction, Program, Slice } from './program.ts';

/**
 * A program as an assembly listing, one instruction per line: number, opcode, destination and operands with
 * their element ranges (both ends included), elements, phase. `@name` is a region of the vector buffers;
 * `tensor[rows]` a slice of a matrix. Lines end in a line break.
 */
export function formatProgram(program: Program): string {
  const header = ['#', 'opcode', 'destination', 'operands', 'elements', 'phase'];
  const rows = program.instructions.map((instruction, index) => [
    String(index),
    ...instructionWords(program, instruction),
    instruction.phase,
  ]);
  return aligned([header, ...rows], [0, 4]);
}

/** One instruction in few words: `3 spmv gates[0..4095]`: its number, opcode and destination. */
export function instructionName(program: Program, index: number): string {
  const [opcode, destination] = instructionWords(program, program.instructions[index]);
  return `${index} ${opcode} ${destination}`;
}

/** Columns of the listing. */
type InstructionWords = [opcode: string, destination: string, operands: string, elements: string];

/** An instruction as the listing has it. */
export function instructionWords(program: Program, instruction: Instruction): InstructionWords {
  const named = (slice: Slice) => ranged(program.vectors[slice.vector].name, slice.from, slice.length);
  const region = (index: number, from: number, length: number) =>
    ranged(`@${program.regions[index].name}`, from, length);
  switch (instruction.op) {
    case 'load': {
      const { sources, from } = instruction;
      const length = sources.reduce((sum, source) => sum + source.length, 0);
      return [
        'load',
        region(instruction.region, from, length),
        sources.map(named).join(', '),
        String(length),
      ];
    }
    case 'spmv': {
      const { matrix, rowFrom, rows, destination, accumulate } = instruction;
      const { tensor, region: source } = program.matrices[matrix];
      const vector = region(source, 0, program.regions[source].length);
      const operands = `${ranged(tensor, rowFrom, rows)} * ${vector}`;
      return [accumulate ? 'spmv.add' : 'spmv', named(destination), operands, String(rows)];
    }
    case 'cell': {
      const { gates, bias, peepholes, cell, output, hidden } = instruction;
      const constants = [bias, peepholes?.i, peepholes?.f, peepholes?.o].filter((slice) => slice != null);
      const operands = [gates, cell, ...constants].map(named).join(', ');
      return ['cell', `${named(cell)}, ${named(output)}`, operands, String(hidden)];
    }
    case 'gruReset': {
      const { gate, bias, h, output, hidden } = instruction;
      const operands = [gate, h, bias].filter((slice) => slice !== null);
      return ['gruReset', named(output), operands.map(named).join(', '), String(hidden)];
    }
    case 'gruCell': {
      const { gates, overH, bias, h, output, hidden } = instruction;
      const operands = [gates, overH, h, bias].filter((slice) => slice !== null);
      return ['gruCell', named(output), operands.map(named).join(', '), String(hidden)];
    }
    case 'writeBack': {
      const { source, destination } = instruction;
      return ['writeBack', named(destination), named(source), String(destination.length)];
    }
    default: {
      const { op, operands, destination, sum } = instruction;
      const opcode = sum === undefined ? op : `${op}.${sum}`;
      return [opcode, named(destination), operands.map(named).join(', '), String(destination.length)];
    }
  }
}

function ranged(name: string, from: number, length: number): string {
  return `${name}[${from}..${from + length - 1}]`;
}

/** Columns padded to their widest cell, those in `right` from the left. */
function aligned(rows: readonly (readonly string[])[], right: readonly number[]): string {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) =>
        right.includes(column) ? cell.padStart(widths[column]) : cell.padEnd(widths[column]),
      )
      .join('  ')
      .trimEnd();
  return `${rows.map(line).join('\n')}\n`;
}
