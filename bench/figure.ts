/**
 * One measured figure; `ratio` compares two things timed in the same run, so it carries
 * over between machines and loads.
 */
export interface Figure {
  readonly name: string;
  readonly ratio: number;
  readonly detail: string;
}

/** Prints figures: the ratio, what it is of, and below it what it comes from. */
export function printFigures(figures: readonly Figure[]): void {
  for (const { name, ratio, detail } of figures) {
    console.log(`${ratio.toFixed(3).padStart(9)}  ${name}\n           ${detail}`);
  }
}

/** Takes the results of measured code, so that the compiler cannot remove the work. */
export const sink = new Float64Array(1);

/**
 * Shortest time of one call in milliseconds over `rounds` rounds of as many calls as
 * fill about 20 ms; after a warm-up.
 */
export function shortestMs(work: () => number, rounds = 15): number {
  const once = timeMs(work, 3) / 3;
  const calls = Math.max(1, Math.ceil(20 / Math.max(once, 0.001)));
  timeMs(work, calls);
  let shortest = Number.POSITIVE_INFINITY;
  for (let round = 0; round < rounds; round++) shortest = Math.min(shortest, timeMs(work, calls) / calls);
  return shortest;
}

/**
 * Median time of one call in milliseconds over `rounds` rounds of as many calls as fill about 2
 * ms; after a warm-up of 100 ms.
 */
export function medianMs(work: () => number, rounds = 101): number {
  const once = timeMs(work, 3) / 3;
  timeMs(work, Math.max(20, Math.ceil(100 / Math.max(once, 0.001))));
  const calls = Math.max(1, Math.round(2 / Math.max(timeMs(work, 5) / 5, 0.001)));
  const times = Float64Array.from({ length: rounds }, () => timeMs(work, calls) / calls);
  return times.sort()[rounds >> 1];
}

function timeMs(work: () => number, calls: number): number {
  const start = process.hrtime.bigint();
  for (let call = 0; call < calls; call++) sink[0] += work();
  return Number(process.hrtime.bigint() - start) / 1e6;
}
