import { formatNumber } from '../tables/number-text.ts';

/** Multiples of 1, 2 or 5 times a power of ten from `from` to `to`, at most `most` steps of them. */
export function niceTicks(from: number, to: number, most: number): number[] {
  const step = niceStep((to - from) / Math.max(1, most));
  const [first, last] = [Math.ceil(from / step - 1e-9), Math.floor(to / step + 1e-9)];
  // Multiples of a step that is too small for its numbers to be told apart would have no end; as they come,
  // there is at most one more than steps.
  const steps = Math.min(last - first, Math.max(1, most));
  const ticks: number[] = [];
  // Zero has no sign.
  for (let i = 0; i <= steps; i++) ticks.push((first + i) * step + 0);
  return ticks;
}

/** The smallest of 1, 2, 5, 10, ... times a power of ten that is not below `least`. */
export function niceStep(least: number): number {
  if (!(least > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(least));
  const factor = [1, 2, 5, 10].find((candidate) => candidate * power >= least * (1 - 1e-9)) ?? 10;
  return factor * power;
}

/**
 * Ticks of a log axis: multiples 1, 2 and 5 of powers of ten where at most `most` of them lie in the
 * range, else powers of ten alone. Throws RangeError for a range that no log axis has.
 */
export function logTicks(from: number, to: number, most: number): number[] {
  if (!(from > 0 && Number.isFinite(to))) throw new RangeError(`no log axis goes from ${from} to ${to}`);
  const ticksAt = (factors: readonly number[], every: number) => {
    const ticks: number[] = [];
    for (let power = Math.floor(Math.log10(from)); power <= Math.log10(to); power++) {
      if (power % every === 0) ticks.push(...factors.map((factor) => factor * 10 ** power));
    }
    return ticks.filter((tick) => tick >= from && tick <= to);
  };
  const fine = ticksAt([1, 2, 5], 1);
  if (fine.length >= 2 && fine.length <= most) return fine;
  return fine.length < 2 ? niceTicks(from, to, 6) : ticksAt([1], Math.ceil(Math.log10(to / from) / most));
}

/**
 * Tick labels with as many digits as tell neighbours apart; Chart.js's own would
 * follow the locale of the machine.
 */
export function tickTexts(ticks: readonly number[]): string[] {
  const step = ticks.length > 1 ? Math.abs(ticks[1] - ticks[0]) : Math.abs(ticks[0] ?? 1);
  const digits = step > 0 ? Math.min(12, Math.max(0, -Math.floor(Math.log10(step) + 1e-9))) : 0;
  return ticks.map((tick) => formatNumber(Number(tick.toFixed(digits)), digits));
}

/**
 * Labels of the ticks of a log axis, each with the digits that it needs; ticks that are no 1, 2 or 5
 * times a power of ten lie evenly.
 */
export function logTickTexts(ticks: readonly number[]): string[] {
  const isRound = (tick: number) =>
    [1, 2, 5].includes(Number((tick / 10 ** floorLog10(tick)).toPrecision(9)));
  return ticks.every(isRound) ? ticks.map((tick) => tickTexts([tick])[0]) : tickTexts(ticks);
}

/** Exponent of the power of ten that is not above a value, although 10 ** -n is rounded. */
function floorLog10(value: number): number {
  return Math.floor(Math.log10(value) + 1e-9);
}
