import type { RunResult } from '../../run/result.ts';
import type { CellsField } from '../../run/result-header.ts';
import type { RunStep } from '../../run/step-schema.ts';
import type { ChartText, NamedChart } from '../charts/spec.ts';
import { stepWords } from '../step-words.ts';
import { formatNumber } from '../tables/number-text.ts';
import { runTextOf } from './charts.ts';

/** The charts of what a run records of its step: the design under its roofs, and what bounds it. */
export function stepCharts(result: RunResult, { roofline, bounds }: RunStep): NamedChart[] {
  return [
    rooflineChart(runTextOf(result, rooflineTitle(result)), roofline),
    boundsChart(runTextOf(result, boundsTitle(result)), { bounds, cycles: result.cycles.total }),
  ];
}

/** Title of the picture of roofs. */
export const rooflineTitle = (of: CellsField): string => `Roofline of one ${stepWords(of)}`;

/** Title of the picture of bounds. */
export const boundsTitle = (of: CellsField): string => `What bounds one ${stepWords(of)}`;

/** The bounds with their words, in their order. */
export const boundWords: readonly {
  readonly name: keyof RunStep['bounds'];
  readonly words: string;
  readonly says: string;
}[] = [
  { name: 'computeCycles', words: 'compute', says: 'every multiplier busy with kept weights' },
  { name: 'bankCycles', words: 'banks', says: 'the busiest bank of each SpMV answers in every cycle' },
  { name: 'bandwidthCycles', words: 'bandwidth', says: 'off-chip memory at its rate in every cycle' },
  { name: 'dependencyCycles', words: 'dependency', says: 'a cycle for every vector: latencies alone' },
];

/** Left and right of the design and of where its roofs meet, as factors. */
const MARGIN = 4;

/** The roofs of a design, and the design under them; `text` has the title of `rooflineTitle`. */
export function rooflineChart(text: ChartText, roofline: RunStep['roofline']): NamedChart {
  const { peakOpsPerCycle, memoryBytesPerCycle, offChipBytesPerCycle, opsPerByte, opsPerCycle } = roofline;
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
      ...text,
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

/** What a step takes at the least if one thing alone decided, against its cycles. */
export function boundsChart(
  text: ChartText,
  { bounds, cycles }: Pick<RunStep, 'bounds'> & { readonly cycles: number },
): NamedChart {
  return {
    file: 'bounds',
    spec: {
      kind: 'compared-bars',
      ...text,
      value: { title: 'cycles at the least', unit: '' },
      digits: 0,
      barName: 'if it alone decided',
      tickName: 'as simulated',
      line: { value: cycles, name: `the step: ${formatNumber(cycles, 0)} cycles` },
      bars: boundWords.map(({ name, words }) => ({
        name: words,
        value: bounds[name],
        ticks: [],
        isCalibrated: false,
      })),
    },
  };
}
