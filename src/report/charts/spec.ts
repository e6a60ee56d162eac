/** What every chart says besides its data. */
export interface ChartText {
  readonly title: string;
  /** Accelerator, workload, units: what a reader needs who sees the picture alone. */
  readonly subtitle: string;
  /** Hash of the configuration that the data came from; in the footer. */
  readonly configHash: string;
  readonly toolVersion: string;
}

/** A quantity on an axis or a colour bar; an empty unit is not shown. */
export interface Quantity {
  readonly title: string;
  readonly unit: string;
}

/** Where the cycles or the joules of several accelerators go: one bar per accelerator, one colour per category. */
export interface StackedBarsSpec extends ChartText {
  readonly kind: 'stacked-bars';
  readonly value: Quantity;
  /** Digits after the point of the labels (default: what the smallest total needs). */
  readonly digits?: number;
  /** In stacking order. Pass all categories always: the place in the list is the colour; those that are 0 everywhere are not in the legend. */
  readonly categories: readonly string[];
  readonly bars: readonly {
    readonly name: string;
    /** One value >= 0 per category. */
    readonly values: readonly number[];
  }[];
}

/** A count per pair of units, for example conflict cycles per PE and bank. */
export interface HeatMapSpec extends ChartText {
  readonly kind: 'heat-map';
  readonly value: Quantity;
  readonly rows: { readonly title: string; readonly count: number };
  readonly columns: { readonly title: string; readonly count: number };
  /** Row after row, rows.count x columns.count values >= 0. */
  readonly values: ArrayLike<number>;
  /** End of the colour scale (default: the largest value). Maps that are compared take the same. */
  readonly max?: number;
}

/** A quantity against another one, for example latency against sparsity. */
export interface LinesSpec extends ChartText {
  readonly kind: 'lines';
  readonly x: Quantity;
  readonly y: Quantity & { readonly scale: 'linear' | 'log' };
  readonly series: readonly {
    readonly name: string;
    /** In the order in which they are joined; a y of null leaves a gap. */
    readonly points: readonly { readonly x: number; readonly y: number | null }[];
  }[];
  /** Vertical lines: the published or the requested point. */
  readonly marks?: readonly { readonly x: number; readonly label: string }[];
}

/** Simulated values as bars, each with a tick where the published value is, or with the limits that it should keep. */
export interface ComparedBarsSpec extends ChartText {
  readonly kind: 'compared-bars';
  readonly value: Quantity;
  readonly digits: number;
  /** What a tick and a pair of limits stand for, in the legend. */
  readonly tickName: string;
  readonly bars: readonly {
    readonly name: string;
    /** May be below 0, for example an error. */
    readonly value: number;
    /** Ticks across the bar: one published value, or two limits; none. */
    readonly ticks: readonly number[];
    /** A lighter bar: not a prediction, something was fitted to it. */
    readonly isCalibrated: boolean;
  }[];
}

/** One picture. */
export type ChartSpec = StackedBarsSpec | HeatMapSpec | LinesSpec | ComparedBarsSpec;

/** Size of a picture in pixels. */
export interface ChartSize {
  readonly widthPx: number;
  readonly heightPx: number;
}
