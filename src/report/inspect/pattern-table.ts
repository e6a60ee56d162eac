import type { InspectedModel, InspectResult, PatternFigures } from '../../study/inspect/inspect-result.ts';
import { keptColumns, keptMeaning, storageDigits } from '../kept-columns.ts';
import { BITS_PER_KIB, formatNumber } from '../tables/number-text.ts';
import type { Cell, Column, Table } from '../tables/table.ts';

type PatternColumn = Column & { readonly cell: (pattern: PatternFigures, model: InspectedModel) => Cell };

const nameColumn: PatternColumn = { key: 'pattern', title: 'pattern', cell: ({ pattern }) => pattern };

const storageColumns: readonly PatternColumn[] = [
  { key: 'format', title: 'format', cell: ({ format }) => format },
  {
    key: 'storageKib',
    title: 'storage',
    unit: 'KiB',
    digits: 1,
    cell: ({ storageBits }) => storageBits && storageBits / BITS_PER_KIB,
  },
  {
    key: 'ofDensePercent',
    title: 'of dense',
    unit: '%',
    digits: 1,
    cell: ({ storageBits }, { denseBits }) => storageBits && (100 * storageBits) / denseBits,
  },
  {
    key: 'indexBitsPerWeight',
    title: 'index bits per weight',
    digits: 2,
    cell: ({ storage, kept }) => storage && kept && (storage.indexBits + storage.pointerBits) / kept,
  },
];

const arrayColumns: readonly PatternColumn[] = [
  {
    key: 'conflictsPerThousandReads',
    title: 'conflicts per 1000 reads',
    digits: 1,
    cell: ({ onArray }) => onArray?.conflictsPerThousandReads ?? null,
  },
  {
    key: 'loadImbalance',
    title: 'load imbalance',
    digits: 3,
    cell: ({ onArray }) => onArray?.loadImbalance ?? null,
  },
];

/** What every pattern keeps of a model, and what an array that was named makes of it. */
export function patternTable(
  { models, array, requestedSparsity }: Pick<InspectResult, 'models' | 'array' | 'requestedSparsity'>,
  model: InspectedModel,
): Table {
  const sparsity = `${(100 * requestedSparsity).toFixed(1)} % sparsity`;
  const called = models.length > 1 ? `${model.name}: what` : 'What';
  const columns = [nameColumn, ...keptColumns, ...storageColumns, ...(array.isNamed ? arrayColumns : [])].map(
    (column) =>
      column.key === 'storageKib' ? { ...column, digits: storageDigits(model.denseBits) } : column,
  );
  return {
    ...tableOf(model, columns),
    title: `${called} patterns keep at ${sparsity}, with ${sizesText(array)}`,
    notes: [
      ...meaningOf(array),
      ...sharedNotes(model),
      ...model.patterns.flatMap(({ pattern, problem }) =>
        problem === null ? [] : [`${pattern}: ${problem}`],
      ),
      ...(array.isNamed ? arrayNotes(array, model) : []),
    ],
  };
}

/** Every pattern of every model with every figure, for a spreadsheet. */
export function patternRows({
  models,
  requestedSparsity,
}: Pick<InspectResult, 'models' | 'requestedSparsity'>): Table {
  const bits = (['valueBits', 'indexBits', 'pointerBits', 'scaleBits'] as const).map(
    (field): PatternColumn => ({
      key: field,
      title: field.replace('Bits', ' bits'),
      cell: ({ storage }) => storage && (storage[field] ?? 0),
    }),
  );
  const columns: readonly PatternColumn[] = [
    nameColumn,
    ...keptColumns,
    { key: 'kept', title: 'kept weights', cell: ({ kept }) => kept },
    ...storageColumns,
    ...bits,
    ...arrayColumns,
    { key: 'problem', title: 'problem', cell: ({ problem, arrayProblem }) => problem ?? arrayProblem },
  ];
  return {
    columns: [
      { key: 'model', title: 'model' },
      { key: 'requestedPercent', title: 'requested sparsity', unit: '%' },
      ...columns.map(({ cell: _, ...column }) => column),
    ],
    rows: models.flatMap((model) =>
      tableOf(model, columns).rows.map((row) => ({
        model: model.name,
        requestedPercent: 100 * requestedSparsity,
        ...row,
      })),
    ),
  };
}

function tableOf(model: InspectedModel, columns: readonly PatternColumn[]): Table {
  return {
    columns: columns.map(({ cell: _, ...column }) => column),
    rows: model.patterns.map((pattern) =>
      Object.fromEntries(columns.map(({ key, cell }) => [key, cell(pattern, model)])),
    ),
  };
}

/** `64 PEs of 64 banks (bbs)`. */
function sizesText({ pes, banks, accelerator }: InspectResult['array']): string {
  return `${pes} PEs of ${banks} banks (${accelerator})`;
}

function meaningOf({ isNamed }: InspectResult['array']): string[] {
  return [
    keptMeaning,
    ...(isNamed ? [] : ['--accelerator adds the conflicts and the load imbalance on an array.']),
  ];
}

/** Positions that share their values are all kept, and overlap. */
function sharedNotes({ patterns }: InspectedModel): string[] {
  const shared = patterns.filter(
    ({ kept, positions }) => kept !== null && positions !== null && positions > kept,
  );
  const names = shared.map(({ pattern }) => pattern).join(', ');
  return names === '' ? [] : [`Overlap of ${names}: of all positions, several of which share a value.`];
}

function arrayNotes({ accelerator }: InspectResult['array'], model: InspectedModel): string[] {
  const { asStored, asStoredProblem, patterns } = model;
  const own = asStored
    ? [
        `The weights as they are on ${accelerator}: ${formatNumber(asStored.conflictsPerThousandReads, 1)} conflicts per 1000 reads, load imbalance ${formatNumber(asStored.loadImbalance, 3)}.`,
      ]
    : [`The weights as they are do not fit ${accelerator}: ${asStoredProblem}`];
  const refused = patterns.flatMap(({ pattern, arrayProblem }) =>
    arrayProblem === null ? [] : [`${pattern} on ${accelerator}: ${arrayProblem}`],
  );
  return [
    'Conflicts: cycles in which a PE waits for a bank, over words read. Load imbalance: beats of the fullest PE over those of an average one.',
    ...own,
    ...refused,
  ];
}
