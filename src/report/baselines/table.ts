import type { BaselineRow, BaselineStudyResult } from '../../study/baselines/baseline-result.ts';
import { fitText } from '../run/overflow.ts';
import { clockWords } from '../tables/clock-words.ts';
import { formatNumber } from '../tables/number-text.ts';
import type { Cell, Column, Table } from '../tables/table.ts';

/**
 * Every row as it is, for a spreadsheet: the presets at equal kept weights, then at equal requested sparsity.
 */
export function baselineRows({ rows }: BaselineStudyResult): Table {
  const columns: readonly (Column & { readonly cell: (row: BaselineRow) => Cell })[] = [
    { key: 'schedule', title: 'schedule', cell: ({ schedule }) => schedule },
    { key: 'preset', title: 'preset', cell: ({ preset }) => preset },
    { key: 'equal', title: 'equal', cell: ({ equal }) => equal },
    { key: 'cycles', title: 'cycles', digits: 0, cell: ({ cycles }) => cycles },
    { key: 'latencyUs', title: 'latency', unit: 'us', digits: 2, cell: ({ latencyUs }) => latencyUs },
    { key: 'overBbs', title: 'over BBS', digits: 2, cell: ({ overBbs }) => overBbs },
    { key: 'keptWeights', title: 'kept weights', digits: 0, cell: ({ kept }) => kept },
    { key: 'weights', title: 'weights', cell: ({ residency }) => residency },
    { key: 'fits', title: 'fits', cell: ({ resources }) => fitText(resources) },
  ];
  return {
    columns: columns.map(({ cell: _, ...column }) => column),
    rows: rows.map((row) => Object.fromEntries(columns.map(({ key, cell }) => [key, cell(row)]))),
  };
}

/** A row for every preset, with both equalities side by side. */
export function baselineTable(result: BaselineStudyResult): Table {
  const kept = result.rows.filter(({ equal }) => equal === 'kept');
  const requested = result.rows.filter(({ equal }) => equal === 'requested');
  return {
    title: titleOf(result),
    columns: [
      { key: 'preset', title: 'preset' },
      { key: 'cycles', title: 'cycles', digits: 0 },
      { key: 'latencyUs', title: 'latency', unit: 'us', digits: 2 },
      { key: 'overBbs', title: 'over BBS', digits: 2 },
      { key: 'cyclesRequested', title: 'cycles, equal sparsity', digits: 0 },
      { key: 'overBbsRequested', title: 'over BBS, equal sparsity', digits: 2 },
      { key: 'schedule', title: 'schedule' },
      { key: 'fits', title: 'fits' },
    ],
    rows: kept.map(({ schedule, preset, cycles, latencyUs, overBbs, resources }, at) => ({
      preset,
      schedule,
      cycles,
      latencyUs,
      overBbs,
      cyclesRequested: requested[at].cycles,
      overBbsRequested: requested[at].overBbs,
      fits: fitText(resources),
    })),
    notes: notesOf(result, kept, requested),
  };
}

function titleOf({ workload, requestedSparsity, version, configHash }: BaselineStudyResult): string {
  const sparsity = `${(100 * requestedSparsity).toFixed(1)} % sparsity requested`;
  return `${workload}: baselines of bank-balanced sparsity, ${sparsity} (bbsim ${version}, config ${configHash})`;
}

function notesOf(
  { weights, device, clockMhz }: BaselineStudyResult,
  kept: readonly BaselineRow[],
  requested: readonly BaselineRow[],
): string[] {
  const share = (row: BaselineRow) =>
    `${formatNumber(row.kept, 0)} (${((100 * row.kept) / weights).toFixed(1)} %)`;
  const all = formatNumber(weights, 0);
  const others = requested.find((row, at) => row.kept !== kept[at].kept);
  return [
    `Over BBS: latency over that of ${kept[0].preset}. All are taken at ${clockWords(clockMhz)} on ${device}, weights ${kept[0].residency}; fits: at equal kept weights.`,
    others === undefined
      ? `All keep ${share(kept[0])} of ${all} weights, at equal sparsity too.`
      : `Of ${all} weights all keep ${share(kept[0])}; at equal sparsity ${requested[0].preset} keeps ${share(requested[0])}, since a bank keeps whole weights of a row, at least one, and ${others.preset} ${share(others)}.`,
  ];
}
