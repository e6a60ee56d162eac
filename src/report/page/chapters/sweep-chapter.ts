import type { PointCommands } from '../../../explore/commands/point-commands.ts';
import type { Answer } from '../../../explore/query/answer.ts';
import type { Results, Row } from '../../../explore/query/results.ts';
import type { NamedChart } from '../../charts/spec.ts';
import { paretoChart } from '../../sweep/chart-designs.ts';
import { capital } from '../../sweep/chart-quantities.ts';
import { dateOfSweep } from '../../sweep/charted-results.ts';
import { readableTable } from '../../sweep/query-table.ts';
import { formatNumber } from '../../tables/number-text.ts';
import type { Cell, Table } from '../../tables/table.ts';
import { filled, type PageBlock, type PageChapter } from '../document.ts';
import { clockRemarks, sweepAnswer } from '../sweep-answer.ts';
import { sweepPart } from '../sweep-part.ts';
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
      { title: 'What was asked', blocks: [{ kind: 'table', table: askedTable(results) }] },
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

function askedTable({ manifest, rows }: Results): Table {
  const { spec } = manifest;
  const fields = typeof spec === 'object' && spec !== null ? Object.entries(spec) : [];
  const shown = fields.filter(([, value]) => !isEmpty(value));
  return {
    columns: [
      { key: 'what', title: 'asked' },
      { key: 'value', title: 'as' },
    ],
    rows: [
      ...shown.flatMap(([what, value]) =>
        what === 'axes' && Array.isArray(value)
          ? value.map((axis) => ({ what: 'axis', value: axisText(axis) }))
          : [{ what, value: valueText(value) }],
      ),
      { what: 'points', value: formatNumber(manifest.points, 0) },
      { what: 'points that are there', value: formatNumber(rows.length, 0) },
    ],
  };
}

/** `banks: 4, 8`, `pes: range from 2, to 100, step 2`: an axis as its file has it. */
function axisText(axis: unknown): Cell {
  if (typeof axis !== 'object' || axis === null) return valueText(axis);
  const { field, fields, ...levels } = axis as Readonly<Record<string, unknown>>;
  const said = Object.entries(levels).map(([how, value]) =>
    how === 'values' ? levelsText(value) : `${how} ${levelsText(value)}`,
  );
  return `${valueText(field ?? fields ?? 'axis')}: ${said.join('; ')}`;
}

function levelsText(value: unknown): string {
  if (Array.isArray(value)) return value.map((one) => valueText(one)).join(', ');
  if (typeof value !== 'object' || value === null) return String(value);
  return Object.entries(value)
    .map(([name, one]) => `${name} ${typeof one === 'object' ? JSON.stringify(one) : valueText(one)}`)
    .join(', ');
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** `bbs`, `bbs with clockMhz auto, ewop.style chained`: a preset, and what is set in it. */
function itemText(item: unknown): string {
  if (!isObject(item)) return String(item);
  const { use, set, ...rest } = item;
  if (typeof use !== 'string' || !isObject(set) || Object.keys(rest).length > 0) return levelsText(item);
  return `${use} with ${levelsText(set)}`;
}

const isEmpty = (value: unknown): boolean =>
  value === null || (typeof value === 'object' && Object.keys(value).length === 0);

/** A field of a specification in one line: texts as they are, others as JSON. */
function valueText(value: unknown): Cell {
  if (typeof value === 'string') return value.trim();
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (Array.isArray(value)) return value.map(itemText).join('; ');
  if (isObject(value) && Object.keys(value).join() === 'method') return valueText(value.method);
  return levelsText(value);
}
