import type { ReproducedDesign, ReproducedRow, Reproduction } from '../../published/result.ts';
import type { ChartSpec, ChartText, NamedChart } from '../charts/spec.ts';
import { comparisonChart } from './comparison-chart.ts';
import { detailCurves, type WordedCurve } from './details.ts';
import { wordingOf } from './wording/index.ts';

/**
 * The charts of a reproduction: latencies, what a design shows of its own figures, speed-ups, efficiencies,
 * errors, and the curves of the designs; those that have data.
 */
export function reproductionCharts(result: Reproduction): NamedChart[] {
  const charts: (NamedChart | null)[] = [
    comparisonChart(result) ??
      compared(
        result,
        'latency',
        'Latency, simulated and published',
        'latency of a step',
        'us',
        isLatency,
        2,
      ),
    ...result.designs.flatMap((design) => ownCharts(result, design)),
    compared(
      result,
      'speed-ups',
      'Speed-ups, simulated and published',
      'ratio',
      '',
      ({ unit, id }) => unit === 'x' && /^(speed-up|over-best-gops$)/.test(id),
      2,
    ),
    compared(
      result,
      'efficiencies',
      'Efficiency and energy ratios, simulated and published',
      'ratio',
      '',
      ({ unit, id }) => unit === 'x' && /^(efficiency|energy|over-best-gops-per-w)/.test(id),
      2,
    ),
    errorChart(result),
    ...result.designs.flatMap((design) =>
      detailCurves(design).map((curve) => curveChart(result, design.kind, curve)),
    ),
  ];
  return charts.filter((chart) => chart !== null);
}

/** A curve that a design shows beside its figures. */
export function curveChart(result: Reproduction, kind: string, curve: WordedCurve): NamedChart {
  return {
    file: curve.id,
    spec: {
      ...textOf(result, curve.title, [kind]),
      kind: 'lines',
      x: curve.x,
      y: { ...curve.y, scale: 'linear' },
      series: curve.series,
      marks: curve.mark === null ? [] : [curve.mark],
    },
  };
}

/** Figures of one design beside the published ones. */
function ownCharts(result: Reproduction, { kind, ...design }: ReproducedDesign): (NamedChart | null)[] {
  return (wordingOf({ kind }).charts ?? []).map(({ file, title, quantity, unit, isShown, digits }) => {
    const ids = new Set(design.rows.map(({ id }) => id).filter(isShown));
    const isOwn = (row: ReproducedRow) => row.design === kind && ids.has(row.id);
    return compared(result, file, title, quantity, unit, isOwn, digits);
  });
}

function isLatency({ id, unit }: ReproducedRow): boolean {
  return unit === 'us' && /^(latency-us|theoretical-us)(-fft|$)/.test(id);
}

function textOf(
  { configHash, version, designs }: Reproduction,
  title: string,
  shown: readonly string[],
): ChartText {
  const names = designs
    .filter(({ kind }) => shown.includes(kind))
    .map(({ name }) => name)
    .join(', ');
  return {
    title,
    subtitle: `${names}; seed and parameters as in configs/designs`,
    configHash,
    toolVersion: version,
  };
}

function nameOf(result: Reproduction, { design, figure }: ReproducedRow): string {
  const found = result.designs.find(({ kind }) => kind === design);
  return result.designs.length === 1 ? figure : `${found?.name ?? design}: ${figure}`;
}

function compared(
  result: Reproduction,
  file: string,
  title: string,
  quantity: string,
  unit: string,
  isShown: (row: ReproducedRow) => boolean,
  digits: number,
): NamedChart | null {
  const rows = result.rows.filter((row) => isShown(row) && row.simulated !== null);
  const bars = rows.flatMap((row) =>
    row.simulated === null
      ? []
      : [
          {
            name: nameOf(result, row),
            value: row.simulated,
            ticks: [row.published],
            isCalibrated: row.class !== 'predicted',
          },
        ],
  );
  if (bars.length === 0) return null;
  const spec: ChartSpec = {
    ...textOf(
      result,
      title,
      rows.map(({ design }) => design),
    ),
    kind: 'compared-bars',
    value: { title: quantity, unit },
    digits,
    tickName: 'published or recalled (marks in the table)',
    bars,
  };
  return { file, spec };
}

/** Figures without a bar are drawn from this error on, in percent. */
const LARGE_ERROR = 5;

/**
 * The mean error of every figure that has a bar to keep, with the bar on both sides, and of every other one
 * that is far from print.
 */
function errorChart(result: Reproduction): NamedChart | null {
  const bars = result.rows.flatMap((row) =>
    row.seeds === null || (row.barPercent === null && Math.abs(row.seeds.mean) < LARGE_ERROR)
      ? []
      : [
          {
            name: nameOf(result, row),
            // What is less than a twentieth of a per cent is none.
            value: Math.round(10 * row.seeds.mean) / 10 || 0,
            ticks: row.barPercent === null ? [] : [-row.barPercent, row.barPercent],
            isCalibrated: row.class !== 'predicted',
          },
        ],
  );
  if (bars.length === 0) return null;
  return {
    file: 'errors',
    spec: {
      ...textOf(
        result,
        'Error in the mean of the seeds 1 to 5: figures with a limit, and all beyond 5 %',
        result.designs.map(({ kind }) => kind),
      ),
      kind: 'compared-bars',
      value: { title: 'simulated over published - 1', unit: '%' },
      digits: 1,
      tickName: 'limit',
      bars,
    },
  };
}
