import type { CompareResult } from '../../../run/result.ts';
import { dateOfComparison } from '../../compare/charts.ts';
import { compareView } from '../../compare/index.ts';
import { equalWords } from '../../compare/notes.ts';
import type { Table } from '../../tables/table.ts';
import { answerOfComparison } from '../comparison-answer.ts';
import { filled, type PageChapter } from '../document.ts';
import { type AskedRow, askedTable, sparsityCell } from './asked.ts';
import { sectionOf } from './blocks.ts';
import { assumptionsSection, type Context, publishedSection } from './standing-on.ts';

/** What was asked of a comparison, the answer, the designs beside each other, and what it stands on. */
export function compareChapter(result: CompareResult, context: Context): PageChapter {
  const { configHash, version: toolVersion, workload, rows } = result;
  const views = compareView.sections(result).map(sectionOf);
  return {
    title: `Accelerators on ${workload}`,
    facts: { configHash, toolVersion, inputDate: dateOfComparison(result) ?? null },
    sections: filled([
      { title: 'What was asked', blocks: [{ kind: 'table', table: askedOfComparison(result) }] },
      { title: 'The answer', blocks: [{ kind: 'sentences', sentences: answerOfComparison(result) }] },
      ...views,
      publishedSection(
        context,
        rows.map(({ label, run }) => ({ name: label, latencyUs: run.latencyUs })),
      ),
      assumptionsSection(context, []),
    ]),
  };
}

function askedOfComparison({ workload, requestedSparsity, equal, seed, rows }: CompareResult): Table {
  const said: readonly AskedRow[] = [
    ['workload', workload],
    ['requested sparsity', sparsityCell(requestedSparsity)],
    ['designs are compared at', equalWords[equal]],
    // Names of designs that were searched have commas of their own.
    ['designs', rows.map(({ label }) => label).join('; ')],
    ['devices', [...new Set(rows.map(({ run }) => run.resources.device))].join(', ')],
    ['seed of the weights', seed],
  ];
  return askedTable(said);
}
