import type { Instruction, Program, Slice } from '../../../src/lstm/program/program.ts';

/** What the scoreboard needs to know of the hardware: docs/timing.md section 1. */
export interface ScoreboardTiming {
  /** N: elements that a LOAD broadcasts per cycle. */
  readonly banks: number;
  /** E. */
  readonly lanes: number;
  readonly addLatency: number;
  readonly activationLatency: number;
  readonly ewMulLatency: number;
  readonly chaining: boolean;
  /** C of rows `rowFrom .. rowFrom + rows - 1` of a matrix, by its index in `Program.matrices`. */
  readonly spmvCycles: (matrix: number, rowFrom: number, rows: number) => number;
}

/**
 * When one instruction ran: `unitFree` is the first cycle in which its unit takes another,
 * `written` that of its last result.
 */
export interface ScheduledInstruction {
  readonly unit: 'load' | 'spmv' | 'ewop';
  readonly issue: number;
  readonly unitFree: number;
  readonly written: number;
}

/** Issue of every instruction in program order, and the step's cycles. */
export interface Schedule {
  readonly instructions: readonly ScheduledInstruction[];
  readonly cycles: number;
}

/**
 * The vector-instruction scoreboard, written from docs/timing.md section 5 alone and element by element:
 * every element of every vector and region remembers the cycle in which it may be read, the cycle in which it
 * was written and until when it is being read. Slow and obvious; nothing is shared with src/hw.
 */
export function schedule(program: Program, timing: ScoreboardTiming): Schedule {
  const vectors = program.vectors.map(({ length }) => Array.from({ length }, unused));
  const regions = program.regions.map(({ length }) => Array.from({ length }, unused));
  const elements = ({ vector, from, length }: Slice) => vectors[vector].slice(from, from + length);
  const free = { load: 1, spmv: 1, ewop: 1 };
  const instructions: ScheduledInstruction[] = [];
  let previousIssue = 0;
  for (const instruction of program.instructions) {
    const { unit, occupancy, latency, reads, writes } = demand(
      instruction,
      program,
      timing,
      elements,
      regions,
    );
    const issue = Math.max(
      previousIssue + 1, // (a)
      free[unit], // (b)
      ...reads.map(({ readableFrom }) => readableFrom), // (c)
      ...writes.map(({ readUntil }) => readUntil), // (d)
      ...writes.map(({ writtenAt }) => writtenAt + 1), // (e)
    );
    const written = issue + occupancy + latency;
    for (const element of reads) element.readUntil = Math.max(element.readUntil, issue + occupancy);
    for (const element of writes) {
      element.writtenAt = written;
      element.readableFrom = (unit === 'ewop' && timing.chaining ? issue + latency : written) + 1;
    }
    free[unit] = issue + occupancy;
    previousIssue = issue;
    instructions.push({ unit, issue, unitFree: issue + occupancy, written });
  }
  return { instructions, cycles: Math.max(0, ...instructions.map(({ written }) => written)) };
}

interface ElementState {
  readableFrom: number;
  writtenAt: number;
  readUntil: number;
}

const unused = (): ElementState => ({ readableFrom: 0, writtenAt: 0, readUntil: 0 });

interface Demand {
  readonly unit: 'load' | 'spmv' | 'ewop';
  readonly occupancy: number;
  readonly latency: number;
  readonly reads: readonly ElementState[];
  readonly writes: readonly ElementState[];
}

function demand(
  instruction: Instruction,
  program: Program,
  timing: ScoreboardTiming,
  elements: (slice: Slice) => ElementState[],
  regions: readonly ElementState[][],
): Demand {
  switch (instruction.op) {
    case 'load': {
      const { sources, region, from } = instruction;
      const length = sources.reduce((sum, source) => sum + source.length, 0);
      return {
        unit: 'load',
        occupancy: Math.ceil(length / timing.banks),
        latency: 0,
        reads: sources.flatMap(elements),
        writes: regions[region].slice(from, from + length),
      };
    }
    case 'spmv': {
      const { matrix, rowFrom, rows, destination, accumulate } = instruction;
      const writes = elements(destination);
      const reads = [...regions[program.matrices[matrix].region], ...(accumulate ? writes : [])];
      return {
        unit: 'spmv',
        occupancy: timing.spmvCycles(matrix, rowFrom, rows) + 2,
        latency: 0,
        reads,
        writes,
      };
    }
    case 'cell':
    case 'gruReset':
    case 'gruCell':
    case 'writeBack':
      throw new Error(`${instruction.op} belongs to the chained style`);
    default: {
      const { op, operands, destination } = instruction;
      const { addLatency, activationLatency, ewMulLatency } = timing;
      const latency = {
        add: addLatency,
        complement: addLatency,
        multiply: ewMulLatency,
        sigmoid: activationLatency,
        tanh: activationLatency,
        copy: 0,
      };
      return {
        unit: 'ewop',
        occupancy: Math.ceil(destination.length / timing.lanes),
        latency: latency[op],
        reads: operands.flatMap(elements),
        writes: elements(destination),
      };
    }
  }
}
