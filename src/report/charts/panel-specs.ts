import type { ChartText, Quantity } from './chart-text.ts';

/**
 * The same part of a matrix under several masks side by side: kept weights are shaded by their magnitude,
 * pruned ones are paper, and lines show what a mask is made of.
 */
export interface MaskPanelsSpec extends ChartText {
  readonly kind: 'mask-panels';
  /** What the shades are. */
  readonly value: Quantity;
  /** End of the shades, not below any value; 0 where all values are. */
  readonly largest: number;
  /** Cells down and across, and what they are called together: "columns 256 to 319". */
  readonly rows: { readonly count: number; readonly title: string };
  readonly columns: { readonly count: number; readonly title: string };
  /** What a cell without a value is, in the legend. */
  readonly missingName: string;
  /** What the lines are, in the legend; none are drawn without borders. */
  readonly borderName: string;
  readonly panels: readonly {
    readonly name: string;
    /** A second line below the name. */
    readonly says: string;
    /** Row after row; below 0 where there is no value. */
    readonly values: ArrayLike<number>;
    /** Rows and columns, from 1, in front of which a line is drawn. */
    readonly rowBorders: readonly number[];
    readonly columnBorders: readonly number[];
  }[];
}

/** How often which count occurs, for rows of things that are compared and columns of what is counted. */
export interface HistogramGridSpec extends ChartText {
  readonly kind: 'histogram-grid';
  /** What is counted in each column, below its axis. */
  readonly columns: readonly string[];
  readonly rows: readonly {
    readonly name: string;
    /** One for each column. */
    readonly histograms: readonly {
      /** counts[i] places have first + i * width, or up to width - 1 more. */
      readonly first: number;
      readonly width: number;
      readonly counts: readonly number[];
      /** Above the bars, for example the ends and the mean. */
      readonly says: string;
    }[];
  }[];
}
