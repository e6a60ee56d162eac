import type { ColumnInterval } from './selection.ts';
import type { SweepState } from './state.ts';

/** What a view can ask for: the explorer does it, and draws what it changes. */
export interface SweepActions {
  /** Asks for intervals of columns, by their names; null: of that column everything. */
  ask(intervals: Readonly<Record<string, ColumnInterval | null>>): void;
  /** Changes what is chosen beside the selection. */
  choose(changes: Partial<Omit<SweepState, 'intervals'>>): void;
  /** Shows the configuration of a row. */
  click(row: number): void;
}
