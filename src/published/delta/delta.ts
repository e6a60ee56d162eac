import type { ActivityRates } from '../../energy/power-fit.ts';
import { type Design, publishedOf } from '../design.ts';
import type { Curve, Detail } from '../simulation.ts';
import type { DeltaStep } from './step.ts';

/** Bits of an accumulator that lives on between steps. */
const ACCUMULATOR_BITS = 32;
/** Bits of a difference of two states. */
const DELTA_BITS = 16;

/** Thresholds of the curves. */
const thresholds = [0, 0.025, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5];

/** Means over the measured steps. */
export interface DeltaMeans {
  readonly cycles: number;
  readonly leastCycles: number;
  readonly mostCycles: number;
  readonly activeShare: number;
  readonly products: number;
  readonly measuredSteps: number;
}

/** Means over the steps after the warm-up. */
export function meansOf(steps: readonly DeltaStep[], warmUpSteps: number, columns: number): DeltaMeans {
  const measured = steps.slice(warmUpSteps);
  const mean = (of: (step: DeltaStep) => number) =>
    measured.reduce((sum, step) => sum + of(step), 0) / measured.length;
  const cycles = measured.map((step) => step.cycles);
  return {
    cycles: mean((step) => step.cycles),
    leastCycles: Math.min(...cycles),
    mostCycles: Math.max(...cycles),
    activeShare: mean((step) => step.columns.activeColumns) / columns,
    products: mean((step) => step.products),
    measuredSteps: measured.length,
  };
}

/**
 * Every product reads its weight, with an index where there is one, and changes an accumulator that is read
 * and written: a column's products belong to different rows, so no adder tree gathers them.
 */
export function deltaActivity(
  { cycles, products }: DeltaMeans,
  clockMhz: number,
  weightBits: number,
  indexBits: number,
): ActivityRates {
  const seconds = cycles / (clockMhz * 1e6);
  return {
    productsPerS: products / seconds,
    weightBits,
    activationBits: DELTA_BITS,
    memoryBitsPerS: (products * (weightBits + indexBits + 2 * ACCUMULATOR_BITS)) / seconds,
    dramBitsPerS: 0,
    dramPjPerBit: 0,
  };
}

/** A threshold, and the means of a run at it. */
interface ThresholdPoint {
  readonly threshold: number;
  readonly means: DeltaMeans;
  readonly speedUp: number;
}

/** What a run over thresholds needs of a design. */
export interface ThresholdConfig {
  readonly inputs: number;
  readonly hidden: number;
  readonly warmUpSteps: number;
  readonly threshold: number;
}

/** Runs a design at every threshold; speed-ups are over `slowCycles`. */
export function sweepThresholds(
  { figures }: Pick<Design, 'figures'>,
  { inputs, hidden, warmUpSteps, threshold: chosen }: ThresholdConfig,
  run: (threshold: number) => readonly DeltaStep[],
  slowCycles: number,
): { readonly detail: Detail; readonly curve: Curve } {
  const points = thresholds.map((threshold) => {
    const means = meansOf(run(threshold), warmUpSteps, inputs + hidden);
    return { threshold, means, speedUp: slowCycles / means.cycles };
  });
  const published = publishedOf(figures, 'speed-up');
  return { detail: thresholdDetail(points, chosen), curve: thresholdCurve(points, chosen, published) };
}

function thresholdDetail(points: readonly ThresholdPoint[], chosen: number): Detail {
  return {
    id: 'threshold',
    units: { active: '%' },
    rows: points.map(({ threshold, means, speedUp }) => ({
      threshold,
      active: 100 * means.activeShare,
      cycles: means.cycles,
      least: means.leastCycles,
      most: means.mostCycles,
      speedUp,
    })),
    facts: { measuredSteps: points[0].means.measuredSteps, taken: chosen },
  };
}

function thresholdCurve(points: readonly ThresholdPoint[], chosen: number, published: number): Curve {
  return {
    id: 'threshold',
    x: { of: 'threshold', unit: '' },
    y: { of: 'speed-up', unit: 'x' },
    series: [
      { id: 'simulated', points: points.map(({ threshold: x, speedUp: y }) => ({ x, y })) },
      { id: 'published', points: points.map(({ threshold: x }) => ({ x, y: published })) },
    ],
    taken: chosen,
  };
}

/** What the published speed-up asks of a design. */
export interface Implied {
  readonly published: number;
  /** Cycles of a step that the speed-up is over. */
  readonly slowCycles: number;
  /** Cycles of a step besides its columns. */
  readonly otherCycles: number;
  readonly arrays: number;
  readonly cyclesPerColumn: number;
  readonly columns: number;
  readonly correlation: number;
  readonly means: Pick<DeltaMeans, 'cycles' | 'activeShare'>;
}

/**
 * The delta sparsity that a published speed-up implies when no array waits for another, and that of the input
 * that gives it here.
 */
export function impliedSparsity(implied: Implied): Detail {
  const { published, slowCycles, otherCycles, arrays, cyclesPerColumn, columns, correlation, means } =
    implied;
  const cycles = slowCycles / published;
  const sent = ((cycles - otherCycles) * arrays) / cyclesPerColumn / columns;
  const row = (what: string, share: number, of: number) => ({
    what,
    sparsity: 100 * (1 - share),
    cycles: of,
  });
  return {
    id: 'implied',
    units: { sparsity: '%' },
    rows: [row('implied', sent, cycles), row('simulated', means.activeShare, means.cycles)],
    facts: { correlation },
  };
}
