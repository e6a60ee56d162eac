import type { RunResult } from '../../run/result.ts';
import type { CellsField, InputDateField, ResultHeader } from '../../run/result-header.ts';

/**
 * A part of a step: its cycles are the sum of those of its children, and its joules as well, added in their
 * order. A leaf is a cause.
 */
export interface TreeNode {
  readonly name: string;
  /** Of the path that is followed: what runs beside something longer has none. */
  readonly cycles: number;
  readonly energyUj: number;
  readonly children: readonly TreeNode[];
}

/** A part of the critical path: cycles `from` + 1 .. `to` of the step; the spans follow one another. */
export interface CriticalSpan {
  readonly instruction: string;
  readonly unit: 'load' | 'spmv' | 'ewop' | 'dram';
  readonly from: number;
  readonly to: number;
  /** What its first cycle waited for. */
  readonly waitedFor: string;
}

/** What a step takes at the least if one thing alone decided: none is more than its cycles. */
export interface StepBounds {
  /** With every multiplier at work in every cycle on a weight that is used. */
  readonly computeCycles: number;
  /** With the bank that is read most answering in every cycle, SpMV by SpMV. */
  readonly bankCycles: number;
  /** With the off-chip memory at its bandwidth in every cycle; 0: weights are resident. */
  readonly bandwidthCycles: number;
  /** With as many lanes everywhere as there are elements: what is left is latency, one after the other. */
  readonly dependencyCycles: number;
}

/** The roofs over a design and where it is below them: operations a cycle over operations a byte. */
export interface Roofline {
  /** Operations a cycle of all multipliers: two each. */
  readonly peakOpsPerCycle: number;
  /** Of weight memories, all PEs together. */
  readonly memoryBytesPerCycle: number;
  /** Null: the weights are resident. */
  readonly offChipBytesPerCycle: number | null;
  /** Operations of a step over the bytes of weights that it reads. */
  readonly opsPerByte: number;
  readonly opsPerCycle: number;
}

/** What a design takes of time, joules and area. */
export interface Cost {
  readonly cycles: number;
  readonly latencyUs: number;
  readonly energyUj: number;
  /** Whether it fits its device. */
  readonly fits: boolean;
  readonly clockMhz: number;
  readonly fmaxMhz: number;
  readonly meetsTiming: boolean;
  /** The largest share that it takes of a resource; null: of one that the device does not have. */
  readonly areaPercent: number | null;
  /** Weights that are kept. */
  readonly keptWeights: number;
}

/** A change of the design, simulated again. */
export interface Change extends Cost {
  /** What is changed, in words. */
  readonly what: string;
  readonly set: readonly string[];
  /** Whether it makes other weights be pruned. */
  readonly prunesAnew: boolean;
  /** The command that gives these figures. */
  readonly command: string;
}

/** The smallest set of changes that reaches a target. */
export interface ReachedTarget {
  /** As it was asked for: `latency=-20%`. */
  readonly asked: string;
  readonly reached: boolean;
  /** Without it what comes nearest. */
  readonly set: readonly string[];
  readonly cycles: number;
  readonly latencyUs: number;
  readonly energyUj: number;
  readonly command: string;
}

/** The result of `bbsim explain`: one step, timing only. */
export interface ExplainResult extends ResultHeader, CellsField, InputDateField, Cost {
  readonly accelerator: string;
  readonly workload: string;
  readonly seed: string;
  readonly configHash: string;
  readonly requestedSparsity: number | null;
  readonly residency: RunResult['weights']['residency'];
  /** Cycles by cause, in the words of the machine. */
  readonly causes: readonly { readonly name: string; readonly words: string; readonly cycles: number }[];
  readonly tree: TreeNode;
  readonly criticalPath: readonly CriticalSpan[];
  readonly bounds: StepBounds;
  readonly roofline: Roofline;
  readonly resources: RunResult['resources'];
  /** Place in `changes` of the one that saves most and can be built; null: none. */
  readonly bestChange: number | null;
  /** By what they save, most first. */
  readonly changes: readonly Change[];
  readonly target?: ReachedTarget;
}
