import type { ActivityRates } from '../../energy/power-fit.ts';
import { type DesignOf, publishedOf } from '../design.ts';
import type { Curve, DetailTable } from '../simulation.ts';
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
 * Every product reads its weight, with an index where there is one, and changes an accumulator that is read and written: a column's products
 * belong to different rows, so no adder tree gathers them.
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

/** A threshold and what it gives. */
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
  { title, kind, figures }: Pick<DesignOf<'delta-rnn' | 'spartus'>, 'title' | 'kind' | 'figures'>,
  { inputs, hidden, warmUpSteps, threshold: chosen }: ThresholdConfig,
  run: (threshold: number) => readonly DeltaStep[],
  slowCycles: number,
): { readonly table: DetailTable; readonly curve: Curve } {
  const points = thresholds.map((threshold) => {
    const means = meansOf(run(threshold), warmUpSteps, inputs + hidden);
    return { threshold, means, speedUp: slowCycles / means.cycles };
  });
  return thresholdDetails(title, kind, points, chosen, publishedOf(figures, 'speed-up'));
}

/** The table and the curve over thresholds of a design. */
function thresholdDetails(
  name: string,
  id: string,
  points: readonly ThresholdPoint[],
  chosen: number,
  published: number,
): { readonly table: DetailTable; readonly curve: Curve } {
  const series = (title: string, of: (point: ThresholdPoint) => number) => ({
    name: title,
    points: points.map((point) => ({ x: point.threshold, y: of(point) })),
  });
  return {
    table: {
      title: `${name}: threshold of the delta units`,
      columns: [
        { key: 'threshold', title: 'threshold', digits: 3 },
        { key: 'active', title: 'columns sent', unit: '%', digits: 1 },
        { key: 'cycles', title: 'cycles, mean', digits: 1 },
        { key: 'least', title: 'least', digits: 0 },
        { key: 'most', title: 'most', digits: 0 },
        { key: 'speedUp', title: 'speed-up', digits: 2 },
      ],
      rows: points.map(({ threshold, means, speedUp }) => ({
        threshold,
        active: 100 * means.activeShare,
        cycles: means.cycles,
        least: means.leastCycles,
        most: means.mostCycles,
        speedUp,
      })),
      notes: [
        `Over ${points[0].means.measuredSteps} steps; the figures are taken at ${chosen}. How far the outputs move with the threshold depends on a trained network and is not shown.`,
      ],
    },
    curve: {
      id: `${id}-threshold`,
      title: `${name}: speed-up over the threshold of the delta units`,
      x: { title: 'threshold', unit: '' },
      y: { title: 'speed-up', unit: 'x' },
      series: [
        series('simulated', (point) => point.speedUp),
        { name: 'published', points: points.map(({ threshold: x }) => ({ x, y: published })) },
      ],
      mark: { x: chosen, label: 'taken' },
    },
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
  readonly means: DeltaMeans;
}

/** The delta sparsity that a published speed-up implies when no array waits for another, and that of the input that gives it here. */
export function impliedTable(name: string, implied: Implied): DetailTable {
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
    title: `${name}: the delta sparsity behind the published speed-up`,
    columns: [
      { key: 'what', title: '' },
      { key: 'sparsity', title: 'columns not sent', unit: '%', digits: 1 },
      { key: 'cycles', title: 'cycles of a step', digits: 1 },
    ],
    rows: [
      row('implied by the published speed-up, no array waiting', sent, cycles),
      row(`simulated, input with a correlation of ${correlation}`, means.activeShare, means.cycles),
    ],
  };
}
