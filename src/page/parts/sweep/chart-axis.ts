import type { Ink } from './ink.ts';
import { extentOf, headingOf, type SweptColumn, tickLevels, tickText } from './points.ts';

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

/**
 * On a scale of factors the ends are near the values, and not at the next power of ten; else a part of the
 * range beyond them, and 0 where that is near.
 */
function endsOf(column: SweptColumn): { readonly min?: number; readonly max?: number } {
  const [least, most] = extentOf(column.values, null) ?? [0, 1];
  if (isLog(column)) return { min: roundTo(least / 1.1, Math.floor), max: roundTo(most * 1.1, Math.ceil) };
  const step = 10 ** Math.floor(Math.log10(most > least ? most - least : Math.max(1, Math.abs(most)))) / 2;
  const min = (Math.floor(least / step) - (least % step === 0 && least !== 0 ? 1 : 0)) * step;
  return {
    min: tidy(least >= 0 && least < (most - least) / 4 ? 0 : min),
    max: tidy((Math.floor(most / step) + 1) * step),
  };
}

const tidy = (value: number): number => Number(value.toPrecision(9));

function roundTo(value: number, round: (value: number) => number): number {
  const step = 10 ** (Math.floor(Math.log10(value)) - 1);
  return Number((round(value / step) * step).toPrecision(3));
}
