import type { ResultColumn, Row } from '../../explore/query/results.ts';
import { levelPhrases, sideOf, varies } from './chart-levels.ts';
import { betterOf, listText, numberOf, titlesText } from './chart-quantities.ts';
import { type Aggregation, type ChartedResults, varyingColumns } from './charted-results.ts';

type Columns = readonly ResultColumn[];

/** The points of a chart with everything held fixed that it does not show. */
export interface HeldPoints {
  readonly points: ChartedResults;
  /** What is held at what; empty where nothing else differs. */
  readonly remarks: readonly string[];
  /** How points are shown that fall together all the same. */
  readonly of: Aggregation;
}

/**
 * Holds fixed what is not among the `shown` columns, so that the places of a chart differ in what it shows
 * and in nothing else. Of all combinations of the others it is the one with a value in most places, and of
 * several the one with the best value. Where none has a value in half of the places (of a sample, each point
 * is by itself), nothing is held and the best of every place is shown.
 */
export function heldPoints(points: ChartedResults, shown: Columns, value: ResultColumn): HeldPoints {
  const places = sideOf(points.rows, shown).levels.map(({ rows }) => rows);
  const free = freeColumns(points, shown, places);
  if (free.length === 0) return { points, remarks: [], of: 'best' };
  const placeOf = new Map(places.flatMap((rows, place) => rows.map((row) => [row, place] as const)));
  const placesOf = (rows: readonly Row[]) =>
    new Set(rows.filter((row) => numberOf(row, value) !== null).map((row) => placeOf.get(row))).size;
  const held = sideOf(points.rows, free).levels.reduce((best, level) => {
    const more = placesOf(level.rows) - placesOf(best.rows);
    return more > 0 || (more === 0 && isBetter(level.rows, best.rows, value)) ? level : best;
  });
  if (2 * placesOf(held.rows) < placesOf(points.rows))
    return {
      points,
      remarks: [`nothing held: no choice of ${titlesText(free)} has a value in half of the places`],
      of: 'best',
    };
  const phrases = free.map((column) => phraseIn(held.rows[0], column));
  return {
    points: { ...points, rows: held.rows },
    remarks: [`held fixed: ${listText(phrases)}`],
    of: 'best',
  };
}

/** A name stands for itself; a seed does not say what it is. */
function phraseIn(row: Row, column: ResultColumn): string {
  const [phrase] = levelPhrases(sideOf([row], [column]));
  return column.name === 'seed' ? `seed ${phrase}` : phrase;
}

/** What tells points of one place apart: columns that are not shown, nor follow from those that are. */
function freeColumns(
  points: ChartedResults,
  shown: Columns,
  places: readonly (readonly Row[])[],
): ResultColumn[] {
  const hidden = varyingColumns(points).filter((column) => !shown.includes(column));
  return hidden.filter((column) => places.some((rows) => varies(rows, column)));
}

function isBetter(rows: readonly Row[], than: readonly Row[], value: ResultColumn): boolean {
  const sign = betterOf(value) === 'lower' ? 1 : -1;
  const best = (of: readonly Row[]) =>
    of.reduce(
      (least, row) => Math.min(least, sign * (numberOf(row, value) ?? Number.POSITIVE_INFINITY)),
      Number.POSITIVE_INFINITY,
    );
  return best(rows) < best(than);
}

/** Places of a chart where the best, or another one, of fewer designs is shown than elsewhere. */
export interface PartialPlaces {
  /** Of every place. */
  readonly are: readonly boolean[];
  readonly remarks: readonly string[];
}

/**
 * Which of the places are drawn from fewer designs than others, since the rest does not fit there or has no
 * value: a difference between such places need not come from what the chart shows. When no place has the
 * designs of all (those of a sample), that is said instead.
 */
export function partialPlaces(
  points: ChartedResults,
  shown: Columns,
  value: ResultColumn,
  places: readonly (readonly Row[])[],
): PartialPlaces {
  const free = freeColumns(points, shown, places);
  const designs = places.map(
    (rows) =>
      new Set(
        rows
          .filter((row) => numberOf(row, value) !== null)
          .map((row) => JSON.stringify(free.map(({ name }) => row[name]))),
      ),
  );
  const all = new Set(designs.flatMap((set) => [...set])).size;
  const are = designs.map((set) => set.size > 0 && set.size < all);
  const isNowhereWhole = are.length > 0 && designs.every((set) => set.size < all);
  if (!isNowhereWhole) return { are, remarks: [] };
  return { are: are.map(() => false), remarks: ['no two places of the same designs'] };
}
