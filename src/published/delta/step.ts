import { type DeltaQueueOptions, type DeltaTiming, type ScannedStep, timeColumns } from './queues.ts';

/** One step of an accelerator with delta units. */
export interface DeltaStep {
  /** The columns' products, the pipeline behind them and the element-wise unit. */
  readonly cycles: number;
  readonly columns: DeltaTiming;
  /** What was sent, to be timed on other hardware. */
  readonly scanned: ScannedStep;
  /** Entries that were multiplied, of all PEs. */
  readonly products: number;
  /** The new state, and what had been sent of input and state when it was computed. */
  readonly h: Int16Array;
  readonly c: Int16Array | null;
  readonly sentInput: Int16Array;
  readonly sentState: Int16Array;
}

/** What follows the columns in every step: the pipeline of the multipliers, then the cells. */
export interface DeltaTail {
  readonly macFillCycles: number;
  readonly activationLanes: number;
  /** Operations of a cell on the multiplier that its lane shares, a cycle each; 1: a cell a cycle. */
  readonly activationOperations: number;
  readonly activationFillCycles: number;
}

/** Cycles from the last product to the last new state. */
export function tailCycles(
  { macFillCycles, activationLanes, activationOperations, activationFillCycles }: DeltaTail,
  cells: number,
): number {
  return macFillCycles + activationOperations * Math.ceil(cells / activationLanes) + activationFillCycles;
}

/** Steps that send what these did, on other hardware. */
export function retimed(steps: readonly DeltaStep[], options: DeltaQueueOptions & DeltaTail): DeltaStep[] {
  return steps.map((step) => {
    const columns = timeColumns(step.scanned, options);
    return { ...step, columns, cycles: columns.cycles + tailCycles(options, step.scanned.hidden) };
  });
}

/** The deltas of input and state side by side, as the columns of one matrix over [x, h]. */
export function joinColumns(inputs: number, ofInput: Uint32Array, ofState: Uint32Array): Uint32Array {
  const joined = new Uint32Array(ofInput.length + ofState.length);
  joined.set(ofInput);
  joined.set(
    ofState.map((column) => inputs + column),
    ofInput.length,
  );
  return joined;
}
