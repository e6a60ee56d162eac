import type { ChartText, Quantity } from './chart-text.ts';

/** How a sum became another one: what each of its parts added or took away. */
export interface WaterfallSpec extends ChartText {
  readonly kind: 'waterfall';
  readonly value: Quantity;
  readonly digits: number;
  /** The totals, which are the sums of the parts. */
  readonly from: { readonly name: string; readonly value: number };
  readonly to: { readonly name: string; readonly value: number };
  /** In any order: the largest change is drawn first, and parts that did not change are not drawn. */
  readonly parts: readonly { readonly name: string; readonly from: number; readonly to: number }[];
  /** What the two colours of changes are, in the legend. */
  readonly moreName: string;
  readonly lessName: string;
}
