import { countOf, saturationGroups } from '../../run/saturation-remarks.ts';
import type { BankCountFigures, BankStudyResult } from '../../study/banks/bank-result.ts';
import { fitText } from '../run/overflow.ts';
import { stepWords } from '../step-words.ts';
import { clockWords } from '../tables/clock-words.ts';
import type { Table } from '../tables/table.ts';
import { type PointColumn, pointerColumn, storageColumns } from './storage-columns.ts';

const sizeColumns: readonly PointColumn[] = [
  { key: 'banks', title: 'banks', digits: 0, cell: ({ banks }) => banks },
  { key: 'pes', title: 'PEs', digits: 0, cell: ({ pes }) => pes },
];

const keptColumns: readonly PointColumn[] = [
  { key: 'keptWeights', title: 'kept weights', digits: 0, cell: ({ kept }) => kept },
  {
    key: 'achievedSparsityPercent',
    title: 'achieved sparsity',
    unit: '%',
    digits: 1,
    cell: ({ achievedSparsity }) => 100 * achievedSparsity,
  },
];

function conflictColumns(array: 'bbs' | 'csr'): PointColumn[] {
  const name = array.toUpperCase();
  return [
    {
      key: `${array}ConflictStallCycles`,
      title: `${name} conflict stalls`,
      digits: 0,
      cell: (point) => point[array].conflictStallCycles,
    },
    {
      key: `${array}ConflictCycles`,
      title: `${name} PE conflict cycles`,
      digits: 0,
      cell: (point) => point[array].conflictCycles,
    },
    {
      key: `${array}ConflictingBeatsPercent`,
      title: `${name} beats that conflict`,
      unit: '%',
      digits: 1,
      cell: (point) => 100 * point[array].conflictingBeatShare,
    },
  ];
}

const arrayColumns: readonly PointColumn[] = (['bbs', 'csr'] as const).flatMap((array) => {
  const name = array.toUpperCase();
  return [
    { key: `${array}Cycles`, title: `${name} cycles`, digits: 0, cell: (point) => point[array].cycles },
    {
      key: `${array}LatencyUs`,
      title: `${name} latency`,
      unit: 'us',
      digits: 2,
      cell: (point) => point[array].latencyUs,
    },
    {
      key: `${array}UtilisationPercent`,
      title: `${name} utilisation`,
      unit: '%',
      digits: 1,
      cell: (point) => 100 * point[array].utilisation,
    },
    {
      key: `${array}OccupancyPercent`,
      title: `${name} occupancy`,
      unit: '%',
      digits: 1,
      cell: (point) => 100 * point[array].occupancy,
    },
    ...conflictColumns(array),
    {
      key: `${array}SaturatedWeights`,
      title: `${name} saturated weights`,
      digits: 0,
      cell: (point) => countOf(point[array].saturations, saturationGroups.weights),
    },
    { key: `${array}Weights`, title: `${name} weights`, cell: (point) => point[array].residency },
    { key: `${array}Fits`, title: `${name} fits`, cell: (point) => fitText(point[array].resources) },
  ] satisfies PointColumn[];
});

const speedUpColumn: PointColumn = {
  key: 'speedUp',
  title: 'speed-up over CSR',
  digits: 2,
  cell: ({ bbs, csr }) => csr.cycles / bbs.cycles,
};

const patternNames = { bankBalanced: 'bank-balanced', rowBalanced: 'row-balanced', block: 'block' } as const;
const patternKeys = Object.keys(patternNames) as (keyof typeof patternNames)[];

const similarityColumns: readonly PointColumn[] = [
  ...patternKeys.map((key) => ({
    key: `${key}Similarity`,
    title: `${patternNames[key]} similarity`,
    unit: '%',
    digits: 1,
    cell: ({ patterns }: BankCountFigures) => 100 * patterns[key].similarity,
  })),
  ...patternKeys.map((key) => ({
    key: `${key}Magnitude`,
    title: `${patternNames[key]} magnitude`,
    unit: '%',
    digits: 1,
    cell: ({ patterns }: BankCountFigures) => 100 * patterns[key].magnitudeShare,
  })),
];

/**
 * The tables of a bank-count study for people: storage, time, and likeness to unstructured pruning,
 * over all matrices and by matrix.
 */
