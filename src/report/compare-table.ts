import type { CompareResult, RunResult } from '../study/result.ts';
import { summaryCells, summaryOfRun } from './summary.ts';
import type { Table } from './table.ts';

/** The table of a comparison: a row per accelerator, and below it what does not fit and what the figures mean. */
export function compareTable(result: CompareResult): Table {
  const { rows, workload, requestedSparsity, configHash, version, referenceRow } = result;
  const [cycles, latency, ...others] = summaryOfRun;
  return {
    title: `${workload}: one LSTM step, ${percent(requestedSparsity)} sparsity requested (bbsim ${version}, config ${configHash})`,
    columns: [
      { key: 'accelerator', title: 'accelerator' },
      cycles,
      latency,
      { key: 'speedUp', title: 'speed-up', digits: 2 },
      ...others,
    ],
    rows: rows.map(({ label, speedUp, run }) => ({ accelerator: label, speedUp, ...summaryCells(run) })),
    notes: [
      `Speed-up is over ${referenceRow}. Conflict cycles are those of the PE that finishes last. Every pattern keeps as many weights as the bank-balanced one.`,
      ...rows.flatMap(({ label, run }) => overflowNote(label, run)),
      ...clockNote(rows.map(({ run }) => run)),
    ],
  };
}

/** What a design lacks on its device, as a note; none when it fits. */
export function overflowNote(label: string, { resources }: RunResult): string[] {
  if (resources.fits) return [];
  const lacks = resources.overflows.map(
    ({ used, available, unit, percentOver }) =>
      `${used} of ${available} ${unit} (${percentOver.toFixed(0)} % over)`,
  );
  return [`${label} does not fit ${resources.device}: it takes ${lacks.join(' and ')}.`];
}

/** A large crossbar will not close timing at the clock of a bank-balanced array. */
function clockNote(runs: readonly RunResult[]): string[] {
  const clocks = new Set(runs.map(({ clockMhz }) => clockMhz));
  const hasCrossbar = runs.some(({ config }) => (config as { kind: string }).kind.startsWith('csr'));
  if (clocks.size > 1 || !hasCrossbar) return [];
  return [
    `All designs are taken at ${runs[0].clockMhz} MHz, which flatters CSR: a large crossbar would not reach it.`,
  ];
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
