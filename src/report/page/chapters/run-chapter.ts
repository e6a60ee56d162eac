import type { RunResult } from '../../../run/result.ts';
import type { RunStep } from '../../../run/step-schema.ts';
import { energyTable } from '../../run/energy-table.ts';
import { runView } from '../../run/index.ts';
import { stepCharts } from '../../run/step-charts.ts';
import { formatNumber } from '../../tables/number-text.ts';
import type { Table } from '../../tables/table.ts';
import { answerOf } from '../answer.ts';
import { filled, type PageBlock, type PageChapter, type PageSection } from '../document.ts';
import { conflictParts, timelinePart } from '../step-parts.ts';
import { type AskedRow, askedTable, sparsityCell } from './asked.ts';
import { sectionOf } from './blocks.ts';
import { factsOf } from './result-chapter.ts';
import { assumptionsSection, type Context, publishedSection } from './standing-on.ts';

/**
 * What was asked of a run, the answer, where all of it goes, cycle by cycle where `step`, what the run
 * recorded of its first step, is there, and what it stands on.
 */
export function runChapter(result: RunResult, step: RunStep | null, context: Context): PageChapter {
  const { accelerator, workload, latencyUs, inputDate = null } = result;
  const views = runView.sections(result).filter(({ title }) => title !== CONFLICTS);
  return {
    title: `${accelerator} on ${workload}`,
    facts: factsOf(result),
    sections: filled([
      {
        title: 'What was asked',
        blocks: [
          { kind: 'table', table: askedOfRun(result) },
          { kind: 'table', table: designTable(result), folded: 'The design, field by field' },
        ],
      },
      { title: 'The answer', blocks: answerBlocks(result, step) },
      ...views.slice(0, 2).map(sectionOf),
      ...stepSections(result, step, inputDate),
      ...views.slice(2).map(sectionOf),
      publishedSection(context, [{ name: accelerator, latencyUs }]),
      assumptionsSection(context, energyTable(result).notes ?? []),
    ]),
  };
}

/** The topic of the view whose maps a page draws itself, with the times of conflicts beside them. */
const CONFLICTS = 'Bank conflicts';

function answerBlocks(result: RunResult, step: RunStep | null): PageBlock[] {
  const answer: PageBlock = { kind: 'sentences', sentences: answerOf(result) };
  const best = step?.advice?.best ?? null;
  if (best === null) return [answer];
  const [after, before] = [best.cycles, result.cycles.total].map((cycles) => formatNumber(cycles, 0));
  const sentence = `Of six changes that promise most, ${best.set.join(' ')} saves most: ${after} cycles in place of ${before}, simulated by`;
  return [answer, { kind: 'notes', notes: [`${sentence}:`] }, { kind: 'command', command: best.command }];
}

/** What is known cycle by cycle; without a record of the step, the map of PEs and banks alone. */
function stepSections(result: RunResult, step: RunStep | null, inputDate: string | null): PageSection[] {
  const maps = conflictParts(result, step, inputDate);
  const hasArbiter = result.detail.fpgaArray?.bankWaitCycles !== null;
  const notes = [
    ...(step?.leftOut ? [step.leftOut] : []),
    ...(hasArbiter ? [] : ['No request ever waits for a bank here: there is nothing to map.']),
  ];
  return [
    {
      title: 'Cycle by cycle',
      blocks: step === null ? [] : [{ kind: 'part', data: timelinePart(result, step, inputDate) }],
    },
    {
      title: CONFLICTS,
      blocks: [
        ...maps.map((data): PageBlock => ({ kind: 'part', data })),
        ...(notes.length === 0 ? [] : [{ kind: 'notes', notes } as const]),
      ],
    },
    {
      title: 'What bounds it',
      blocks:
        step === null ? [] : stepCharts(result, step).map((chart): PageBlock => ({ kind: 'chart', chart })),
    },
  ];
}

function askedOfRun({ accelerator, workload, seed, steps, weights, resources, config }: RunResult): Table {
  const { requestedSparsity } = weights;
  const { description } = config as { readonly description?: unknown };
  const said: readonly AskedRow[] = [
    ['workload', workload],
    ['time steps', String(steps.length)],
    ['requested sparsity', sparsityCell(requestedSparsity)],
    ['accelerator', accelerator],
    ...(typeof description === 'string' ? ([['which is', description.trim()]] as const) : []),
    ['device', resources.device],
    ['seed', seed],
  ];
  return askedTable(said);
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
