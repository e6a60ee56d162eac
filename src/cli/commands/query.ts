import { extname } from 'node:path';
import { Command } from 'commander';
import { type FileContent, writeFileAtomic } from '../../disk/atomic-file.ts';
import { BadInput } from '../../errors/bad-input.ts';
import type { Answer } from '../../explore/query/answer.ts';
import { remarksOn } from '../../explore/query/completeness.ts';
import { parquetBytes } from '../../explore/query/parquet.ts';
import { query } from '../../explore/query/query.ts';
import { type Asked, questionOf } from '../../explore/query/question.ts';
import { type Results, readResults } from '../../explore/query/results.ts';
import { wholeTable } from '../../report/sweep/query-table.ts';
import { formatTable, type TableFormat } from '../../report/tables/table.ts';
import type { Io } from '../io.ts';
import { examplesText } from '../options.ts';
import { printResult } from '../print-result.ts';
import { addChartOptions, type ChartOptions, chartDrawer } from '../query-chart.ts';
import { addAnswerOptions, addQuestionOptions } from '../query-options.ts';

interface QueryOptions extends Omit<Asked, 'columns'>, ChartOptions {
  readonly where?: string;
  readonly export?: string;
  readonly format: TableFormat;
}

/** `bbsim query`: questions about the results of a sweep. */
export function queryCommand(io: Io): Command {
  const command = new Command('query')
    .description(
      'Reads the results that `bbsim sweep` has written to a directory, also while it is still running, and answers one question about them; ' +
        'without one, prints the points. Columns are the fields of the axes (pes, ewop.lanes, workload.sparsity), accelerator, workload, ' +
        'seed, status (ok, infeasible, failed) and the metrics, with their units in their names; --format json shows all of them.',
    )
    .argument('<dir>', 'directory of the results');
  return addChartOptions(addAnswerOptions(addQuestionOptions(command)))
    .addHelpText(
      'after',
      examplesText([
        [
          "query out --where 'dsp <= 1518' --minimize latency_us",
          'the fastest design with that many multipliers',
        ],
        ['query out --pareto latency_us,dsp,energy_uj', 'designs worth choosing from'],
        ['query out --sensitivity latency_us', 'which axis matters most'],
        ['query out --marginal latency_us --by pes,banks', 'one metric over two axes'],
        [
          "query out --sql 'select pes, min(latency_us) from points group by pes order by pes'",
          'any other question (needs DuckDB)',
        ],
        ['query out --export points.parquet', 'everything, for another program'],
        ['query out --chart heat --out heat.png', 'latency over the first two axes'],
      ]),
    )
    .action((dir: string, options: QueryOptions) => runQuery(io, dir, options));
}

async function runQuery(io: Io, dir: string, options: QueryOptions): Promise<void> {
  const draw = chartDrawer(options);
  if (draw !== null) return draw(io, await resultsOf(io, dir));
  const question = questionOf(options);
  const { where = null, columns = null, format } = options;
  const write = options.export === undefined ? null : fileWriter(options.export);
  const results = await resultsOf(io, dir);
  const answer = await query(results, { question, where, columns });
  if (answer.rows.length === 0) io.note(emptyText(where));
  if (write !== null) {
    await write(answer);
    io.note(`wrote ${answer.rows.length} rows to ${options.export}`);
  } else await printResult(io, 'answer', answer, format);
}

/** Reads the results, and notes what is missing or damaged. */
async function resultsOf(io: Io, dir: string): Promise<Results> {
  const results = await readResults(dir);
  for (const remark of remarksOn(results)) io.note(remark);
  return results;
}

const emptyText = (where: string | null): string =>
  where === null ? 'the answer has no rows' : `the answer has no rows under --where ${where}`;

const contents: Readonly<Record<string, (answer: Answer) => FileContent>> = {
  '.csv': (answer) => formatTable(wholeTable(answer), 'csv'),
  '.parquet': parquetBytes,
};

/**
 * Writes an answer to a file of the kind that its name ends with. Throws BadInput, before anything
 * is read, for an unknown ending.
 */
function fileWriter(path: string): (answer: Answer) => Promise<void> {
  const ending = extname(path);
  const contentOf = Object.hasOwn(contents, ending) ? contents[ending] : undefined;
  if (contentOf === undefined)
    throw new BadInput(`--export: expected a file name that ends with .csv or .parquet, found ${path}`);
  return (answer) => writeFileAtomic(path, contentOf(answer));
}
