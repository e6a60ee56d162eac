import type { RunResult } from '../../run/result.ts';
import type { NamedChart } from '../charts/spec.ts';
import type { Section } from '../view.ts';
import { blockTable, resourceTable } from './block-tables.ts';
import { runCharts } from './charts.ts';
import { stageTables } from './clock-tables.ts';
import { energyTable } from './energy-table.ts';
import { storageTable } from './storage-table.ts';
import { matrixTable, phaseTable, runSummaryTable, stallTable } from './tables.ts';

/** Every table and every chart of a run once, by topic. */
export function runSections(result: RunResult): Section[] {
  const charts = runCharts(result);
  const named = (...files: readonly string[]): readonly NamedChart[] =>
    charts.filter(({ file }) => files.includes(file));
  return [
    { title: 'In figures', tables: [runSummaryTable(result)], charts: [] },
    {
      title: 'Where the cycles go',
      tables: [phaseTable(result), stallTable(result)],
      charts: named('stalls', 'pes'),
    },
    { title: 'Bank conflicts', tables: [], charts: named('conflicts') },
    { title: 'Weights and memory', tables: [matrixTable(result), storageTable(result)], charts: [] },
    { title: 'Energy', tables: [energyTable(result)], charts: named('energy') },
    { title: 'Area', tables: [resourceTable(result), blockTable(result)], charts: named('area') },
    { title: 'Clock', tables: stageTables(result), charts: named('clock') },
  ];
}
