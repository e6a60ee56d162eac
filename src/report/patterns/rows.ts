import type { PatternRow, PatternStudyResult } from '../../study/patterns/patterns-result.ts';
import { keptColumns } from '../kept-columns.ts';
import type { Table } from '../tables/table.ts';
import { memoryColumns, nameColumn, type RowColumn, stepColumns, tableOf } from './columns.ts';

type Figure = 'kept' | 'positions' | 'storageBits' | 'indexBits' | 'pointerBits' | 'conflictCycles';

const plain = (key: Figure, title: string): RowColumn => ({
  key,
  title,
  digits: 0,
  cell: (row) => row[key],
});

/** One row per pattern with every figure, then the unpruned model, for a spreadsheet. */
export function patternStudyRows(result: PatternStudyResult): Table {
  const [array, ...step] = stepColumns;
  return tableOf(result, [
    nameColumn,
    { key: 'options', title: 'options', cell: ({ pattern }) => optionsOf(result, pattern) },
    { key: 'equal', title: 'equal', cell: (_row, { equal }) => equal },
    array,
    ...keptColumns,
    plain('kept', 'kept weights'),
    plain('positions', 'positions'),
    ...memoryColumns,
    plain('storageBits', 'storage bits'),
    plain('indexBits', 'index bits'),
    plain('pointerBits', 'pointer bits'),
    ...step,
    plain('conflictCycles', 'PE conflict cycles'),
    ...triedArrays(result).map(
      (accelerator): RowColumn => ({
        key: `cycles.${accelerator}`,
        title: `cycles on ${accelerator}`,
        digits: 0,
        cell: (row) => presetsOf(row).find((one) => one.accelerator === accelerator)?.cycles ?? null,
      }),
    ),
    { key: 'problem', title: 'problem', cell: ({ problem }) => problem },
  ]);
}

/** The arrays of a row that are presets as they are. */
export function presetsOf<Array extends { readonly design: string | null }>({
  arrays,
}: {
  readonly arrays: readonly Array[];
}): readonly Array[] {
  return arrays.filter(({ design }) => design === null);
}

/** Names of the presets that patterns were tried on, each once, in the order in which rows have them. */
export function triedArrays({ rows }: Pick<PatternStudyResult, 'rows'>): string[] {
  return [...new Set(rows.flatMap((row) => presetsOf(row).map(({ accelerator }) => accelerator)))];
}

/** `banks=64 placement=even`; empty without options. */
function optionsOf({ rows }: PatternStudyResult, pattern: string): string {
  const row: PatternRow | undefined = rows.find((one) => one.pattern === pattern);
  return Object.entries(row?.options ?? {})
    .map(([name, value]) => `${name}=${value}`)
    .join(' ');
}
