import type { RunResult } from '../../../run/result.ts';
import { energyTable } from '../../run/energy-table.ts';
import { runView } from '../../run/index.ts';
import type { Cell, Table } from '../../tables/table.ts';
import { answerOf } from '../answer.ts';
import { filled, type PageChapter } from '../document.ts';
import { sectionOf } from './blocks.ts';
import { factsOf } from './result-chapter.ts';
import { assumptionsSection, type Context, publishedSection } from './standing-on.ts';

/** What a run says: what was asked, the answer, where all of it goes, and what it stands on. */
export function runChapter(result: RunResult, context: Context): PageChapter {
  const { accelerator, workload, latencyUs } = result;
  return {
    title: `${accelerator} on ${workload}`,
    facts: factsOf(result),
    sections: filled([
      {
        title: 'What was asked',
        blocks: [
          { kind: 'table', table: askedTable(result) },
          { kind: 'table', table: designTable(result), folded: 'The design, field by field' },
        ],
      },
      { title: 'The answer', blocks: [{ kind: 'sentences', sentences: answerOf(result) }] },
      ...runView.sections(result).map(sectionOf),
      publishedSection(context, [{ name: accelerator, latencyUs }]),
      assumptionsSection(context, energyTable(result).notes ?? []),
    ]),
  };
}

function askedTable({ accelerator, workload, seed, steps, weights, resources, config }: RunResult): Table {
  const { requestedSparsity } = weights;
  const { description } = config as { readonly description?: unknown };
  const said: readonly (readonly [string, Cell])[] = [
    ['workload', workload],
    ['time steps', String(steps.length)],
    ['requested sparsity', requestedSparsity === null ? null : `${(100 * requestedSparsity).toFixed(1)} %`],
    ['accelerator', accelerator],
    ...(typeof description === 'string' ? ([['which is', description.trim()]] as const) : []),
    ['device', resources.device],
    ['seed', seed],
  ];
  return {
    columns: [
      { key: 'what', title: 'asked' },
      { key: 'value', title: 'as' },
    ],
    rows: said.map(([what, value]) => ({ what, value })),
  };
}

/** Every field of the accelerator with its value. */
function designTable({ config }: RunResult): Table {
  return {
    columns: [
      { key: 'field', title: 'field' },
      { key: 'value', title: 'value', align: 'left' },
    ],
    rows: fieldsOf(config, ''),
  };
}

/** More levels than any configuration has. */
const MOST_LEVELS = 16;

function fieldsOf(value: unknown, path: string, level = 0): { field: string; value: string }[] {
  if (typeof value !== 'object' || value === null) return [{ field: path, value: String(value) }];
  if (level > MOST_LEVELS) throw new RangeError(`${path} is nested too deep`);
  return Object.entries(value).flatMap(([name, field]) =>
    fieldsOf(field, path === '' ? name : `${path}.${name}`, level + 1),
  );
}
