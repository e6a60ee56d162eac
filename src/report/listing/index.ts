import type { Table } from '../tables/table.ts';
import { viewOf } from '../view.ts';

/** Something that can be named on the command line. */
export interface ListedName {
  readonly kind: string;
  readonly name: string;
  readonly description: string;
  /** Of a pattern: presets of the arrays that run it. */
  readonly accelerators?: readonly string[];
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
    rows: names.map((one) => ({ kind: one.kind, name: one.name, description: descriptionOf(one) })),
  };
}

/** A column of arrays would be empty beside all other kinds. */
function descriptionOf({ description, accelerators }: ListedName): string {
  return accelerators === undefined ? description : `${description}; runs on ${accelerators.join(', ')}`;
}
