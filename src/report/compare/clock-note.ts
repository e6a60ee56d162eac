import { kindOf } from '../../hw/array/kinds/index.ts';
import { isArbitrated } from '../../hw/array/kinds/kind.ts';
import type { RunResult } from '../../run/result.ts';

/**
 * A large crossbar will not close timing at the clock of a bank-balanced array; null where that is no matter.
 */
export function clockNote(runs: readonly RunResult[]): string | null {
  const clocks = new Set(runs.map(({ clockMhz }) => clockMhz));
  const hasCrossbar = runs.some(({ config }) =>
    isArbitrated(kindOf((config as { kind: string }).kind).issue),
  );
  if (clocks.size > 1 || !hasCrossbar) return null;
  return `All designs are taken at ${runs[0].clockMhz} MHz, which flatters CSR: a large crossbar would not reach it.`;
}
