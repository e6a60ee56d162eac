import type { PatternEquality, PatternRow, PatternStudyResult, StudiedFigures } from './patterns-result.ts';

/** A row whose pattern the matrices can have, and an array can run. */
export type RunningRow = Omit<PatternRow, keyof StudiedFigures> & StudiedFigures;

/** Rows that have figures. */
export function runningRows(rows: readonly PatternRow[]): RunningRow[] {
  return rows.filter((row): row is PatternRow & RunningRow => row.problem === null);
}

/** Those that fit the device; all of them where none does. */
export function buildable<Fitting extends { readonly fits: boolean }>(
  all: readonly Fitting[],
): readonly Fitting[] {
  const fitting = all.filter(({ fits }) => fits);
  return fitting.length === 0 ? all : fitting;
}

/** What the front sets against latency: patterns of equal magnitude differ in bits. */
export function axisOf(equal: PatternEquality): PatternStudyResult['frontAxis'] {
  return equal === 'magnitude' ? 'storageBits' : 'keptMagnitudeShare';
}

/**
 * The rows that no other beats: faster, or better on the axis, and in the other as good. Of equal ones all;
 * of those that fit the device, if any does.
 */
export function frontOf(rows: readonly PatternRow[], axis: PatternStudyResult['frontAxis']): RunningRow[] {
  const candidates = buildable(runningRows(rows));
  const worse = axis === 'storageBits' ? (row: RunningRow) => row[axis] : (row: RunningRow) => -row[axis];
  const beats = (a: RunningRow, b: RunningRow) =>
    a.latencyUs <= b.latencyUs && worse(a) <= worse(b) && (a.latencyUs < b.latencyUs || worse(a) < worse(b));
  return candidates.filter((row) => !candidates.some((other) => beats(other, row)));
}
