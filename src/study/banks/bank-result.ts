import type { StorageBits } from '../../bbs/formats/storage.ts';
import type { RunResult } from '../../run/result.ts';
import type { CellsField, ResultHeader } from '../../run/result-header.ts';
import type { PatternSimilarities } from './bank-similarity.ts';
import type { Constant } from './bank-sizes.ts';

/** The kept weights in one format, bits of all matrices. */
export interface FormatFigures extends StorageBits {
  /** totalBits over the bits of all weights before pruning. */
  readonly shareOfDense: number;
  /** Bits for each kept weight that say in which column it is; those of padding are shared among the kept. */
  readonly indexBitsPerWeight: number;
  /** Bits of row pointers for each kept weight. */
  readonly pointerBitsPerWeight: number;
}

/** One array at one number of banks: one step, timing only. */
export interface ArrayFigures {
  readonly cycles: number;
  readonly latencyUs: number;
  readonly residency: RunResult['weights']['residency'];
  /** Bits that a step fetches from off-chip memory, whole bursts. */
  readonly fetchedBits: number;
  /** Conflict cycles on the critical path of the step. docs/timing.md section 7. */
  readonly conflictStallCycles: number;
  /** Cycles in which requests waited for a bank, of all PEs together. */
  readonly conflictCycles: number;
  readonly beats: number;
  /** Beats that take more than one cycle, over all beats. */
  readonly conflictingBeatShare: number;
  readonly loadImbalance: number;
  /** Multiplications of kept weights over multipliers x cycles of the step. */
  readonly utilisation: number;
  /** Busy cycles of all PEs over PEs x cycles of the step. */
  readonly occupancy: number;
  /** Weights and biases that were cut to the bits of a number, and what else is known without values. */
  readonly saturations: Readonly<Record<string, number | null>>;
  readonly resources: RunResult['resources'];
  /** Of this run. */
  readonly configHash: string;
}

/** The masks of one matrix. */
export interface MatrixFigures {
  readonly tensor: string;
  readonly rows: number;
  readonly cols: number;
  /** k: entries of a bank in a row. */
  readonly entriesPerBank: number | null;
  readonly patterns: PatternSimilarities;
}

/** Everything at one number of banks. */
export interface BankCountFigures {
  readonly banks: number;
  readonly pes: number;
  readonly kept: number;
  readonly achievedSparsity: number;
  readonly storage: { readonly csb: FormatFigures; readonly csr: FormatFigures };
  readonly bbs: ArrayFigures;
  readonly csr: ArrayFigures;
  /** Over all matrices. */
  readonly patterns: PatternSimilarities;
  readonly matrices: readonly MatrixFigures[];
}

/** The result of `bbsim study banks`. */
export interface BankStudyResult extends ResultHeader, CellsField {
  readonly study: 'banks';
  readonly workload: string;
  readonly seed: string;
  readonly requestedSparsity: number;
  readonly configHash: string;
  readonly constant: Constant;
  readonly device: string;
  /** In MHz; auto: every design at the highest clock that it reaches. */
  readonly clockMhz: number | 'auto';
  /** Weights of all matrices before pruning, and their bits. */
  readonly weights: number;
  readonly denseBits: number;
  readonly points: readonly BankCountFigures[];
}
