import { formatNumber } from '../../tables/number-text.ts';
import type { Cell, Table } from '../../tables/table.ts';

/** What was asked for, and as what. */
export type AskedRow = readonly [what: string, as: Cell];

/** What was asked of a command, in the words of a reader. */
export function askedTable(rows: readonly AskedRow[]): Table {
  return {
    columns: [
      { key: 'what', title: 'asked' },
      { key: 'value', title: 'as', align: 'left' },
    ],
    rows: rows.map(([what, value]) => ({ what, value })),
  };
}

/** `87.5 %`; null where none was asked for. */
export const sparsityCell = (share: number | null): Cell =>
  share === null ? null : `${(100 * share).toFixed(1)} %`;

/** `200 MHz`, `354.1 MHz`. */
export const clockText = (mhz: number): string => `${formatNumber(mhz, Number.isInteger(mhz) ? 0 : 1)} MHz`;
