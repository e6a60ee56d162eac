import type { AcceleratorConfig } from '../config/config.ts';

/** L: levels of an adder tree over N lanes, one register per level. docs/timing.md section 1. */
function adderTreeLevels(lanes: number): number {
  return Math.log2(lanes);
}

/** O: optional registers between S2 and the multipliers. docs/timing.md section 3. */
function optionalRegisters({ kind, timing }: AcceleratorConfig): number {
  const crossbar = kind === 'csr' || kind === 'csr-shared' ? timing.crossbarRegister : 0;
  return timing.bankOutputRegister + crossbar;
}

/** FILL = 4 + mulLatency + L + O: from the last issue cycle of a row to the cycle in which it is written. docs/timing.md section 3. */
export function fillCycles(config: AcceleratorConfig): number {
  return 4 + config.timing.mulLatency + adderTreeLevels(config.banks) + optionalRegisters(config);
}

/**
 * Cycles of the chained element-wise pipeline: ceil(H/E) groups, one per cycle, plus its depth. docs/timing.md section 4.
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
