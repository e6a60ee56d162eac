import { widthOf } from '../../bbs/formats/storage.ts';
import { hasScales } from '../../num/row-scale.ts';
import type { AcceleratorConfig } from '../config/config.ts';

/**
 * L: levels of an adder tree over so many lanes, a register each, ceil(log2 lanes). A node of a level that
 * has no neighbour passes through its register. docs/timing.md sections 1 and 3.
 */
export function treeLevels(lanes: number): number {
  return widthOf(lanes);
}

/**
 * RESC: registers of the multiplier that rescales the sums of int8 weights, between accumulator and output; 0
 * without. docs/timing.md section 3.
 */
export function rescaleRegisters({ number, timing }: Pick<AcceleratorConfig, 'number' | 'timing'>): number {
  return hasScales(number) ? timing.mulLatency : 0;
}

/**
 * FILL = 4 + mulLatency + L + O + RESC: from the last issue cycle of a row to the cycle in which it is
 * written. L: levels of an adder tree over N lanes, one register per level. O: optional registers between S2
 * and the multipliers. docs/timing.md sections 1 and 3.
 */
export function fillOf(
  config: Pick<AcceleratorConfig, 'banks' | 'timing' | 'number'>,
  crossbarRegisters: number,
): number {
  const { banks, timing } = config;
  const optionalRegisters = timing.bankOutputRegister + crossbarRegisters + rescaleRegisters(config);
  return 4 + timing.mulLatency + treeLevels(banks) + optionalRegisters;
}
