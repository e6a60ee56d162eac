import type { AcceleratorConfig } from '../config/config.ts';

/**
 * FILL = 4 + mulLatency + L + O: from the last issue cycle of a row to the cycle in which it is written. L:
 * levels of an adder tree over N lanes, one register per level. O: optional registers between S2 and the
 * multipliers. docs/timing.md sections 1 and 3.
 */
export function fillOf(
  { banks, timing }: Pick<AcceleratorConfig, 'banks' | 'timing'>,
  crossbarRegisters: number,
): number {
  const optionalRegisters = timing.bankOutputRegister + crossbarRegisters;
  return 4 + timing.mulLatency + Math.log2(banks) + optionalRegisters;
}
