import type { Ink } from './ink.ts';
import { headingOf, type SweptColumn, tickLevels, tickText } from './points.ts';

/** An axis of a chart over the values of a column. */
export function chartAxis(column: SweptColumn, ink: Ink, size: number) {
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
      ...ticksAt(column),
    },
    splitLine: { lineStyle: { color: ink.line, opacity: 0.6 } },
    ...endsOf(column),
  };
}

/** Ticks at the levels of an axis of the sweep, where they are few. */
export function ticksAt(column: SweptColumn): { readonly customValues?: number[] } {
  const levels = tickLevels(column);
  return levels === null ? {} : { customValues: [...levels] };
}

/** Whether the values lie on a scale of factors, which have to be above 0. */
export function isLog({ scale, values, words }: SweptColumn): boolean {
  return words === null && scale === 'log' && values.every((value) => Number.isNaN(value) || value > 0);
}

/** On a scale of factors the ends are near the values, and not at the next power of ten. */
function endsOf(column: SweptColumn): { readonly min?: number; readonly max?: number } {
  if (!isLog(column)) return {};
  const found = column.values.filter((value) => !Number.isNaN(value));
  if (found.length === 0) return {};
  let [least, most] = [found[0], found[0]];
  for (const value of found) [least, most] = [Math.min(least, value), Math.max(most, value)];
  return { min: roundTo(least / 1.1, Math.floor), max: roundTo(most * 1.1, Math.ceil) };
}

function roundTo(value: number, round: (value: number) => number): number {
  const step = 10 ** (Math.floor(Math.log10(value)) - 1);
  return Number((round(value / step) * step).toPrecision(3));
}
