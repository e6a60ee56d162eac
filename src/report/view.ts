import type { NamedChart } from './charts/spec.ts';
import { jsonText } from './tables/json.ts';
import type { Table } from './tables/table.ts';

/** A topic of a result, with the tables and charts that are about it. */
export interface Section {
  readonly title: string;
  readonly tables: readonly Table[];
  readonly charts: readonly NamedChart[];
}

/** How a kind of result is shown, whoever shows it: a command, or a page. */
export interface ResultView<Result> {
  /** The tables for people, in their order; of a long list at most `mostRows` rows. */
  tables(result: Result, mostRows: number): readonly Table[];
  /** The tables for spreadsheets: every column, every digit, every row. */
  csv(result: Result): readonly Table[];
  /** The JSON text, in parts for large results. */
  json(result: Result): Iterable<string>;
  /** The JSON text of its file beside the charts: `json`, with a header where that has none. */
  file(result: Result): Iterable<string>;
  /** Tables that lie beside that file as CSV, by the names of their files without the ending. */
  csvFiles(result: Result): readonly (readonly [name: string, table: Table])[];
  /** The charts, in the order in which they are written. */
  charts(result: Result): readonly NamedChart[];
  /** Every table and every chart once, by topic. */
  sections(result: Result): readonly Section[];
}

/** The same table without these notes, which stand elsewhere on a page. */
export function withoutNotes(table: Table, left: readonly string[]): Table {
  const { notes = [] } = table;
  return { ...table, notes: notes.filter((note) => !left.includes(note)) };
}

/** What a view has to say itself: its tables; the rest where it is more than these. */
type ViewParts<Result> = Pick<ResultView<Result>, 'tables'> & Partial<ResultView<Result>>;

/**
 * A view of its parts. What is left out: CSV is the tables, JSON the result as it is, in its file too, there
 * are no other files and no charts, and the sections are a topic for each table, then one for each chart.
 */
export function viewOf<Result>({
  tables,
  csv = (result) => tables(result, Number.POSITIVE_INFINITY),
  json = (result) => [jsonText(result)],
  file = json,
  csvFiles = () => [],
  charts = () => [],
  ...rest
}: ViewParts<Result>): ResultView<Result> {
  const byTopic = (result: Result): Section[] => [
    ...tables(result, Number.POSITIVE_INFINITY).map((table) => ({
      title: table.title ?? '',
      tables: [table],
      charts: [],
    })),
    ...charts(result).map((chart) => ({ title: chart.spec.title, tables: [], charts: [chart] })),
  ];
  return { tables, csv, json, file, csvFiles, charts, sections: rest.sections ?? byTopic };
}
