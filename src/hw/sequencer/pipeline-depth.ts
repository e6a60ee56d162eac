import type { AcceleratorConfig } from '../config/config.ts';

/**
 * Cycles of the chained element-wise pipeline: ceil(H/E) groups, one per cycle, plus its
 * depth. docs/timing.md section 4.
 */
export function chainedCellCycles(
  { timing, ewop }: AcceleratorConfig,
  hidden: number,
  peepholes: boolean,
): number {
  const { addLatency, activationLatency, ewMulLatency } = timing;
  const depth = 1 + 2 * addLatency + 2 * activationLatency + 2 * ewMulLatency;
  const peepholeDepth = peepholes ? 2 * ewMulLatency + addLatency : 0;
  return Math.ceil(hidden / ewop.lanes) + depth + peepholeDepth;
}

/** Cycles of the same lanes over a GRU, from the sums of r to r h. docs/timing.md section 4. */
export function chainedResetCycles({ timing, ewop }: AcceleratorConfig, hidden: number): number {
  const { addLatency, activationLatency, ewMulLatency } = timing;
  return Math.ceil(hidden / ewop.lanes) + 1 + addLatency + activationLatency + ewMulLatency;
}

/**
 * Cycles of the same lanes over a GRU, from the gates' sums to h. Where the reset gate multiplies products,
 * it stands in the pipeline before the candidate: a sum, an activation and a product more. docs/timing.md
 * section 4.
 */
export function chainedGruCycles(
  { timing, ewop }: AcceleratorConfig,
  hidden: number,
  resetAfter: boolean,
): number {
  const { addLatency, activationLatency, ewMulLatency } = timing;
  const depth = 1 + 2 * addLatency + activationLatency + ewMulLatency;
  const reset = resetAfter ? addLatency + activationLatency + ewMulLatency : 0;
  return Math.ceil(hidden / ewop.lanes) + depth + reset;
}

/** Cycles of the chained style's projection write-back. docs/timing.md section 4. */
export function writeBackCycles({ timing, ewop }: AcceleratorConfig, elements: number): number {
  return Math.ceil(elements / ewop.lanes) + 1 + timing.addLatency;
}
