import type {
  InspectedModel,
  InspectResult,
  NonZeroCounts,
  TensorFigures,
} from '../../study/inspect/inspect-result.ts';
import { formatNumber } from '../tables/number-text.ts';
import type { Cell, Column, Table } from '../tables/table.ts';

/** A column and its cell for a tensor. */
type TensorColumn = Column & { readonly cell: (tensor: TensorFigures) => Cell };

const name: TensorColumn = { key: 'tensor', title: 'tensor', cell: (tensor) => tensor.name };

const valueColumns: readonly TensorColumn[] = [
  { key: 'shape', title: 'shape', cell: ({ shape }) => shape.join(' x ') },
  {
    key: 'sparsityPercent',
    title: 'sparsity',
    unit: '%',
    digits: 1,
    cell: ({ sparsity }) => 100 * sparsity,
  },
  { key: 'min', title: 'min', digits: 3, cell: ({ min }) => min },
  { key: 'max', title: 'max', digits: 3, cell: ({ max }) => max },
  { key: 'rms', title: 'rms', digits: 3, cell: ({ rms }) => rms },
  {
    key: 'dynamicRangeDb',
    title: 'range',
    unit: 'dB',
    digits: 0,
    cell: ({ dynamicRangeDb }) => dynamicRangeDb,
  },
];

const formatColumns: readonly TensorColumn[] = [
  { key: 'integerBits', title: 'integer bits', digits: 0, cell: ({ number }) => number?.integerBits ?? null },
  {
    key: 'fractionBits',
    title: 'fraction bits',
    digits: 0,
    cell: ({ number }) => number?.fractionBits ?? null,
  },
  {
    key: 'roundsToZeroPercent',
    title: 'rounds to zero',
    unit: '%',
    digits: 2,
    cell: ({ number }) => number && 100 * number.roundsToZeroShare,
  },
];

/** What is counted, in the words of a column. */
const countedParts = [
  ['row', 'nonZerosPerRow'],
  ['column', 'nonZerosPerColumn'],
  ['bank', 'nonZerosPerBank'],
] as const;

/** The tables of a model's tensors: their values, and where its matrices have zeros. */
export function tensorTables(
  { models, array }: Pick<InspectResult, 'models' | 'array'>,
  model: InspectedModel,
  title: string,
): Table[] {
  const matrices = model.tensors.filter(({ shape }) => shape.length === 2);
  const called = models.length > 1 ? `${model.name}: non-zero weights` : 'Non-zero weights';
  return [
    { ...tableOf(model.tensors, [name, ...valueColumns, ...formatColumns]), title, notes: valueNotes(model) },
    {
      ...tableOf(matrices, [
        name,
        ...countedParts.map(([part, field]) => ({
          key: part,
          title: `per ${part}: min, mean, max`,
          align: 'right' as const,
          cell: (tensor: TensorFigures) => countsText(tensor[field]),
        })),
      ]),
      title: `${called} of each row, each column, and each of ${array.banks} banks of a row`,
    },
  ];
}

/** Every tensor of every model with every figure, for a spreadsheet. */
export function tensorRows({ models }: Pick<InspectResult, 'models'>): Table {
  const columns: readonly TensorColumn[] = [
    name,
    ...valueColumns,
    { key: 'smallest', title: 'smallest magnitude', cell: ({ smallest }) => smallest },
    ...formatColumns,
    { key: 'values', title: 'values', cell: ({ values }) => values },
    { key: 'masked', title: 'masked', cell: ({ isMasked }) => isMasked },
    ...countedParts.flatMap(([part, field]) =>
      (['min', 'mean', 'max'] as const).map((figure) => ({
        key: `${field}.${figure}`,
        title: `non-zeros per ${part} ${figure}`,
        cell: (tensor: TensorFigures) => tensor[field]?.[figure] ?? null,
      })),
    ),
  ];
  return {
    columns: [{ key: 'model', title: 'model' }, ...columns.map(({ cell: _, ...column }) => column)],
    rows: models.flatMap((model) =>
      tableOf(model.tensors, columns).rows.map((row) => ({ model: model.name, ...row })),
    ),
  };
}

function tableOf(tensors: readonly TensorFigures[], columns: readonly TensorColumn[]): Table {
  return {
    columns: columns.map(({ cell: _, ...column }) => column),
    rows: tensors.map((tensor) => Object.fromEntries(columns.map(({ key, cell }) => [key, cell(tensor)]))),
  };
}

/** `3, 12.5, 20`; none for a vector. */
function countsText(counts: NonZeroCounts | null): string | null {
  if (counts === null) return null;
  const { min, mean, max } = counts;
  return `${formatNumber(min, 0)}, ${formatNumber(mean, 1)}, ${formatNumber(max, 0)}`;
}

function valueNotes({ number, tensors }: InspectedModel): string[] {
  const isRaw = tensors.some(({ values }) => values === 'int16 codes');
  if (isRaw)
    return ['The file holds int16 codes: which value a code has is said by the fraction bits of the array.'];
  const bits = tensors.find((tensor) => tensor.number !== null)?.number?.bits;
  if (number === null)
    return [
      `No fixed-point format${bits === undefined ? '' : ` of ${bits} bits`} holds the largest value uncut.`,
    ];
  const share = (100 * number.roundsToZeroShare).toFixed(2);
  return [
    `Rms and range (largest over smallest magnitude) are those of the values that are not zero. The bits are of ${number.bits}, the sign among the integer ones, with no value cut; rounds to zero: of the values that are not.`,
    `All tensors in one format: --set number.fractionBits=${number.fractionBits}, where ${share} % round to zero; x, h and c need as many integer bits as their values do.`,
  ];
}
