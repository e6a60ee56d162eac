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

/** Cycles of the chained style's projection write-back. docs/timing.md section 4. */
export function writeBackCycles({ timing, ewop }: AcceleratorConfig, elements: number): number {
  return Math.ceil(elements / ewop.lanes) + 1 + timing.addLatency;
}
