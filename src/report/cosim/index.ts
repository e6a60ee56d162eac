import type { CosimResult } from '../../cosim/cosim-case.ts';
import type { VerifiedDesign } from '../../cosim/measured/verify.ts';
import type { MappedSize } from '../../cosim/synthesis/mapped-table.ts';
import { jsonText } from '../tables/json.ts';
import { formatTable, type Table } from '../tables/table.ts';
import { viewOf } from '../view.ts';
import { synthTable } from './synth-table.ts';
import { casesTable, quantitiesTable } from './table.ts';
import { verificationTable } from './verification-table.ts';

/** What is compared on the RTL has no record but its tables. */
const jsonOf = (tables: readonly Table[]): string[] => [
  tables.map((table) => formatTable(table, 'json')).join('\n'),
];

/** Random cases, a row each. */
export interface ShownCases {
  readonly title: string;
  readonly results: readonly { readonly index: number; readonly result: CosimResult }[];
}

const casesTables = ({ title, results }: ShownCases): Table[] => [casesTable(title, results)];

/** How random cases are shown. */
export const casesView = viewOf<ShownCases>({
  tables: casesTables,
  json: (result) => jsonOf(casesTables(result)),
});

const quantityTables = (results: readonly CosimResult[]): Table[] => results.map(quantitiesTable);

/** How the layers of a workload, or a product, are shown: what was compared of each. */
export const quantitiesView = viewOf<readonly CosimResult[]>({
  tables: quantityTables,
  json: (results) => jsonOf(quantityTables(results)),
});

/** How mapped cells are shown. */
export const synthesisView = viewOf<readonly MappedSize[]>({ tables: (points) => [synthTable(points)] });

/** How measured hardware beside the simulator is shown. */
export const verificationView = viewOf<VerifiedDesign>({
  tables: (result) => [verificationTable(result)],
  json: ({ verification }) => [jsonText(verification)],
});
