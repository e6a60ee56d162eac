import type { ActivityRates } from '../energy/power-fit.ts';

/** A table of details: the same shape as a table of a report. */
export interface DetailTable {
  readonly title: string;
  readonly columns: readonly {
    readonly key: string;
    readonly title: string;
    readonly unit?: string;
    readonly digits?: number;
  }[];
  readonly rows: readonly Readonly<Record<string, string | number | boolean | null>>[];
  readonly notes?: readonly string[];
}

/** A curve over a parameter. */
export interface Curve {
  readonly id: string;
  readonly title: string;
  readonly x: { readonly title: string; readonly unit: string };
  readonly y: { readonly title: string; readonly unit: string };
  readonly series: readonly {
    readonly name: string;
    readonly points: readonly { readonly x: number; readonly y: number }[];
  }[];
  readonly mark: { readonly x: number; readonly label: string } | null;
}

/** What a design was simulated to do. */
export interface Simulation {
  /** By the id of the published figure. Figures that need powers or other designs are added later. */
  readonly figures: ReadonlyMap<string, number>;
  /** Ids of figures that are no prediction, beside those of calibrated parameters: they follow from published inputs alone, or something was chosen for them. */
  readonly notPredicted: ReadonlySet<string>;
  /** Why a figure has no simulated value, by id. */
  readonly reasons: ReadonlyMap<string, string>;
  /** By the variant of the published power; the only one is ''. */
  readonly activities: ReadonlyMap<string, ActivityRates>;
  readonly tables: readonly DetailTable[];
  readonly curves: readonly Curve[];
  /** What was compared with an independent reference, and how closely it had to agree. */
  readonly checked: string;
}
