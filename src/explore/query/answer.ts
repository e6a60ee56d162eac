import type { ValueKind } from '../space/field-kinds.ts';
import type { ResultColumn, Row } from './results.ts';

/** A column of an answer. */
export interface AnswerColumn extends Pick<ResultColumn, 'name' | 'role'> {
  /** What its values are; not said of columns of points, whose names say it. */
  readonly kind?: ValueKind;
}

/** What a question gives: a table, of points or of what was found over them. */
export interface Answer {
  readonly title: string;
  /** All columns; those that were asked for, when some were. */
  readonly columns: readonly AnswerColumn[];
  readonly rows: readonly Row[];
  /**
   * Names of the columns that a reader needs: what tells the points apart, what was
   * asked about, and the main metrics.
   */
  readonly readable: readonly string[];
  /** What the figures mean and leave out, one sentence each. */
  readonly notes: readonly string[];
}
