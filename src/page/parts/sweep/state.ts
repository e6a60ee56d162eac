import type { SweepData } from '../../../report/page/page-data.ts';
import type { Ink } from './ink.ts';
import type { PointTable } from './points.ts';
import type { ColumnInterval } from './selection.ts';

/** The columns of a map: both sides, and what its cells show. */
export interface HeatChoice {
  readonly rows: string;
  readonly columns: string;
  readonly value: string;
}

/** What the reader has chosen. It is by names and numbers of points, so that it outlives other data. */
export interface SweepState {
  x: string;
  y: string;
  heat: HeatChoice | null;
  parallel: readonly string[];
  readonly intervals: Map<string, ColumnInterval>;
  filter: string;
  sort: { column: string; isDescending: boolean };
  page: number;
  /** Number of the point whose configuration is shown. */
  clicked: number | null;
}

/** The points, what is chosen of them, and in what colours they are shown. */
export interface ShownPoints {
  readonly points: PointTable;
  readonly state: Readonly<SweepState>;
  /** 1: the row is selected. */
  readonly mask: Uint8Array;
  readonly selected: number;
  /** Rows of the front over x and y, of those that are selected. */
  readonly front: readonly number[];
  /** The row of the clicked point; null: none, or it is not there. */
  readonly clickedRow: number | null;
  readonly ink: Ink;
}

/** What is shown at first. */
export function firstState({ shown }: SweepData): SweepState {
  return {
    x: shown.x,
    y: shown.y,
    heat: shown.heat,
    parallel: shown.parallel,
    intervals: new Map(),
    filter: '',
    sort: { column: 'index', isDescending: false },
    page: 0,
    clicked: null,
  };
}

/** What of a state other data still have: a choice of a column that is gone is that of the first view. */
export function keptState(state: SweepState, data: SweepData): SweepState {
  const first = firstState(data);
  const has = (name: string) => data.columns.some((column) => column.name === name);
  const { heat } = state;
  const keepsHeat = heat !== null && [heat.rows, heat.columns, heat.value].every(has);
  return {
    ...state,
    x: has(state.x) ? state.x : first.x,
    y: has(state.y) ? state.y : first.y,
    heat: keepsHeat ? heat : first.heat,
    parallel: state.parallel.every(has) && state.parallel.length > 0 ? state.parallel : first.parallel,
    intervals: new Map([...state.intervals].filter(([name]) => has(name))),
    sort: has(state.sort.column) ? state.sort : first.sort,
  };
}
