import { scaleBetween, ticksWithEnds } from '../../../report/charts/scale.ts';
import { logTicks, niceStep, niceTicks } from '../../../report/charts/ticks.ts';
import type { Ink } from './ink.ts';
import { extentOf, headingOf, type SweptColumn, tickLevels, tickText } from './points.ts';

/** Steps between the ticks of an axis, at most. */
const MOST_STEPS = 6;

/** An axis of a chart over the values of a column. */
export function chartAxis(column: SweptColumn, ink: Ink, size: number) {
  const { min, max } = endsOf(column);
  const customValues = tickLevels(column) ?? (isLog(column) ? logTicks : niceTicks)(min, max, MOST_STEPS);
  return {
    type: isLog(column) ? ('log' as const) : ('value' as const),
    scale: true,
    name: headingOf(column),
    nameLocation: 'middle' as const,
    nameGap: size,
    nameTextStyle: { color: ink.text, fontSize: 13 },
    axisLine: { show: true, lineStyle: { color: ink.faint } },
    axisLabel: {
      color: ink.faint,
      hideOverlap: true,
      formatter: (value: number) => tickText(column, value),
      customValues: [...customValues],
    },
    axisTick: { customValues: [...customValues] },
    splitLine: { customValues: [...customValues], lineStyle: { color: ink.line, opacity: 0.6 } },
    min,
    max,
  };
}

/**
 * Ticks between two values at which an axis ends: at the levels of an axis of the sweep, where they are few,
 * else at the ends and at round values that keep a part of the length from each other. Words have their own.
 */
export function ticksBetween(
  column: SweptColumn,
  [min, max]: readonly [number, number],
  distance: number,
): { readonly customValues?: number[] } {
  if (column.words !== null) return {};
  const scale = scaleBetween(isLog(column) ? 'log' : 'linear', min, max);
  const round = () => ticksWithEnds(scale, MOST_STEPS, distance).map(({ value }) => value);
  return { customValues: [...(tickLevels(column) ?? round())] };
}

/** Whether the values lie on a scale of factors, which have to be above 0. */
export function isLog({ scale, values, words }: SweptColumn): boolean {
  return words === null && scale === 'log' && areFactors(values);
}

/** Asked for every picture of a selection, of the same values. */
const known = new WeakMap<Float64Array, boolean>();

function areFactors(values: Float64Array): boolean {
  const before = known.get(values);
  if (before !== undefined) return before;
  const found = values.every((value) => Number.isNaN(value) || value > 0);
  known.set(values, found);
  return found;
}

/**
 * On a scale of factors the ends are near the values, and not at the next power of ten; else they are ticks
 * beyond the values, and 0 where that is near.
 */
function endsOf(column: SweptColumn): { readonly min: number; readonly max: number } {
  const [least, most] = extentOf(column.values, null) ?? [0, 1];
  if (isLog(column)) return { min: roundTo(least / 1.1, Math.floor), max: roundTo(most * 1.1, Math.ceil) };
  const step = niceStep((most > least ? most - least : Math.max(1, Math.abs(most))) / (MOST_STEPS - 1));
  const isNearZero = least >= 0 && least < (most - least) / 4;
  return {
    min: isNearZero ? 0 : tidy((Math.ceil(least / step) - 1) * step),
    max: tidy((Math.floor(most / step) + 1) * step),
  };
}

const tidy = (value: number): number => Number(value.toPrecision(9));

function roundTo(value: number, round: (value: number) => number): number {
  const step = 10 ** (Math.floor(Math.log10(value)) - 1);
  return Number((round(tidy(value / step)) * step).toPrecision(3));
}
