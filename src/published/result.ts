import type { Mark } from '../energy/mark.ts';
import type { FittedPower, PowerModel } from '../energy/power-fit.ts';
import type { ResultHeader } from '../run/result-header.ts';
import type { FigureClass } from './figure-class.ts';
import type { Origin } from './parameter.ts';
import type { Curve, Detail } from './simulation.ts';

/** Errors over the seeds 1 to 5, in percent. */
export interface SeedErrors {
  readonly mean: number;
  readonly min: number;
  readonly max: number;
}

/** A figure over all combinations of the choices that its paper does not publish. */
export interface ChoiceSpread {
  readonly combinations: number;
  /** Combinations whose error is within the bar; null without a bar. */
  readonly withinBar: number | null;
  /** Smallest and largest error, in percent. */
  readonly minPercent: number;
  readonly maxPercent: number;
}

/** A published figure beside the simulated one. */
export interface ReproducedRow {
  readonly design: string;
  readonly id: string;
  readonly figure: string;
  readonly unit: string;
  readonly published: number;
  /** The simulated figure; null where nothing is simulated, and `note` says why. */
  readonly simulated: number | null;
  readonly errorPercent: number | null;
  readonly mark: Mark;
  /** Where the published figure comes from, with the operations behind it. */
  readonly source: string;
  /** True when the figure is of class fitted or arithmetic: it could hardly have come out otherwise. */
  readonly calibrated: boolean;
  readonly barPercent: number | null;
  /** Whether the mean error of the seeds 1 to 5 is within the bar; null without a bar. */
  readonly withinBar: boolean | null;
  readonly note: string | null;
  /** What the simulated figure is. */
  readonly class: FigureClass;
  /**
   * Error of the null model, the same design with the mechanism of its paper taken out, in percent and in the
   * mean of the seeds 1 to 5; null where there is none.
   */
  readonly nullModelErrorPercent: number | null;
  /** Null where nothing is simulated. */
  readonly seeds: SeedErrors | null;
  /** The row of the design that this one is in another unit, by id: both are one number. */
  readonly sameAs: string | null;
  /** The figure by each of the stated power models, lowest and highest; null where it rests on none. */
  readonly overPowerModels: { readonly low: number; readonly high: number } | null;
  /** Null where no unpublished choice decides the figure. */
  readonly choices: ChoiceSpread | null;
}

/** A parameter as it is listed. */
export interface ListedParameter {
  readonly name: string;
  readonly value: string;
  readonly from: Origin;
  readonly source: string;
  readonly fittedTo: readonly string[];
}

/** What was found out about one design. */
export interface ReproducedDesign {
  readonly kind: string;
  readonly name: string;
  readonly paper: string;
  readonly description: string;
  readonly parameters: readonly ListedParameter[];
  readonly rows: readonly ReproducedRow[];
  /** Figures behind the published ones. */
  readonly details: readonly Detail[];
  readonly curves: readonly Curve[];
  readonly checked: string;
  /** What the null model leaves out; null without one. */
  readonly nullModel: string | null;
  readonly difference: string;
}

/** The power of a design beside the fit. */
export interface ReproducedPower extends FittedPower {
  readonly of: 'chip' | 'board' | 'not stated';
  readonly mark: Mark;
  /** The least and the most that any of the stated models says. */
  readonly lowW: number;
  readonly highW: number;
}

/**
 * What the rows prove. A prediction is a number of class predicted with a bar; rows that are one number in
 * several units are one. Rows are named design/id.
 */
export interface Headline {
  /** Numbers with a bar by their class. */
  readonly numbers: Readonly<Record<FigureClass, number>>;
  readonly predictions: readonly string[];
  /** Predictions within their bar that the null model misses. */
  readonly nullModelMisses: readonly string[];
  /** Predictions that are nearer to print than the null model is. */
  readonly nearerThanNullModel: readonly string[];
}

/** A reproduction: the published figures of several designs beside the simulated ones. */
export interface Reproduction extends ResultHeader {
  readonly configHash: string;
  readonly seed: string;
  readonly target: string;
  readonly designs: readonly ReproducedDesign[];
  readonly power: { readonly model: PowerModel; readonly points: readonly ReproducedPower[] };
  /** All rows of all designs, in order. */
  readonly rows: readonly ReproducedRow[];
  /** Ids of the rows that missed their bar: design/id. */
  readonly missed: readonly string[];
  readonly headline: Headline;
}
