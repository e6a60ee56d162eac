import type { ResultColumn, Row } from '../../explore/query/results.ts';
import { stallCauses } from '../../hw/accounts/stalls.ts';
import { stallMetricName } from '../../run/metrics.ts';
import type { StackedBarsSpec } from '../charts/spec.ts';
import { labelsOf, levelPhrases, sharedPhrases, sideOf, tellingColumns } from './chart-levels.ts';
import { listText, quantityOf, titlesText } from './chart-quantities.ts';
import { type ChartedResults, okRows, textOf, varyingColumns } from './charted-results.ts';

/**
 * Where the cycles go along a side of the sweep: one bar per level, of its fastest point where it has
 * several. Throws BadInput without points.
 */
export function stallsChart(points: ChartedResults, by: readonly ResultColumn[]): StackedBarsSpec {
  okRows(points, []);
  const bars = barsOf(points.rows, by);
  const drawn = bars.flatMap(({ row, ...bar }) => (row === null ? [] : [{ ...bar, row }]));
  const missing = bars.filter(({ row }) => row === null).map(({ name }) => name);
  const chosen = drawn.map(({ row }) => row);
  const counts = drawn.map(({ count }) => count);
  const hidden = varyingColumns(points).filter((column) => !by.includes(column));
  const telling = tellingColumns(chosen, hidden);
  const labelOf = labelsOf(chosen, telling);
  return {
    ...textOf(points, `Where the cycles of one step go, by ${titlesText(by)}`, [
      ...choiceText(counts),
      ...(telling.length === 0
        ? []
        : [`in brackets: ${telling.map((column) => quantityOf(column).title).join(' x ')}`]),
      ...sharedText(chosen, hidden),
      ...(missing.length === 0 ? [] : [`without any result: ${missing.join('; ')}`]),
    ]),
    kind: 'stacked-bars',
    value: { title: 'cycles of one step', unit: '' },
    digits: 0,
    categories: stallCauses.map(({ words }) => words),
    bars: drawn.map(({ name, row }) => ({
      name: telling.length === 0 ? name : `${name} (${labelOf(row)})`,
      values: stallCauses.map(({ name: cause }) => Number(row[stallMetricName(cause)])),
    })),
  };
}

/** The levels with their fastest points. */
function barsOf(rows: readonly Row[], by: readonly ResultColumn[]) {
  const side = sideOf(rows, by);
  const names = levelPhrases(side);
  return side.levels.map((level, i) => {
    const ok = level.rows.filter(({ status }) => status === 'ok');
    return { name: names[i], count: ok.length, row: fastestOf(ok) };
  });
}

/** How the points of the bars were chosen; nothing where there was no choice. */
function choiceText(counts: readonly number[]): string[] {
  const most = counts.reduce((a, b) => Math.max(a, b), 0);
  if (most < 2) return [];
  return [`the fastest of ${counts.every((count) => count === most) ? '' : 'up to '}${most} points per bar`];
}

function sharedText(rows: readonly Row[], hidden: readonly ResultColumn[]): string[] {
  const shared = sharedPhrases(rows, hidden);
  return shared.length === 0 ? [] : [`all with ${listText(shared)}`];
}

/** The first of equally fast ones. */
function fastestOf(rows: readonly Row[]): Row | null {
  return rows.reduce<Row | null>(
    (best, row) => (best === null || Number(row.latency_us) < Number(best.latency_us) ? row : best),
    null,
  );
}
