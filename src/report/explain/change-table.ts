import type { Change, Cost, ExplainResult } from '../../study/explain/explain-result.ts';
import { stepWords } from '../step-words.ts';
import type { Cell, Column, Table } from '../tables/table.ts';
import { adviceIn, adviceLine, savedPercent } from './advice-line.ts';

/** A change, or the design as it is. */
type Row = Cost & Partial<Pick<Change, 'what' | 'set' | 'command'>>;

const columns: readonly (Column & { cell(row: Row, base: Cost): Cell })[] = [
  { key: 'set', title: 'change', cell: ({ set }) => set?.join(' ') ?? 'none' },
  { key: 'cycles', title: 'cycles', digits: 0, cell: ({ cycles }) => cycles },
  { key: 'latencyUs', title: 'latency', unit: 'us', digits: 2, cell: ({ latencyUs }) => latencyUs },
  {
    key: 'savedPercent',
    title: 'latency saved',
    unit: '%',
    digits: 1,
    cell: (row, base) => 0 - savedPercent(base, row),
  },
  { key: 'energyUj', title: 'energy', unit: 'uJ', digits: 1, cell: ({ energyUj }) => energyUj },
  { key: 'areaPercent', title: 'area', unit: '%', digits: 1, cell: ({ areaPercent }) => areaPercent },
  { key: 'fmaxMhz', title: 'Fmax', unit: 'MHz', digits: 1, cell: ({ fmaxMhz }) => fmaxMhz },
  { key: 'keptWeights', title: 'kept weights', digits: 0, cell: ({ keptWeights }) => keptWeights },
  { key: 'fits', title: 'fits', cell: ({ fits }) => (fits ? 'yes' : 'no') },
  { key: 'meetsTiming', title: 'meets timing', cell: ({ meetsTiming }) => (meetsTiming ? 'yes' : 'no') },
];

/** Changes that people are shown: the shortest list, each in the best of its values. */
const SHOWN_CHANGES = 12;

/** What to change, most saved first: for people the first of them, below the design as it is. */
export function changeTable(result: ExplainResult, mostRows: number): Table {
  const { accelerator, workload, version, configHash, clockMhz, changes } = result;
  const shown = changes.slice(0, Math.min(SHOWN_CHANGES, mostRows));
  return {
    title: `${accelerator} on ${workload}: what to change, one ${stepWords(result)} at ${clockMhz} MHz (bbsim ${version}, config ${configHash})`,
    columns: columns.map(({ cell: _, ...column }) => column),
    rows: [result, ...shown].map((row) => rowOf(row, result)),
    notes: [adviceLine(adviceIn(result)), ...commandNotes(result), ...moreNotes(result, shown.length)],
  };
}

function rowOf(row: Row, base: Cost): Record<string, Cell> {
  return Object.fromEntries(columns.map(({ key, cell }) => [key, cell(row, base)]));
}

function commandNotes({ bestChange, changes, target }: ExplainResult): string[] {
  const best = bestChange === null ? [] : [`By hand: ${changes[bestChange].command}`];
  if (target === undefined) return best;
  const set = target.set.length === 0 ? 'no change' : target.set.join(' ');
  const found = target.reached ? 'is reached with' : 'is not reached; nearest comes';
  const text = `Target ${target.asked} ${found} ${set}: ${target.cycles} cycles, ${target.latencyUs.toFixed(2)} us.`;
  return [...best, text, ...(target.set.length === 0 ? [] : [`By hand: ${target.command}`])];
}

function moreNotes({ changes, keptWeights }: ExplainResult, shown: number): string[] {
  const more = changes.length - shown;
  return [
    ...(more > 0 ? [`${more} further changes save less: --format csv lists all, with their commands.`] : []),
    ...(changes.slice(0, shown).some((change) => change.keptWeights < keptWeights)
      ? ['What keeps fewer weights computes less for it: compare it at equal kept weights first.']
      : []),
    ...(changes.slice(0, shown).some(({ what }) => what === 'pattern')
      ? ['Another pattern prunes other weights, and what that does to accuracy is not known here.']
      : []),
  ];
}

/** Every change with its command, for a spreadsheet, below the design as it is. */
export function changeRows(result: ExplainResult): Table {
  return {
    columns: [
      { key: 'what', title: 'what' },
      ...columns.map(({ cell: _, ...column }) => column),
      { key: 'command', title: 'command' },
    ],
    rows: [
      { what: 'as it is', ...rowOf(result, result), command: '' },
      ...result.changes.map((row) => ({ what: row.what, ...rowOf(row, result), command: row.command })),
    ],
  };
}
