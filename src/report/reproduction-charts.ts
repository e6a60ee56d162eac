import type { ReproducedRow, Reproduction } from '../study/reproduce/result.ts';
import type { ChartSpec, ChartText } from './charts/spec.ts';
import type { NamedChart } from './compare-charts.ts';

/** The charts of a reproduction: latencies, the matrices of ESE, ratios, errors, and the curves of the designs; those that have data. */
export function reproductionCharts(result: Reproduction): NamedChart[] {
  const charts: (NamedChart | null)[] = [
    compared(result, 'latency', 'Latency, simulated and published', 'latency of a step', 'us', isLatency, 2),
    compared(
      result,
      'ese-matrices',
      'ESE: real time of each matrix, simulated and published',
      'real time',
      'us',
      ({ design, id }) => design === 'ese' && id.startsWith('real-us-'),
      2,
    ),
    compared(
      result,
      'ratios',
      'Ratios between designs, simulated and published',
      'ratio',
      '',
      ({ unit, design, id }) =>
        unit === 'x' && (design === 'bbs' || /^(speed-up|efficiency|over-best)/.test(id)),
      2,
    ),
    errorChart(result),
    ...result.designs.flatMap((design) =>
      design.curves.map(
        (curve): NamedChart => ({
          file: curve.id,
          spec: {
            ...textOf({ ...result, designs: [design] }, curve.title),
            kind: 'lines',
            x: curve.x,
            y: { ...curve.y, scale: 'linear' },
            series: curve.series,
            marks: curve.mark === null ? [] : [curve.mark],
          },
        }),
      ),
    ),
  ];
  return charts.filter((chart) => chart !== null);
}

function isLatency({ id, unit }: ReproducedRow): boolean {
  return unit === 'us' && /^(latency-us|theoretical-us)(-fft|$)/.test(id);
}

function textOf({ configHash, version, designs }: Reproduction, title: string): ChartText {
  const names = designs.map(({ name }) => name).join(', ');
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
  const bars = result.rows.filter(isShown).flatMap((row) =>
    row.simulated === null
      ? []
      : [
          {
            name: nameOf(result, row),
            value: row.simulated,
            ticks: [row.published],
            isCalibrated: row.calibrated,
          },
        ],
  );
  if (bars.length === 0) return null;
  const spec: ChartSpec = {
    ...textOf(result, title),
    kind: 'compared-bars',
    value: { title: quantity, unit },
    digits,
    tickName: 'published or recalled (marks in the table)',
    bars,
  };
  return { file, spec };
}

/** The error of every figure that has a bar to keep, with the bar on both sides. */
function errorChart(result: Reproduction): NamedChart | null {
  const bars = result.rows.flatMap((row) =>
    row.errorPercent === null || row.barPercent === null
      ? []
      : [
          {
            name: nameOf(result, row),
            // What is less than a twentieth of a per cent is none.
            value: Math.round(10 * row.errorPercent) / 10 || 0,
            ticks: [-row.barPercent, row.barPercent],
            isCalibrated: row.calibrated,
          },
        ],
  );
  if (bars.length === 0) return null;
  return {
    file: 'errors',
    spec: {
      ...textOf(result, 'Error of the simulated figures, and how large each may be'),
      kind: 'compared-bars',
      value: { title: 'simulated over published - 1', unit: '%' },
      digits: 1,
      tickName: 'limit',
      bars,
    },
  };
}
