import type { Table } from '../tables/table.ts';
import { viewOf } from '../view.ts';

/** Something that can be named on the command line. */
export interface ListedName {
  readonly kind: string;
  readonly name: string;
  readonly description: string;
}

/** How a list of names is shown. */
export const listingView = viewOf<readonly ListedName[]>({ tables: (names) => [listingTable(names)] });

function listingTable(names: readonly ListedName[]): Table {
  return {
    columns: [
      { key: 'kind', title: 'kind' },
      { key: 'name', title: 'name' },
      { key: 'description', title: 'description' },
    ],
    rows: names.map(({ kind, name, description }) => ({ kind, name, description })),
  };
}
