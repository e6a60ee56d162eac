import type { PatternRow, PatternStudyResult } from '../../study/patterns/patterns-result.ts';
import { BITS_PER_KIB } from '../tables/number-text.ts';
import type { Cell, Column, Table } from '../tables/table.ts';

/** A row of a study, or the unpruned model beside it. */
export type ShownRow = { readonly pattern: string } & Omit<
  PatternRow,
  'pattern' | 'options' | 'equal' | 'isOnFront'
> & { readonly isOnFront: boolean | null };

/** A column of the tables of a study, and what a row has in it. */
export type RowColumn = Column & {
  readonly cell: (row: ShownRow, result: PatternStudyResult) => Cell;
};

/** A share or null as a percentage. */
const percentOf = (share: number | null): number | null => (share === null ? null : 100 * share);

/** `of` over `by`, where both are there and the latter is not 0. */
function ratio(of: number | null | undefined, by: number | null | undefined): number | null {
  return of === null || of === undefined || !by ? null : of / by;
}

/** The name of a pattern. */
export const nameColumn: RowColumn = { key: 'pattern', title: 'pattern', cell: ({ pattern }) => pattern };

/** What that takes in memory. */
export const memoryColumns: readonly RowColumn[] = [
  { key: 'format', title: 'format', cell: ({ format }) => format },
  {
    key: 'storageKib',
    title: 'storage',
    unit: 'KiB',
    digits: 1,
    cell: ({ storageBits }) => ratio(storageBits, BITS_PER_KIB),
  },
  {
    key: 'ofDensePercent',
    title: 'of dense',
    unit: '%',
    digits: 1,
    cell: ({ storageBits }, { denseBits }) => percentOf(ratio(storageBits, denseBits)),
  },
  {
    key: 'indexBitsPerWeight',
    title: 'index bits per weight',
    digits: 2,
    cell: ({ indexBits, pointerBits, kept }) =>
      indexBits === null || pointerBits === null ? null : ratio(indexBits + pointerBits, kept),
  },
];

const counted = (key: 'dsp' | 'ramBlocks' | 'logic' | 'flipFlops', title: string): RowColumn => ({
  key,
  title,
  digits: 0,
  cell: (row) => row[key],
});

/** One step on the array of the row, and what that takes of its device. */
export const stepColumns: readonly RowColumn[] = [
  { key: 'accelerator', title: 'array', cell: ({ accelerator }) => accelerator },
  { key: 'design', title: 'changed from the preset', cell: ({ design }) => design },
  { key: 'cycles', title: 'cycles', digits: 0, cell: ({ cycles }) => cycles },
  {
    key: 'conflictStallCycles',
    title: 'conflict stalls',
    digits: 0,
    cell: ({ conflictStallCycles }) => conflictStallCycles,
  },
  { key: 'latencyUs', title: 'latency', unit: 'us', digits: 2, cell: ({ latencyUs }) => latencyUs },
  { key: 'energyUj', title: 'energy', unit: 'uJ', digits: 1, cell: ({ energyUj }) => energyUj },
  { key: 'isOnFront', title: 'front', cell: ({ isOnFront }) => isOnFront },
  counted('dsp', 'DSPs'),
  counted('ramBlocks', 'RAM blocks'),
  counted('logic', 'logic'),
  counted('flipFlops', 'flip-flops'),
  { key: 'fits', title: 'fits', cell: ({ fits }) => fits },
];

/** The rows of a result and, last, the unpruned model, where its array can hold it. */
function shownRows({ rows, dense }: PatternStudyResult): ShownRow[] {
  if (dense === null) return [...rows];
  return [...rows, { ...dense, pattern: 'dense', isOnFront: null, arrays: [], problem: null }];
}

/** A table of these columns. */
export function tableOf(result: PatternStudyResult, columns: readonly RowColumn[]): Table {
  return {
    columns: columns.map(({ cell: _, ...column }) => column),
    rows: shownRows(result).map((row) =>
      Object.fromEntries(columns.map(({ key, cell }) => [key, cell(row, result)])),
    ),
  };
}
