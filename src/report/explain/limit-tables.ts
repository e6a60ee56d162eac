import type { ExplainResult } from '../../study/explain/explain-result.ts';
import { boundWords } from '../run/step-charts.ts';
import type { Table } from '../tables/table.ts';

/** What a step takes at the least if one thing alone decided. */
export function boundsTable({ bounds, cycles }: ExplainResult): Table {
  return {
    title: 'Bounds: the least cycles if one thing alone decided',
    columns: [
      { key: 'bound', title: 'bound' },
      { key: 'cycles', title: 'cycles', digits: 0 },
      { key: 'percent', title: 'of the step', unit: '%', digits: 1 },
      { key: 'says', title: 'with' },
    ],
    rows: boundWords.map(({ name, words, says }) => ({
      bound: words,
      cycles: bounds[name],
      percent: (100 * bounds[name]) / cycles,
      says,
    })),
  };
}

/** Spans of the critical path that people are shown: the longest of them, in their order. */
const SHOWN_SPANS = 16;

/** Which instruction waited for which, along the path that the time of a step is made of. */
export function pathTable({ criticalPath }: ExplainResult): Table {
  const longest = criticalPath.toSorted((a, b) => b.to - b.from - (a.to - a.from)).slice(0, SHOWN_SPANS);
  const shown = criticalPath.filter((span) => longest.includes(span));
  const left = criticalPath.length - shown.length;
  return {
    title: 'Critical path',
    columns: [
      { key: 'from', title: 'from', digits: 0 },
      { key: 'to', title: 'to', digits: 0 },
      { key: 'cycles', title: 'cycles', digits: 0 },
      { key: 'unit', title: 'unit' },
      { key: 'instruction', title: 'instruction' },
      { key: 'waitedFor', title: 'waited for' },
    ],
    rows: shown.map(({ from, to, unit, instruction, waitedFor }) => ({
      from,
      to,
      cycles: to - from,
      unit,
      instruction,
      waitedFor,
    })),
    ...(left > 0 && {
      notes: [`${left} shorter spans are left out: --format json has all, and they sum to the step.`],
    }),
  };
}
