import type { ScoreboardTiming } from './scoreboard-model.ts';

const fill = 4 + 3 + 6;

/** A machine of M = N = 64 with `perBank` entries per bank and row in every matrix. */
export function timing(lanes: number, perBank: number, chaining = false): ScoreboardTiming {
  return {
    banks: 64,
    lanes,
    addLatency: 1,
    activationLatency: 2,
    ewMulLatency: 3,
    chaining,
    spmvCycles: (_matrix, _rowFrom, rows) => Math.ceil(rows / 64) * perBank + fill,
  };
}

/**
 * The same machine and layers in units of 64 elements: M = N = E = 1 and every length divided by 64 and
 * rounded up. All occupancies are the same, and a schedule is found 64 times faster.
 */
export const inUnits = (perBank: number): ScoreboardTiming => ({
  ...timing(1, perBank),
  banks: 1,
  spmvCycles: (_matrix, _rowFrom, rows) => rows * perBank + fill,
});
