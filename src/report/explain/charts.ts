import type { ExplainResult } from '../../study/explain/explain-result.ts';
import type { ChartText, NamedChart } from '../charts/spec.ts';
import { boundsChart, boundsTitle, rooflineChart, rooflineTitle } from '../run/step-charts.ts';
import { stepWords } from '../step-words.ts';
import { formatNumber } from '../tables/number-text.ts';
import { shownChanges } from './change-table.ts';

/** The charts of an explanation: the design under its roofs, its bounds, and what changes save. */
export function explainCharts(result: ExplainResult): NamedChart[] {
  return [
    rooflineChart(textOf(result, rooflineTitle(result)), result.roofline),
    boundsChart(textOf(result, boundsTitle(result)), result),
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
