import { type Command, Option } from 'commander';
import { formatOption, positive } from './options.ts';

/** The options that ask one question each, and what goes with them. */
export function addQuestionOptions(command: Command): Command {
  return command
    .option('--minimize <column>', 'the simulated points with the lowest value (all, where several have it)')
    .option('--maximize <column>', 'the simulated points with the highest value')
    .addOption(
      new Option('--top <n>', 'with --minimize or --maximize: the n best points, the best first').argParser(
        positive,
      ),
    )
    .option(
      '--pareto <columns>',
      'the points that no other beats in all of these, e.g. latency_us,dsp; a column with max: before it is maximised',
    )
    .option(
      '--distinct',
      'with --pareto: of points that are equal in every metric, and so differ only in fields without effect, the first alone',
    )
    .option(
      '--sensitivity <column>',
      'how much a metric follows each axis alone: its means at the lowest and the highest level, and the share of its variance',
    )
    .option('--marginal <column>', 'a metric per level of --by: count, mean, min, max')
    .option('--by <columns>', 'one column, or two for every pair of their levels')
    .option('--sql <statement>', 'an SQL statement over the table `points`, in the dialect of DuckDB');
}

/** The options that choose points and columns, and how they are given out. */
export function addAnswerOptions(command: Command): Command {
  return command
    .option(
      '--where <condition>',
      'only points that meet it, for every question, e.g. \'dsp <= 1518 and status == "ok"\'; a point without a value meets neither a comparison nor ' +
        "its opposite, as in SQL, and 'latency_us == null' asks for it",
    )
    .option(
      '--columns <names>',
      'columns of points, e.g. index,pes,latency_us (default: all in JSON, CSV and files, the main ones in tables)',
    )
    .option('--export <file>', 'writes the rows, with all columns, to a .csv or .parquet file instead')
    .addOption(formatOption());
}
