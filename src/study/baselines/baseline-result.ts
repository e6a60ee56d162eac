import type { RunResult } from '../../run/result.ts';
import type { CellsField, ResultHeader } from '../../run/result-header.ts';
import type { WeightEquality } from '../compare/equal-kept.ts';

/** One preset in one schedule: one step, timing only. */
export interface BaselineRow {
  /** What its array does with rows and beats, in words. */
  readonly schedule: string;
  readonly preset: string;
  readonly cycles: number;
  /** Latency over that of the bank-balanced array at the same equality. */
  readonly overBbs: number;
  readonly latencyUs: number;
  readonly fits: boolean;
  /** What it has in common with the bank-balanced array: kept weights, or the sparsity asked for. */
  readonly equal: WeightEquality;
  readonly kept: number;
  readonly residency: RunResult['weights']['residency'];
  readonly resources: RunResult['resources'];
  /** Of this run. */
  readonly configHash: string;
}

/** The result of `bbsim study baselines`. */
export interface BaselineStudyResult extends ResultHeader, CellsField {
  readonly study: 'baselines';
  readonly workload: string;
  readonly seed: string;
  readonly requestedSparsity: number;
  readonly configHash: string;
  readonly device: string;
  /** In MHz; auto: every design at the highest clock that it reaches. */
  readonly clockMhz: number | 'auto';
  /** Weights of all matrices before pruning. */
  readonly weights: number;
  /** The presets in their order at equal kept weights, then in the same order at equal requested sparsity. */
  readonly rows: readonly BaselineRow[];
}
