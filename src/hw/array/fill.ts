import { widthOf } from '../../bbs/formats/storage.ts';
import type { AcceleratorConfig } from '../config/config.ts';

/**
 * L: levels of an adder tree over so many lanes, a register each, ceil(log2 lanes). A node of a level that
 * has no neighbour passes through its register. docs/timing.md sections 1 and 3.
 */
export function treeLevels(lanes: number): number {
  return widthOf(lanes);
}

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
  return 4 + timing.mulLatency + treeLevels(banks) + optionalRegisters;
}
