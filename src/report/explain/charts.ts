import type { ExplainResult } from '../../study/explain/explain-result.ts';
import type { ChartText, NamedChart } from '../charts/spec.ts';
import { stepWords } from '../step-words.ts';
import { formatNumber } from '../tables/number-text.ts';
import { shownChanges } from './change-table.ts';
import { boundWords } from './limit-tables.ts';

/** The charts of an explanation: the design under its roofs, its bounds, and what changes save. */
export function explainCharts(result: ExplainResult): NamedChart[] {
  return [
    rooflineChart(result),
    boundsChart(result),
    ...(result.changes.length === 0 ? [] : [changesChart(result)]),
  ];
}

function textOf(
  { accelerator, workload, clockMhz, residency, configHash, version, inputDate }: ExplainResult,
  title: string,
): ChartText {
  return {
    title,
    subtitle: `${accelerator} on ${workload}, ${clockMhz} MHz, weights ${residency}`,
    configHash,
    toolVersion: version,
    inputDate,
  };
}

/** Left and right of the design and of where its roofs meet, as factors. */
const MARGIN = 4;

function rooflineChart(result: ExplainResult): NamedChart {
  const { peakOpsPerCycle, memoryBytesPerCycle, offChipBytesPerCycle, opsPerByte, opsPerCycle } =
    result.roofline;
  const roofs = [
    ...(offChipBytesPerCycle === null
      ? []
      : [{ name: 'off-chip memory, and multipliers', bytes: offChipBytesPerCycle }]),
    { name: 'weight memories, and multipliers', bytes: memoryBytesPerCycle },
  ];
  const ridges = roofs.map(({ bytes }) => peakOpsPerCycle / bytes);
  const least = Math.min(opsPerByte, ...ridges) / MARGIN;
  const most = Math.max(opsPerByte, ...ridges) * MARGIN;
  return {
    file: 'roofline',
    spec: {
      kind: 'lines',
      ...textOf(result, `Roofline of one ${stepWords(result)}`),
      x: { title: 'operations per byte of weights', unit: '', scale: 'log' },
      y: { title: 'operations per cycle', unit: '', scale: 'log' },
      series: [
        ...roofs.map(({ name, bytes }, at) => ({
          name,
          points: [least, ridges[at], most].map((x) => ({ x, y: Math.min(peakOpsPerCycle, x * bytes) })),
        })),
        { name: 'this design', points: [{ x: opsPerByte, y: opsPerCycle }] },
      ],
    },
  };
}

function boundsChart(result: ExplainResult): NamedChart {
  return {
    file: 'bounds',
    spec: {
      kind: 'compared-bars',
      ...textOf(result, `What bounds one ${stepWords(result)}`),
      value: { title: 'cycles at the least', unit: '' },
      digits: 0,
      barName: 'if it alone decided',
      tickName: 'as simulated',
      line: { value: result.cycles, name: `the step: ${formatNumber(result.cycles, 0)} cycles` },
      bars: boundWords.map(({ name, words }) => ({
        name: words,
        value: result.bounds[name],
        ticks: [],
        isCalibrated: false,
      })),
    },
  };
}

function changesChart(result: ExplainResult): NamedChart {
  return {
    file: 'changes',
    spec: {
      kind: 'compared-bars',
      ...textOf(result, `One ${stepWords(result)} after each single change`),
      value: { title: 'latency', unit: 'us' },
      digits: 2,
      barName: 'with this change alone',
      tickName: 'as it is',
      line: { value: result.latencyUs, name: `as it is: ${formatNumber(result.latencyUs, 2)} us` },
      bars: shownChanges(result.changes).map(({ set, latencyUs, fits, meetsTiming }) => ({
        name: `${set.join(' ')}${fits ? (meetsTiming ? '' : ' (misses timing)') : ' (does not fit)'}`,
        value: latencyUs,
        ticks: [],
        isCalibrated: false,
      })),
    },
  };
}
