import type { PruneResult } from '../../study/prune/prune-result.ts';
import { formatNumber } from '../tables/number-text.ts';
import type { Column, Table } from '../tables/table.ts';
import { viewOf } from '../view.ts';

/** How a pruned file is shown. */
export const pruneView = viewOf<PruneResult>({
  tables: (result) => [
    tensorTable(result),
    ...budgetTables(result),
    ...errorTables(result),
    fileTable(result),
  ],
  csv: (result) => [{ columns: tensorColumns, rows: tensorRows(result) }],
  sections: (result) => {
    const topics: readonly (readonly [title: string, tables: readonly Table[]])[] = [
      ['Kept weights', [tensorTable(result)]],
      ['Cycles of a step', budgetTables(result)],
      ['Products', errorTables(result)],
      ['Written files', [fileTable(result)]],
    ];
    return topics
      .filter(([, tables]) => tables.length > 0)
      .map(([title, tables]) => ({ title, tables, charts: [] }));
  },
});

const tensorColumns: readonly Column[] = [
  { key: 'tensor', title: 'tensor' },
  { key: 'rows', title: 'rows' },
  { key: 'cols', title: 'cols' },
  { key: 'kept', title: 'kept weights', digits: 0 },
  { key: 'sparsity', title: 'sparsity', digits: 4 },
  { key: 'keptMagnitudeShare', title: 'kept share of squared magnitude', digits: 4 },
];

function tensorRows({ tensors }: PruneResult): Table['rows'] {
  return tensors.map(({ name, shape: [rows, cols], kept, sparsity, keptMagnitudeShare }) => ({
    tensor: name,
    rows,
    cols,
    kept,
    sparsity,
    keptMagnitudeShare,
  }));
}

function tensorTable(result: PruneResult): Table {
  const { model, kind, file, pattern, accelerator, version, weightBits, weightScale } = result;
  const all = {
    tensor: 'all',
    rows: null,
    cols: null,
    kept: result.kept,
    sparsity: result.sparsity,
    keptMagnitudeShare: result.keptMagnitudeShare,
  };
  const { kind: name, ...options } = pattern;
  const given = Object.entries(options).map(([option, value]) => `${option} ${value}`);
  const what =
    name === 'none' ? 'weights as they are' : `${[name, ...given].join(', ')}, as ${accelerator} has it`;
  return {
    title: `${kind.toUpperCase()} ${model} of ${file}: ${what} (bbsim ${version})`,
    columns: tensorColumns,
    rows: [...tensorRows(result), all],
    notes: [
      ...(weightBits === null ? [] : [`int8 codes, a scale for every ${weightScale}.`]),
      ...sharedNotes(result),
    ],
  };
}

/** What is stored where entries share their values. */
function sharedNotes({ kept, independent, weights }: PruneResult): readonly string[] {
  if (independent === kept) return [];
  const share = ((100 * independent) / weights).toFixed(1);
  return [
    `The kept weights share ${formatNumber(independent, 0)} values, ${share} % of as many as there are weights.`,
  ];
}

/** What was chosen for each matrix, where a step may take so many cycles. */
function budgetTables({ budget, accelerator }: PruneResult): readonly Table[] {
  if (budget === null) return [];
  const { mostCycles, cycles, leastCycles, matrices } = budget;
  return [
    {
      title: `A step of ${accelerator}: ${cycles} cycles, of ${mostCycles} that it may take`,
      columns: [
        { key: 'layer', title: 'layer', digits: 0 },
        { key: 'tensor', title: 'matrix' },
        { key: 'perBank', title: 'kept in a bank', digits: 0 },
        { key: 'mostPerBank', title: 'of', digits: 0 },
      ],
      rows: matrices.map((matrix) => ({ ...matrix })),
      notes: [`With one entry in every bank of every row a step takes ${leastCycles} cycles.`],
    },
  ];
}

/** What became of the products of each matrix, where the criterion knew the inputs. */
function errorTables({ calibration, criterion }: PruneResult): readonly Table[] {
  if (calibration === null) return [];
  const { file, steps, damping, matrices } = calibration;
  return [
    {
      title: `Products of ${criterion} over ${steps} steps of ${file}, damping ${damping}`,
      columns: [
        { key: 'tensor', title: 'matrix' },
        { key: 'rows', title: 'rows', digits: 0 },
        { key: 'perBank', title: 'kept in a bank', digits: 0 },
        { key: 'outputError', title: 'squared error, share', digits: 4 },
        { key: 'outputErrorByMagnitude', title: 'by magnitude', digits: 4 },
        { key: 'rowsNoWorse', title: 'rows no worse than by magnitude', digits: 0 },
      ],
      rows: matrices.map((matrix) => ({ ...matrix })),
    },
  ];
}

function fileTable({ files }: PruneResult): Table {
  return {
    title: 'Written',
    columns: [
      { key: 'file', title: 'file' },
      { key: 'bytes', title: 'bytes', digits: 0 },
      { key: 'sha256', title: 'SHA-256' },
    ],
    rows: files.map(({ path, bytes, sha256 }) => ({ file: path, bytes, sha256 })),
  };
}