export function bankStudyTables(result: BankStudyResult): Table[] {
  const { points } = result;
  return [
    {
      ...tableOf(points, [...sizeColumns, ...keptColumns, ...storageColumns, pointerColumn]),
      title: `${headline(result)}: storage of the weights`,
      notes: [...keptNotes(result), storageNote],
    },
    {
      ...tableOf(points, [...sizeColumns, ...arrayColumns.filter(isTold(points)), speedUpColumn]),
      title: `One ${stepWords(result)} on BBS and CSR arrays of one size: ${constantText(result)}`,
      notes: arrayNotes(points),
    },
    {
      ...tableOf(points, [sizeColumns[0], ...keptColumns, ...similarityColumns]),
      title: 'Likeness to unstructured pruning at the same number of kept weights, all matrices together',
      notes: [similarityNote, blockNote],
    },
    {
      ...tableOf(points, [sizeColumns[0], ...matrixColumns(result)]),
      title: 'Similarity of the bank-balanced masks by matrix',
      notes: ['k: weights that a bank keeps in a row.'],
    },
  ];
}

/** One row per number of banks with every figure, for a spreadsheet. */
export function bankStudyRows(result: BankStudyResult): Table {
  return tableOf(result.points, [
    ...sizeColumns,
    ...keptColumns,
    ...storageColumns,
    pointerColumn,
    ...arrayColumns,
    speedUpColumn,
    ...similarityColumns,
    ...matrixColumns(result),
  ]);
}

function tableOf(points: readonly BankCountFigures[], columns: readonly PointColumn[]): Table {
  return {
    columns: columns.map(({ cell: _, ...column }) => column),
    rows: points.map((point) => Object.fromEntries(columns.map(({ key, cell }) => [key, cell(point)]))),
  };
}

/**
 * What people are told once, in a title or a note: where the weights are, and that an array has no conflicts.
 */
function isTold(points: readonly BankCountFigures[]): (column: PointColumn) => boolean {
  return ({ key, cell }) => {
    if (key.endsWith('SaturatedWeights')) return points.some((point) => Number(cell(point)) > 0);
    if (key.endsWith('Weights')) return false;
    return !key.startsWith('bbsConflict') || points.some((point) => cell(point) !== 0);
  };
}

function matrixColumns({ points }: BankStudyResult): PointColumn[] {
  return points[0].matrices.flatMap(({ tensor, rows, cols }, m) => [
    {
      key: `matrix${m}PerBank`,
      title: `${tensor} k`,
      digits: 0,
      cell: ({ matrices }) => matrices[m].entriesPerBank,
    },
    {
      key: `matrix${m}Similarity`,
      title: `${tensor} ${rows} x ${cols}`,
      unit: '%',
      digits: 1,
      cell: ({ matrices }) => 100 * matrices[m].patterns.bankBalanced.similarity,
    },
  ]);
}

function headline({ workload, requestedSparsity, version, configHash }: BankStudyResult): string {
  const sparsity = `${(100 * requestedSparsity).toFixed(1)} % sparsity requested`;
  return `${workload} by number of banks, ${sparsity} (bbsim ${version}, config ${configHash})`;
}

/** `4096 multipliers, weights resident, arria10-gx1150, 200 MHz`. */
function constantText({ constant, points: [first], device, clockMhz }: BankStudyResult): string {
  const what = constant === 'pes' ? `${first.pes} PEs` : `${first.pes * first.banks} multipliers`;
  return `${what}, weights ${first.bbs.residency}, ${device}, ${clockWords(clockMhz)}`;
}

/** Shares of kept weights further apart than this are worth a remark. */
const NOTABLE = 0.005;

function keptNotes({ points, requestedSparsity }: BankStudyResult): string[] {
  const off = points.filter((point) => Math.abs(point.achievedSparsity - requestedSparsity) > NOTABLE);
  const same = 'CSR keeps as many weights as CSB, matrix by matrix.';
  if (off.length === 0) return [same];
  return [
    `${same} Banks keep whole weights, at least one in a row, so with few columns to a bank the sparsity is not the requested one: compare rows of equal sparsity.`,
  ];
}

const storageNote =
  'Index bits: where in its bank (CSB) or row (CSR) a kept weight is; those of padding zeros are shared among the kept. CSB needs no pointers. Fetched: from off-chip memory in one step; none where the weights are resident.';

function arrayNotes(points: readonly BankCountFigures[]): string[] {
  const none = points.every(({ bbs }) => bbs.conflictCycles === 0 && bbs.conflictingBeatShare === 0);
  return [
    'Conflict stalls: cycles of the step in which the PE that finishes last waits for a bank. PE conflict cycles: cycles in which requests waited, all PEs together.',
    'A cycle loads one element of the vector for each bank, and a row stays on one PE: with few banks loads are long, with more PEs than rows some are idle.',
    ...(none ? ['No beat of the bank-balanced array conflicts at any number of banks.'] : []),
  ];
}

const similarityNote =
  'Similarity: share of the kept weights that unstructured pruning keeps too. Magnitude: sum of |w| over the kept weights, of what unstructured pruning keeps.';
const blockNote =
  'Block: 4 x 4. Row-balanced and block masks keep as many weights as the bank-balanced one of their row, or as near as whole blocks come.';
