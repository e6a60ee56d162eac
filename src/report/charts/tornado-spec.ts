import type { ChartText, Quantity } from './chart-text.ts';

/** What a quantity becomes when one assumption at a time goes to the ends of what is thought possible. */
export interface TornadoSpec extends ChartText {
  readonly kind: 'tornado';
  readonly value: Quantity;
  readonly digits: number;
  /** The value with every assumption as it stands: a line across all bars. */
  readonly base: number;
  /** In any order: the widest is drawn on top. */
  readonly bars: readonly {
    readonly name: string;
    /** The value with the assumption at its low end. */
    readonly low: number;
    /** And at its high end. */
    readonly high: number;
  }[];
  /** What the two colours are, in the legend. */
  readonly lowName: string;
  readonly highName: string;
}
