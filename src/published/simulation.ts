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

/** What a seed decides of a design. */
export interface SeedFigures {
  /**
   * By the id of the published figure, in its unit. Figures that need powers or other designs are added
   * later.
   */
  readonly figures: ReadonlyMap<string, number>;
  /**
   * The same figures of the null model: the design without the mechanism that its paper is about, as
   * `nullModel` of its file says in words. Empty without one.
   */
  readonly nullFigures: ReadonlyMap<string, number>;
  /** Activity rates by the variant of the published power; a power without variants has the key ''. */
  readonly activities: ReadonlyMap<string, ActivityRates>;
}

/** What the design would do with one combination of the choices that its paper does not publish. */
export interface DesignChoice {
  /** The choices by name. */
  readonly of: Readonly<Record<string, DetailValue>>;
  readonly figures: ReadonlyMap<string, number>;
}

/** What a design was simulated to do. */
export interface Simulation extends SeedFigures {
  /** Why a figure has no simulated value, by id. */
  readonly reasons: ReadonlyMap<string, string>;
  /**
   * Every combination of the unpublished choices that some figure depends on; empty without such a figure.
   */
  readonly choices: readonly DesignChoice[];
  readonly details: readonly Detail[];
  readonly curves: readonly Curve[];
  /** What was compared with an independent reference, and how closely it had to agree. */
  readonly checked: string;
}
