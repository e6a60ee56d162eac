import type { ReproducedDesign, Reproduction } from '../../published/result.ts';
import type { NamedChart } from '../charts/spec.ts';
import { formatTable, type Table } from '../tables/table.ts';
import { detailCurves, detailTables } from './details.ts';
import { figureTable, oneLine } from './figure-table.ts';
import { headlineText } from './headline.ts';
import { powerTable } from './table.ts';
import { wordingOf } from './wording/index.ts';

/**
 * The page that a reproduction is written as: tables, pictures, parameters and what remains; pictures lie in
 * `folder` beside it.
 */
export function reproductionPage(
  result: Reproduction,
  charts: readonly NamedChart[],
  folder: string,
): string {
  const picture = ({ file, spec }: NamedChart) => `![${spec.title}](${folder}/${file}.png)\n`;
  const chartOf = (file: string) => charts.filter((chart) => chart.file === file).map(picture);
  const parts = [
    '# Reproduction of the published comparison\n',
    `Written by \`bbsim reproduce ${result.target} --out <folder>\` (bbsim ${result.version}, seed ${result.seed}, config ${result.configHash}). Every design is simulated from its mechanism with one set of parameters (C-LSTM with one overhead for each of its two boards), at most three of which are calibrated; every published figure in the tables of figures carries its mark: *published* was read in a source, *published (recalled)* is recalled and confirmed by arithmetic, *recalled, unverified* is recalled only, *derived* follows from others.\n`,
    `${headlineText(result).join('\n\n')}\n`,
    ...['latency', 'speed-ups', 'efficiencies', 'errors'].flatMap(chartOf),
    ...result.designs.flatMap((design) => [
      ...designPart(result, design),
      ...(wordingOf(design).charts ?? []).flatMap(({ file }) => chartOf(file)),
      ...detailCurves(design).flatMap(({ id }) => chartOf(id)),
      ...detailTables(design).map(markdown),
    ]),
    '## Power and energy\n',
    markdown(powerTable(result)),
  ];
  return `${parts.join('\n')}`;
}

function designPart(result: Reproduction, design: ReproducedDesign): string[] {
  return [
    `## ${design.name}\n`,
    `${oneLine(design.paper)}.\n`,
    `${oneLine(design.description)}\n`,
    markdown(withSources(figureTable(result, design), design)),
    `**What remains.** ${oneLine(design.difference)}\n`,
    `**Checked.** ${design.checked}\n`,
    markdown(parameterTable(design)),
  ];
}

/** The figures of a design with the place that each comes from, and the operations behind its GOPS. */
function withSources({ columns, rows, ...table }: Table, design: ReproducedDesign): Table {
  return {
    ...table,
    title: 'Figures',
    columns: [...columns, { key: 'source', title: 'source' }],
    rows: rows.map((row, i) => ({ ...row, source: oneLine(design.rows[i].source) })),
  };
}

function parameterTable({ parameters }: ReproducedDesign): Table {
  return {
    title: 'Parameters',
    columns: [
      { key: 'name', title: 'parameter' },
      { key: 'value', title: 'value' },
      { key: 'from', title: 'from' },
      { key: 'source', title: 'source' },
    ],
    rows: parameters.map(({ name, value, from, source, fittedTo }) => ({
      name,
      value: value.length > 60 ? 'see the configuration' : value,
      from,
      source: oneLine(source) + (fittedTo.length === 0 ? '' : ` Fitted to: ${fittedTo.join(', ')}.`),
    })),
  };
}

function markdown({ title, ...table }: Table): string {
  return `${title === undefined ? '' : `### ${title}\n\n`}${formatTable(table, 'markdown')}`;
}
