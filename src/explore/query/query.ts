import type { Answer } from './answer.ts';
import { answeringPoints, readableColumns } from './answering-points.ts';
import { findColumn, namesOf } from './columns.ts';
import { marginalAnswer, sensitivityAnswer } from './effects.ts';
import type { Question } from './question.ts';
import type { Results } from './results.ts';
import { askSql } from './sql.ts';
import { rowsWhere } from './where.ts';

/** A question, and which points it is about. */
export interface Request {
  readonly question: Question;
  /** A condition that points must meet; null: all. */
  readonly where: string | null;
  /** Columns of points, with commas between; null: all. */
  readonly columns: string | null;
}

/** Answers a question about results. Throws BadInput, naming the option, for what cannot be asked of them. */
export async function query(results: Results, { question, where, columns }: Request): Promise<Answer> {
  const wanted = columns === null ? [] : namesOf(columns, '--columns');
  const chosen = wanted.map((name) => findColumn(results.columns, name, '--columns'));
  const { rows, names } =
    where === null ? { rows: results.rows, names: [] } : rowsWhere(results.rows, where, results.columns);
  switch (question.kind) {
    case 'sql':
      return askSql({ ...results, rows }, question.statement);
    case 'sensitivity':
      return sensitivityAnswer(results, rows, question.metric);
    case 'marginal':
      return marginalAnswer(results, rows, question);
    default: {
      const { title, rows: found, asked, notes } = answeringPoints(results, rows, question);
      const readable = columns === null ? readableColumns(results, [...asked, ...names]) : wanted;
      return {
        title: `${results.manifest.name}: ${title}`,
        columns: columns === null ? results.columns : chosen,
        rows: found,
        readable,
        notes,
      };
    }
  }
}
