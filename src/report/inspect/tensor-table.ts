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
    title: 'zeros',
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

const lostColumn: TensorColumn = {
  key: 'roundsToZeroPercent',
  title: 'lost',
  unit: '%',
  digits: 2,
  cell: ({ number }) => number && 100 * number.roundsToZeroShare,
};

const bitsColumns: readonly TensorColumn[] = [
  { key: 'integerBits', title: 'integer bits', digits: 0, cell: ({ number }) => number?.integerBits ?? null },
  {
    key: 'fractionBits',
    title: 'fraction bits',
    digits: 0,
    cell: ({ number }) => number?.fractionBits ?? null,
  },
];

/** Integer and fraction bits as `1.15`. */
const fitsColumn: TensorColumn = {
  key: 'fits',
  title: 'fits',
  align: 'right',
  cell: ({ number }) => number && `${number.integerBits}.${number.fractionBits}`,
};

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
  const tensors = model.tensors.map((tensor) => ({ ...tensor, name: shortName(tensor, model) }));
  const matrices = tensors.filter(({ shape }) => shape.length === 2);
  const called = models.length > 1 ? `${model.name}: non-zero weights` : 'Non-zero weights';
  return [
    {
      ...tableOf(tensors, [name, ...valueColumns, fitsColumn, lostColumn]),
      title,
      notes: valueNotes(model),
    },
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

/** The name of a tensor below that of its model, which the title of the table says. */
function shortName({ name: whole }: TensorFigures, model: InspectedModel): string {
  return whole.startsWith(`${model.name}.`) ? whole.slice(model.name.length + 1) : whole;
}

/** Every tensor of every model with every figure, for a spreadsheet. */
export function tensorRows({ models }: Pick<InspectResult, 'models'>): Table {
  const columns: readonly TensorColumn[] = [
    name,
    ...valueColumns,
    { key: 'smallest', title: 'smallest magnitude', cell: ({ smallest }) => smallest },
    ...bitsColumns,
    lostColumn,
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
    `Zeros: masked positions among them; rms and range (largest over smallest magnitude) leave them out. Fits: integer bits with the sign and fraction bits, ${number.bits} together, with no value cut; lost: values that then round to zero.`,
    `All tensors in one format: --set number.fractionBits=${number.fractionBits}, which loses ${share} %; x, h and c need as many integer bits as their values do.`,
  ];
}
