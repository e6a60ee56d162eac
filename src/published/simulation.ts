import type { ActivityRates } from '../energy/power-fit.ts';

/** A value of a detail: a figure, or a word for what it belongs to. */
export type DetailValue = string | number | boolean | null;

/**
 * Rows of figures behind the published ones. How they are called and how many digits they have is the
 * report's.
 */
export interface Detail {
  /** What the rows are about; unique in a design. */
  readonly id: string;
  /** Units of the figures by key; what is not here is a count, a ratio or a word. */
  readonly units: Readonly<Record<string, string>>;
  readonly rows: readonly Readonly<Record<string, DetailValue>>[];
  /** Figures that belong to all rows. */
  readonly facts: Readonly<Record<string, DetailValue>>;
}

/** What an axis shows, and its unit ('' without one). */
export interface CurveAxis {
  readonly of: string;
  readonly unit: string;
}

/** A figure over a parameter. */
export interface Curve {
  /** What is varied; unique in a design. */
  readonly id: string;
  readonly x: CurveAxis;
  readonly y: CurveAxis;
  readonly series: readonly {
    readonly id: string;
    readonly points: readonly { readonly x: number; readonly y: number }[];
  }[];
  /** The x at which the design's figures are taken; null without such a point. */
  readonly taken: number | null;
}

/** What a design was simulated to do. */
export interface Simulation {
  /**
   * By the id of the published figure, in its unit. Figures that need powers or other designs are added
   * later.
   */
  readonly figures: ReadonlyMap<string, number>;
  /**
   * Ids of figures that are no prediction, beside those of calibrated parameters: they follow from published
   * inputs alone, or something was chosen for them.
   */
  readonly notPredicted: ReadonlySet<string>;
  /** Why a figure has no simulated value, by id. */
  readonly reasons: ReadonlyMap<string, string>;
  /** Activity rates by the variant of the published power; a power without variants has the key ''. */
  readonly activities: ReadonlyMap<string, ActivityRates>;
  readonly details: readonly Detail[];
  readonly curves: readonly Curve[];
  /** What was compared with an independent reference, and how closely it had to agree. */
  readonly checked: string;
}
