import type { PointCommands } from '../../../explore/commands/point-commands.ts';
import type { Answer } from '../../../explore/query/answer.ts';
import type { Results, Row } from '../../../explore/query/results.ts';
import type { NamedChart } from '../../charts/spec.ts';
import { paretoChart } from '../../sweep/chart-designs.ts';
import { dateOfSweep } from '../../sweep/charted-results.ts';
import { readableTable } from '../../sweep/query-table.ts';
import { capital } from '../../tables/plain-text.ts';
import { filled, type PageBlock, type PageChapter } from '../document.ts';
import { clockRemarks, sweepAnswer } from '../sweep-answer.ts';
import { sweepPart } from '../sweep-part.ts';
import { askedTable } from './asked.ts';
import { askedOfSweep } from './asked-of-sweep.ts';
import { notesOfSweep } from './standing-notes.ts';
import { assumptionsSection, type Context } from './standing-on.ts';

/** Rows of a front that a page shows below its chart. */
const MOST_FRONT_ROWS = 200;

/** The points of a store, and what was asked of them. */
export interface AskedSweep {
  readonly results: Results;
  /** Null: the specification is none of this version's. */
  readonly commands: PointCommands | null;
  /** Rows that no other beats in latency and in what it costs; null: there are no two metrics. */
  readonly front: { readonly rows: readonly Row[]; readonly answer: Answer } | null;
  /** Which axis matters most; null: nothing varies, or no point was simulated. */
  readonly sensitivity: Answer | null;
  /** What of the store was left out, one sentence each; absent: nothing. */
  readonly remarks?: readonly string[];
}

/** What was asked of a sweep, the answer, its points to be explored, its front, and which axis matters. */
export function sweepChapter(asked: AskedSweep, context: Context): PageChapter {
  const { results, commands, front, sensitivity, remarks = [] } = asked;
  const { manifest, rows } = results;
  const facts = {
    configHash: manifest.sweep,
    toolVersion: manifest.version,
    inputDate: dateOfSweep(manifest) ?? null,
  };
  const isEmpty = rows.length === 0;
  const notes: PageBlock[] = remarks.length === 0 ? [] : [{ kind: 'notes', notes: remarks.map(sentenceOf) }];
  return {
    title: `${manifest.kind === 'sweep' ? 'Sweep' : 'Search'} ${manifest.name}`,
    facts,
    sections: filled([
      { title: 'What was asked', blocks: [{ kind: 'table', table: askedTable(askedOfSweep(results)) }] },
      {
        title: 'The answer',
        blocks: [{ kind: 'sentences', sentences: sweepAnswer(results, front?.answer.rows ?? []) }, ...notes],
      },
      {
        title: 'Every point',
        blocks: isEmpty ? [] : [{ kind: 'part', data: sweepPart(results, facts, commands) }],
      },
      {
        title: 'Designs worth choosing from',
        blocks: front === null ? [] : [tableBlock(front.answer, MOST_FRONT_ROWS)],
      },
      {
        title: 'Which axis matters',
        blocks: sensitivity === null ? [] : [tableBlock(sensitivity, MOST_FRONT_ROWS)],
      },
      assumptionsSection(context, [...notesOfSweep(manifest.spec), ...clockRemarks(results)]),
    ]),
    slideCharts: front === null ? [] : frontCharts(asked, front.rows),
    remarks,
  };
}

/** A remark as a page has it. */
const sentenceOf = (remark: string): string => `${capital(remark)}.`;

const tableBlock = (answer: Answer, mostRows: number): PageBlock => ({
  kind: 'table',
  table: readableTable(answer, mostRows),
});

/** The front as slides show it. */
function frontCharts({ results }: AskedSweep, front: readonly Row[]): NamedChart[] {
  const { manifest, columns, rows } = results;
  const column = (name: string) => columns.filter((one) => one.name === name);
  const [x, y] = [...column('latency_us'), ...column('energy_uj')];
  if (y === undefined) return [];
  const points = { manifest, columns, rows, where: null };
  const goal = (of: typeof x) => ({ column: of, better: 'lower' as const });
  return [{ file: 'front', spec: paretoChart(points, { x: goal(x), y: goal(y), front }) }];
}
