import type { EChartsType } from '../../echarts.ts';
import type { SweepActions } from './actions.ts';
import { chartView } from './chart-view.ts';
import { numberText } from './number-text.ts';
import { paintLines } from './parallel-lines.ts';
import {
  leastWidthPx,
  MOST_LINES,
  PARALLEL_HEIGHT_PX,
  parallelAxes,
  parallelColumns,
  parallelOption,
  shownLines,
} from './parallel-option.ts';
import type { ColumnInterval } from './selection.ts';
import type { ShownPoints } from './state.ts';
import type { SweepView } from './view.ts';

const USE =
  'Draw along an axis to select an interval, click it to take it back; “Intervals of columns” above has them to type.';

/** What ECharts tells of an axis on which intervals were drawn. */
interface AxisAreaEvent {
  readonly parallelAxisId?: string;
  readonly intervals?: readonly ColumnInterval[];
}

/** Every point as a line over several axes; intervals are drawn on the axes. */
export function parallelView(actions: SweepActions): SweepView {
  const kind = { file: 'parallel', title, sentence, use: USE, option: parallelOption, paint: paintLines };
  const view = chartView(kind, PARALLEL_HEIGHT_PX);
  let last: ShownPoints | null = null;
  /** The intervals that are drawn on the axes, so that an answer to our own drawing asks for nothing. */
  const drawn = new Map<string, string>();
  view.chart.on('axisareaselected', (event) => {
    const { parallelAxisId, intervals } = event as AxisAreaEvent;
    if (last === null || parallelAxisId === undefined) return;
    const column = parallelColumns(last)[Number(/\d+/.exec(parallelAxisId)?.[0])];
    if (column === undefined) return;
    const asked = spanOf(intervals ?? []);
    const text = JSON.stringify(asked);
    if (drawn.get(column.name) === text) return;
    drawn.set(column.name, text);
    actions.ask({ [column.name]: asked });
  });
  return {
    section: view.section,
    resize: view.resize,
    draw(shown) {
      const isOther =
        last?.points !== shown.points ||
        last.ink !== shown.ink ||
        last.state.parallel !== shown.state.parallel;
      last = shown;
      view.stage.style.setProperty('--least', `${leastWidthPx(parallelColumns(shown).length)}px`);
      view.tell(shown);
      // A line needs two axes.
      view.section.hidden = parallelColumns(shown).length < 2;
      if (view.section.hidden) return;
      if (isOther) {
        drawn.clear();
        const option = shown.ink.isPaper ? parallelOption(shown) : parallelAxes(shown);
        view.chart.setOption(option, { notMerge: true });
      }
      view.paint();
      drawIntervals(view.chart, shown, drawn);
    },
  };
}

/** From the least to the greatest of intervals; null: there are none. */
function spanOf(intervals: readonly ColumnInterval[]): ColumnInterval | null {
  if (intervals.length === 0) return null;
  const ends = intervals.flat();
  return [Math.min(...ends), Math.max(...ends)];
}

function drawIntervals(chart: EChartsType, shown: ShownPoints, drawn: Map<string, string>): void {
  const batch = parallelColumns(shown).flatMap(({ name }, at) => {
    const asked = shown.state.intervals.get(name) ?? null;
    const text = JSON.stringify(asked);
    if ((drawn.get(name) ?? 'null') === text) return [];
    drawn.set(name, text);
    return [{ parallelAxisId: `axis${at}`, intervals: asked === null ? [] : [[...asked]] }];
  });
  // All at once: the axes are drawn anew for each action.
  if (batch.length > 0) chart.dispatchAction({ type: 'axisAreaSelect', batch });
}

function title(shown: ShownPoints): string {
  return `${numberText(parallelColumns(shown).length)} columns, a line for each point`;
}

function sentence(shown: ShownPoints): string {
  const [lines, of] = [shownLines(shown).length, simulated(shown)];
  return lines < of
    ? `${numberText(lines)} of the ${numberText(of)} selected points that were simulated are drawn, evenly (at most ${numberText(MOST_LINES)}).`
    : `A line for each of the ${numberText(of)} selected points that were simulated.`;
}

function simulated({ points, mask }: ShownPoints): number {
  let count = 0;
  for (let row = 0; row < mask.length; row++) count += mask[row] & points.isOk[row];
  return count;
}
