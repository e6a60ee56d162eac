/** What a table may hold: null is "no value" (shown as -, empty in CSV), which is not the empty text. */
export type Cell = string | number | boolean | null;

/** One column of a table. */
export interface Column {
  /** Field of the rows that the column shows. */
  readonly key: string;
  readonly title: string;
  /** Shown in the header as [unit]. */
  readonly unit?: string;
  /** Default: right when the column holds nothing but numbers, else left. */
  readonly align?: 'left' | 'right';
  /**
   * Digits after the point, for people (table and markdown); CSV and JSON keep every digit. Default:
   * what the smallest value needs.
   */
  readonly digits?: number;
}

/** Rows of named cells, independent of how they are printed. */
export interface Table {
  readonly title?: string;
  readonly columns: readonly Column[];
  readonly rows: readonly Readonly<Record<string, Cell>>[];
  /** Lines below the table: assumptions, the origin of figures. */
  readonly notes?: readonly string[];
  /** Command lines below the notes, which are not broken, so that they can be pasted. */
  readonly commands?: readonly string[];
}
