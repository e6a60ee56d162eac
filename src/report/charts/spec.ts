import type { ChartText, Quantity } from './chart-text.ts';
import type { HistogramGridSpec, MaskPanelsSpec } from './panel-specs.ts';
import type { TornadoSpec } from './tornado-spec.ts';
import type { WaterfallSpec } from './waterfall-spec.ts';

export type { ChartText, HistogramGridSpec, MaskPanelsSpec, Quantity, TornadoSpec, WaterfallSpec };

/**
 * Where the cycles or the joules of several accelerators go: one bar per
 * accelerator, one colour per category.
 */
export interface StackedBarsSpec extends ChartText {
  readonly kind: 'stacked-bars';
  readonly value: Quantity;
  /** Digits after the point of the labels (default: what the smallest total needs). */
  readonly digits?: number;
  /**
   * In stacking order. Pass all categories always: the place in the list is the colour; those that are 0
   * everywhere are not in the legend.
   */
  readonly categories: readonly string[];
  /** All bars on one scale, whatever is too short to be seen on it. */
  readonly isOneScale?: boolean;
  /** What a whisker stands for, in the legend. */
  readonly intervalName?: string;
  readonly bars: readonly {
    readonly name: string;
    /** One value >= 0 per category. */
    readonly values: readonly number[];
    /** What the sum of them may be: a whisker across the end of the bar, where all of it is shown. */
    readonly interval?: { readonly low: number; readonly high: number };
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
  /**
   * Default scale: linear. On a log scale the ticks are the values that occur, where all of them have room.
   */
  readonly x: Quantity & { readonly scale?: 'linear' | 'log' };
  readonly y: Quantity & { readonly scale: 'linear' | 'log' };
  readonly series: readonly {
    readonly name: string;
    /** Place of its colour and its marker (default: its place in the list). */
    readonly place?: number;
    /** In the order in which they are joined; a y of null leaves a gap. */
    readonly points: readonly {
      readonly x: number;
      readonly y: number | null;
      /** A hollow marker: a value that compares with others only in part. */
      readonly isPartial?: boolean;
    }[];
  }[];
  /** What a hollow marker stands for, in the legend. */
  readonly partialName?: string;
  /** Vertical lines: the published or the requested point. */
  readonly marks?: readonly { readonly x: number; readonly label: string }[];
}

/**
 * Simulated values as bars, each with a tick where the published value is, or with
 * the limits that it should keep.
 */
export interface ComparedBarsSpec extends ChartText {
  readonly kind: 'compared-bars';
  readonly value: Quantity;
  readonly digits: number;
  /** What a tick and a pair of limits stand for, in the legend. */
  readonly tickName: string;
  /** What a bar is, in the legend, when it is no prediction of something published. */
  readonly barName?: string;
  /** A line across all bars, and what it stands for, in the legend. */
  readonly line?: { readonly value: number; readonly name: string };
  readonly bars: readonly {
    readonly name: string;
    /** May be below 0, for example an error. */
    readonly value: number;
    /** Ticks across the bar: one published value, or two limits; none. */
    readonly ticks: readonly number[];
    /** A lighter bar: no prediction; it was fitted, follows from arithmetic, or was chosen. */
    readonly isCalibrated: boolean;
  }[];
}

/** A quantity with the scale of its axis or its colours; a log scale shows values above 0 only. */
export interface ScaledQuantity extends Quantity {
  readonly scale: 'linear' | 'log';
  /** The largest value that there can be, as 100 % of a share: the scale ends there. */
  readonly most?: number;
}

/** A quantity of which one end is wanted. */
export interface JudgedQuantity extends ScaledQuantity {
  readonly better: 'lower' | 'higher';
}

/**
 * The designs of a sweep as points of two quantities, those on the front large, named and joined by steps.
 */
export interface ScatterSpec extends ChartText {
  readonly kind: 'scatter';
  readonly x: JudgedQuantity;
  readonly y: JudgedQuantity;
  /**
   * For example accelerators, which differ in colour and marker (default: all points are of one series
   * without a name).
   */
  readonly series?: readonly string[];
  /** Places of the colours and markers of the series (default: their places in the list). */
  readonly seriesPlaces?: readonly number[];
  readonly points: readonly {
    readonly x: number;
    readonly y: number;
    /** Place in `series` (default: 0). */
    readonly series?: number;
    /** Shown beside a point on the front; the others have no room for one, unless there are few. */
    readonly label?: string;
    /** Of the whole front, which may have more objectives than the two that are shown. */
    readonly isOnFront: boolean;
    /** A hollow marker: a design that cannot be had. */
    readonly isHollow?: boolean;
  }[];
  /** Few points: those beside the front have their markers and labels, too. */
  readonly isFew?: boolean;
  /** What a hollow marker stands for, in the legend. */
  readonly hollowName?: string;
  /** Name of the front in the legend (default: Pareto front). */
  readonly frontName?: string;
}

/**
 * What each of a few designs costs and achieves: a named point for every one, hollow where the design is not
 * feasible, over lines on which the product of both quantities is the same. Both have a log scale, on which
 * these lines are straight.
 */
export interface TradeOffSpec extends ChartText {
  readonly kind: 'trade-off';
  /** Lower is better. */
  readonly x: Quantity;
  /** Lower is better. */
  readonly y: Quantity;
  readonly points: readonly {
    readonly x: number;
    readonly y: number;
    readonly label: string;
    /** Place of its colour and its marker. */
    readonly place: number;
    readonly isFeasible: boolean;
  }[];
  /** What filled and hollow markers stand for, in the legend. */
  readonly feasibleName: string;
  readonly infeasibleName: string;
  /** The largest x that is feasible, and what stands on the other side of it. */
  readonly limit: { readonly x: number; readonly label: string };
  /** The product that the lines are multiples of, and what they are called in the legend. */
  readonly products: { readonly one: number; readonly name: string };
}

/** A vertical axis of parallel coordinates: a number on a scale, or one of a list of names. */
export type ParallelAxis =
  | ScaledQuantity
  | (Quantity & {
      readonly scale: 'categorical';
      readonly names: readonly string[];
      /** Places of the colours of the names (default: their places in the list). */
      readonly places?: readonly number[];
    });

/**
 * The designs of a sweep as lines across 2 to 14 vertical axes: parameters on the
 * left, what came out on the right.
 */
export interface ParallelSpec extends ChartText {
  readonly kind: 'parallel';
  readonly axes: readonly ParallelAxis[];
  /** Place of the axis whose values are the colours (default: the last). */
  readonly colourAxis?: number;
  readonly lines: readonly {
    /** One per axis: a number, the place of a name on a categorical axis, or null, which leaves a gap. */
    readonly values: readonly (number | null)[];
    /** Drawn thicker and above the others. */
    readonly isOnFront: boolean;
  }[];
  /** Name of the highlighted lines in the legend (default: Pareto front). */
  readonly frontName?: string;
}

/** A quantity of every pair of two parameters, for example the latency of rows x columns of an array. */
export interface GridMapSpec extends ChartText {
  readonly kind: 'grid-map';
  readonly value: ScaledQuantity;
  /** Names from top to bottom. */
  readonly rows: Quantity & { readonly names: readonly string[] };
  /** Names from left to right. */
  readonly columns: Quantity & { readonly names: readonly string[] };
  /** Row after row, rows.names.length x columns.names.length; null where there is no value. */
  readonly values: readonly (number | null)[];
  /** What a null stands for, in the legend, for example `does not fit`. */
  readonly missingName: string;
  /** Cells with a mark in their corner, in the order of the values, and what it stands for, in the legend. */
  readonly partial?: { readonly cells: readonly boolean[]; readonly name: string };
  /** Digits after the point in the cells (default: three significant ones). */
  readonly digits?: number;
  /**
   * Ends of the colour scale (default: the least and the largest value). Maps
   * that are compared take the same.
   */
  readonly range?: { readonly min: number; readonly max: number };
}

/** One picture. */
export type ChartSpec =
  | StackedBarsSpec
  | HeatMapSpec
  | LinesSpec
  | ComparedBarsSpec
  | TornadoSpec
  | WaterfallSpec
  | ScatterSpec
  | TradeOffSpec
  | ParallelSpec
  | GridMapSpec
  | MaskPanelsSpec
  | HistogramGridSpec;

/** Size of a picture in pixels. */
export interface ChartSize {
  readonly widthPx: number;
  readonly heightPx: number;
}

/** A chart and the name of its file, without the ending. */
export interface NamedChart {
  readonly file: string;
  readonly spec: ChartSpec;
}
