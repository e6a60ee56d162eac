import type { ElementInstruction, Instruction, Program } from '../../lstm/program/program.ts';
import type { EncodedMatrix } from '../array/spmv-array.ts';
import type { SpmvJob, SpmvUnit } from '../array/spmv-unit.ts';
import { loadCycles } from '../array/vector-buffer.ts';
import type { AcceleratorConfig } from '../config/config.ts';
import {
  chainedCellCycles,
  chainedGruCycles,
  chainedResetCycles,
  writeBackCycles,
} from './pipeline-depth.ts';
import type { Unit } from './timeline.ts';

/**
 * The unit an instruction occupies, for how long, and how many cycles after the
 * occupancy its result is written.
 */
export interface InstructionCost {
  readonly unit: Unit;
  readonly occupancy: number;
  /** Cycles from the end of the occupancy to the write: the latency of an element-wise operation. */
  readonly latency: number;
  readonly job: SpmvJob | null;
}

/** latency(op): docs/timing.md section 5. */
function elementLatency({ timing }: AcceleratorConfig, op: ElementInstruction['op']): number {
  if (op === 'add' || op === 'complement') return timing.addLatency;
  if (op === 'multiply') return timing.ewMulLatency;
  return op === 'copy' ? 0 : timing.activationLatency;
}

/** What an instruction of a program costs on an accelerator. docs/timing.md sections 4 and 5. */
export function costOf(
  config: AcceleratorConfig,
  spmvUnit: Pick<SpmvUnit, 'array' | 'job'>,
  matrices: readonly EncodedMatrix[],
  program: Program,
  instruction: Instruction,
): InstructionCost {
  switch (instruction.op) {
    case 'load': {
      const elements = instruction.sources.reduce((sum, { length }) => sum + length, 0);
      return {
        unit: 'load',
        occupancy: loadCycles(elements, spmvUnit.array.bufferBanks),
        latency: 0,
        job: null,
      };
    }
    case 'spmv': {
      const job = spmvUnit.job(matrices[instruction.matrix], instruction.rowFrom, instruction.rows);
      return { unit: 'spmv', occupancy: job.cycles, latency: 0, job };
    }
    case 'cell': {
      const occupancy = chainedCellCycles(config, instruction.hidden, program.constants.peepholes !== null);
      return { unit: 'ewop', occupancy, latency: 0, job: null };
    }
    case 'gruReset':
      return {
        unit: 'ewop',
        occupancy: chainedResetCycles(config, instruction.hidden),
        latency: 0,
        job: null,
      };
    case 'gruCell': {
      const occupancy = chainedGruCycles(config, instruction.hidden, instruction.overH !== null);
      return { unit: 'ewop', occupancy, latency: 0, job: null };
    }
    case 'writeBack':
      return {
        unit: 'ewop',
        occupancy: writeBackCycles(config, instruction.source.length),
        latency: 0,
        job: null,
      };
    default: {
      const occupancy = Math.ceil(instruction.destination.length / config.ewop.lanes);
      return { unit: 'ewop', occupancy, latency: elementLatency(config, instruction.op), job: null };
    }
  }
}
