import { DiscreteSpace, type Genome } from '../../../src/explore/search/discrete-space.ts';
import { dominates } from '../../../src/explore/search/pareto.ts';
import { hypervolume } from './hypervolume.ts';

/** A small space with two or more costs per genome. */
export interface Problem {
  readonly levels: readonly number[];
  readonly costs: (genome: Genome) => number[];
}

/** Levels of the other genes at which the fronts of the ZDT problems lie. */
const BEST = [3, 1, 2, 1];
const ZDT_LEVELS = [16, 5, 5, 4, 4];

/**
 * ZDT1 and ZDT3 (Zitzler, Deb, Thiele, 2000) on a grid; `best(g, first)` is
 * where gene g must be for the front.
 */
function zdt(wave: (x: number) => number, best: (g: number, first: number) => number): Problem {
  return {
    levels: ZDT_LEVELS,
    costs: (genome) => {
      const x = genome[0] / 15;
      let away = 1;
      for (let g = 1; g < 5; g++)
        away += (2 * Math.abs(genome[g] - best(g, genome[0]))) / (ZDT_LEVELS[g] - 1);
      return [x, away * (1 - Math.sqrt(x / away) - (x / away) * wave(x))];
    },
  };
}

const anywhere = (g: number) => BEST[g - 1];
const jumping = (g: number, first: number) => (BEST[g - 1] + Math.floor(first / 5)) % ZDT_LEVELS[g];
const flat = () => 0;
const wavy = (x: number) => Math.sin(10 * Math.PI * x);

/** One front without gaps. */
export const convex = zdt(flat, anywhere);

/** A front in pieces. */
export const disconnected = zdt(wavy, anywhere);

/** The other genes must jump together to follow the front: mutation by steps is misled. */
export const jumpingConvex = zdt(flat, jumping);

/**
 * PEs, banks, buffer, clock and bits, with costs as hardware has them: latency, area and loss of precision,
 * each over orders of magnitude, so that its logarithm is what is measured.
 */
export const hardware: Problem = {
  levels: [8, 6, 6, 6, 4],
  costs: ([pes, banks, buffer, clock, width]) => {
    const bits = 4 + 4 * width;
    const stalls = (1 + 2 ** (pes - banks) / 4) * (1 + 8 / 2 ** buffer);
    const latency = ((4096 / 2 ** pes) * stalls * (1 + bits / 64)) / (1 + clock / 2);
    const area = 2 ** pes * bits + 12 * 2 ** banks + 2 ** (buffer - 1) * bits + 2 ** (pes + banks - 3);
    return [Math.log2(latency), Math.log2(area), Math.log2(1 / bits + pes / 500)];
  },
};

/** All costs of a problem, in the order of counting. */
export function allCosts({ levels, costs }: Problem): number[][] {
  return [...new DiscreteSpace(levels).countFrom()].map(costs);
}

/** The front by comparing all with all. */
export function bruteFront(costs: readonly (readonly number[])[]): number[] {
  return costs.flatMap((point, i) => (costs.some((other) => dominates(other, point)) ? [] : [i]));
}

/**
 * A measure of fronts: the share of the true front's hypervolume, seen from just
 * behind the worst of the true front.
 */
export function shareOf(front: readonly (readonly number[])[]) {
  const reference = front[0].map((_, m) => {
    const values = front.map((point) => point[m]);
    return 1.1 * Math.max(...values) - 0.1 * Math.min(...values);
  });
  const whole = hypervolume(front, reference);
  return (found: readonly (readonly number[])[]) => hypervolume(found, reference) / whole;
}
