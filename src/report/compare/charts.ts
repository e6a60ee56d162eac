import type { CompareResult } from '../../run/result.ts';
import { acceleratorPlaces } from '../accelerator-places.ts';
import { conflictMapOf } from '../charts/conflict-map.ts';
import type { ChartText, NamedChart } from '../charts/spec.ts';
import { intervalWords } from '../run/charts.ts';
import { deviceText } from '../run/overflow.ts';
import { stepWords } from '../step-words.ts';
import { blockChartOf } from './area-by-block.ts';
import { kindInRow } from './kind-in-row.ts';
import { latencyByArea } from './latency-by-area.ts';
import { equalWords } from './notes.ts';

/**
 * The charts of a comparison: latency against area, area by block, stalls, energy, a conflict map for every
 * design with an arbiter, latency against sparsity.
 */
export function compareCharts(result: CompareResult): NamedChart[] {
  const charts = [
    areaChart(result),
    blockChart(result),
    stallChart(result),
    energyChart(result),
    componentChart(result),
  ].flatMap((one) => one ?? []);
  for (const row of result.rows) {
    const waits = row.run.detail.fpgaArray?.bankWaitCycles;
    if (!waits) continue;
    const text = textOf(result, `Bank conflicts of ${barName(row)}`, contextOf(result));
    charts.push({ file: `conflicts-${fileName(row.label)}`, spec: conflictMapOf(text, waits) });
  }
  if (result.latencyBySparsity.length > 0) charts.push(latencyChart(result));
  return charts;
}

function textOf(result: CompareResult, title: string, subtitle: string): ChartText {
  return {
    title,
    subtitle,
    configHash: result.configHash,
    toolVersion: result.version,
    inputDate: dateOfComparison(result),
  };
}

/** The latest date of all rows. */
export const dateOfComparison = ({ rows }: CompareResult): string | undefined =>
  rows
    .flatMap(({ run }) => run.inputDate ?? [])
    .toSorted()
    .at(-1);

function contextOf(result: CompareResult): string {
  const sparsity = `${(100 * result.requestedSparsity).toFixed(1)} % sparsity requested`;
  return `${platformOf(result)}, ${sparsity}, at ${equalWords[result.equal]}`;
}

function platformOf({ workload, rows }: CompareResult): string {
  const devices = new Set(rows.map(({ run }) => deviceText(run.resources)));
  const clocks = new Set(rows.map(({ run }) => run.clockMhz));
  return `${workload}, ${[...devices].join(' and ')}, ${[...clocks].join(' and ')} MHz`;
}

/**
 * A series that streams its weights says so: where it stops to stream, latency falls for that reason alone.
 */
function seriesName(label: string, points: CompareResult['latencyBySparsity'][number]['points']): string {
  const streamed = points.filter(({ residency }) => residency === 'streamed');
  if (streamed.length === 0) return label;
  if (streamed.length === points.length) return `${label} (streamed)`;
  const highest = Math.max(...streamed.map(({ requestedSparsity }) => requestedSparsity));
  return `${label} (streams weights up to ${Number((100 * highest).toFixed(2))} %)`;
}

/** All rows are of one network. */
const stepOf = ({ rows }: CompareResult): string => stepWords(rows[0].run);

/** Designs that do not fit say so in every chart. */
function barName({ label, run }: CompareResult['rows'][number]): string {
  return run.resources.fits ? label : `${label} (does not fit)`;
}

function nameOf({ rows }: CompareResult, label: string): string {
  const row = rows.find((one) => one.label === label);
  return row ? barName(row) : label;
}

function areaChart(result: CompareResult): NamedChart | null {
  return latencyByArea(
    result,
    textOf(result, `Latency of one ${stepOf(result)} against area`, contextOf(result)),
  );
}

function blockChart(result: CompareResult): NamedChart | null {
  return blockChartOf(
    result,
    textOf(result, 'What the blocks take of the logic of the device', contextOf(result)),
  );
}

function stallChart(result: CompareResult): NamedChart {
  const causes = causesOf(result);
  return {
    file: 'stalls',
    spec: {
      ...textOf(result, `Where the cycles of one ${stepOf(result)} go`, contextOf(result)),
      kind: 'stacked-bars',
      value: { title: 'cycles of one step', unit: '' },
      digits: 0,
      categories: causes.map(({ words }) => words),
      bars: result.rows.map((row) => ({
        name: barName(row),
        values: causes.map(({ name }) => row.run.stalls[name] ?? 0),
      })),
    },
  };
}

/** The causes of all rows, each once, in the order in which the rows have them. */
function causesOf({ rows }: CompareResult): CompareResult['rows'][number]['run']['causes'] {
  const all = rows.flatMap(({ run }) => run.causes);
  return [...new Map(all.map((cause) => [cause.name, cause])).values()];
}

/** Dynamic energy, that of static power and board, off-chip energy, and what all may be. */
function energyChart(result: CompareResult): NamedChart {
  return {
    file: 'energy',
    spec: {
      ...energyText(result, `Energy of one ${stepOf(result)}`),
      kind: 'stacked-bars',
      value: { title: 'energy of one step', unit: 'uJ' },
      categories: ['dynamic, on the chip', 'static and board', 'off-chip'],
      intervalName: intervalWords,
      bars: result.rows.map((row) => {
        const { dynamicUj, staticUj, offChipUj, lowUj: low, highUj: high } = row.run.energy;
        return { name: barName(row), values: [dynamicUj, staticUj, offChipUj], interval: { low, high } };
      }),
    },
  };
}

function componentChart(result: CompareResult): NamedChart {
  return {
    file: 'energy-by-component',
    spec: {
      ...energyText(result, `Where the energy of one ${stepOf(result)} goes`),
      kind: 'stacked-bars',
      value: { title: 'energy of one step', unit: 'uJ' },
      categories: result.rows[0].run.energy.components.map(({ component }) => component),
      bars: result.rows.map((row) => ({
        name: barName(row),
        values: row.run.energy.components.map(({ energyUj }) => energyUj),
      })),
    },
  };
}

function energyText(result: CompareResult, title: string): ChartText {
  return textOf(result, title, `${contextOf(result)}, technology ${result.rows[0].run.energy.technology}`);
}

function latencyChart(result: CompareResult): NamedChart {
  const rowOf = (label: string) => result.rows.find((row) => row.label === label);
  const kinds = result.latencyBySparsity.map(({ label }) => {
    const row = rowOf(label);
    return row === undefined ? label : kindInRow(row);
  });
  const places = acceleratorPlaces(kinds);
  return {
    file: 'latency-by-sparsity',
    spec: {
      ...textOf(result, `Latency of one ${stepOf(result)} against sparsity`, platformOf(result)),
      kind: 'lines',
      x: { title: 'requested sparsity', unit: '%' },
      y: { title: 'latency', unit: 'us', scale: 'log' },
      series: result.latencyBySparsity.map(({ label, points }, at) => ({
        name: seriesName(nameOf(result, label), points),
        place: places[at],
        points: points.map(({ requestedSparsity, latencyUs }) => ({
          x: 100 * requestedSparsity,
          y: latencyUs,
        })),
      })),
      marks: [{ x: 100 * result.requestedSparsity, label: 'requested' }],
    },
  };
}

function fileName(label: string): string {
  return label
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}
