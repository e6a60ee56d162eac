import type { Change, Cost, ExplainResult } from '../../study/explain/explain-result.ts';
import { stepWords } from '../step-words.ts';
import { formatNumber } from '../tables/number-text.ts';
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

const SHOWN_CHANGES = 12;

/** Changes that people are shown: the shortest list, each in the best of its values. */
export function shownChanges(changes: readonly Change[]): readonly Change[] {
  const kinds = changes.map(({ what }) => what);
  return changes.filter(({ what }, at) => kinds.indexOf(what) === at).slice(0, SHOWN_CHANGES);
}

/** What to change, most saved first: for people the first of them, below the design as it is. */
export function changeTable(result: ExplainResult, mostRows: number): Table {
  const { accelerator, workload, version, configHash, clockMhz, changes } = result;
  const shown = shownChanges(changes).slice(0, mostRows);
  return {
    title: `${accelerator} on ${workload}: what to change, one ${stepWords(result)} at ${clockMhz} MHz (bbsim ${version}, config ${configHash})`,
    columns: columns.map(({ cell: _, ...column }) => column),
    rows: [result, ...shown].map((row) => rowOf(row, result)),
    notes: [adviceLine(adviceIn(result), true), ...targetNotes(result), ...moreNotes(result, shown)],
    commands: commandsOf(result),
  };
}

function rowOf(row: Row, base: Cost): Record<string, Cell> {
  return Object.fromEntries(columns.map(({ key, cell }) => [key, cell(row, base)]));
}

function targetNotes({ target }: ExplainResult): string[] {
  if (target === undefined) return [];
  const set = target.set.length === 0 ? 'no change' : target.set.join(' ');
  const found = target.reached ? 'is reached with' : 'is not reached; nearest comes';
  return [
    `Target ${target.asked} ${found} ${set}: ${target.cycles} cycles, ${formatNumber(target.latencyUs, 2)} us, ${formatNumber(target.energyUj, 1)} uJ.`,
  ];
}

function commandsOf({ bestChange, changes, target }: ExplainResult): string[] {
  return [
    ...(bestChange === null ? [] : [`Best single change: ${changes[bestChange].command}`]),
    ...(target === undefined || target.set.length === 0 ? [] : [`Target: ${target.command}`]),
  ];
}

function moreNotes({ changes, keptWeights }: ExplainResult, shown: readonly Change[]): string[] {
  const more = changes.length - shown.length;
  return [
    ...(more > 0
      ? [`${more} further changes and values are left out: --format csv lists all, with their commands.`]
      : []),
    ...(shown.some((change) => change.keptWeights < keptWeights)
      ? ['What keeps fewer weights computes less for it: compare it at equal kept weights first.']
      : []),
    ...(shown.some(({ prunesAnew }) => prunesAnew)
      ? [
          'Another pattern or gate matrix prunes other weights: what that does to accuracy is not known here, and it is not advised.',
        ]
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
