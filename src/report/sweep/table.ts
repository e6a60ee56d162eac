import type { DryRun } from '../../explore/engine/dry-run.ts';
import type { SweepStatus } from '../../explore/engine/status.ts';
import type { SweepSummary } from '../../explore/engine/sweep.ts';
import type { Space } from '../../explore/space/space.ts';
import { formatNumber } from '../tables/number-text.ts';
import type { Cell, Table } from '../tables/table.ts';

const columns = [
  { key: 'what', title: '' },
  { key: 'value', title: 'points', digits: 0 },
];

function table(title: string, rows: readonly (readonly [string, Cell])[], notes: readonly string[]): Table {
  return { title, columns, rows: rows.map(([what, value]) => ({ what, value })), notes };
}

/** What a sweep has come to. */
export function summaryTable(
  { name, hash }: Pick<Space, 'name' | 'hash'>,
  { points, counts, constrained, before, reused, fresh }: SweepSummary,
): Table {
  return table(
    `${name} (sweep ${hash})`,
    [
      ['all', points],
      ['simulated or fitted now', fresh],
      ['in the store before', before],
      ['known from another sweep (cache hits)', reused],
      ['ok', counts.ok],
      ...infeasibleRows(counts.infeasible, constrained),
      ['failed', counts.failed],
    ],
    [],
  );
}

/** Without constraints, or where all points meet them, nobody looks for a row about them. */
function infeasibleRows(infeasible: number, constrained: number): (readonly [string, Cell])[] {
  const misfits = ['infeasible: unbuildable, do not fit, or miss timing', infeasible - constrained] as const;
  return constrained > 0 ? [misfits, ['infeasible: miss a constraint', constrained]] : [misfits];
}

/** How far a sweep is. */
export function statusTable(status: SweepStatus): Table {
  const { name, sweep, version, points, counts, constrained, shards, ofOthers, damage, failures } = status;
  const done = counts.ok + counts.infeasible + counts.failed;
  const damaged =
    damage.damagedLines > 0 ? [`${damage.damagedLines} damaged lines, which are left out.`] : [];
  return table(
    `${name} (sweep ${sweep}, bbsim ${version})`,
    [
      ['all', points],
      ['done', done],
      ['left', points - done],
      ['ok', counts.ok],
      ...infeasibleRows(counts.infeasible, constrained),
      ['failed', counts.failed],
    ],
    [
      `${counted(shards, 'shard')}, ${counted(ofOthers, 'record')} of other sweeps, ${counted(damage.torn, 'torn line')}.`,
      ...damaged,
      ...failures.map(({ index, reason }) => `Point ${index} failed: ${reason}`),
    ],
  );
}

/** What a sweep would do. */
export function dryRunTable({ name, hash }: Pick<Space, 'name' | 'hash'>, found: DryRun): Table {
  const { points, isCounted, invalid, feasible, misfits, constrained, estimatedMs, jobs } = found;
  const about = isExamined(found) ? '' : ', about';
  const rows: (readonly [string, Cell])[] = [
    [`all${isCounted ? '' : ', about'}`, points],
    ...(invalid > 0 ? [[`whose values cannot be together${about}`, invalid] as const] : []),
    [`feasible${about}`, feasible],
    [`infeasible: unbuildable, do not fit, or miss timing${about}`, misfits],
    ...(constrained > 0 ? [[`infeasible: miss a constraint${about}`, constrained] as const] : []),
  ];
  return table(`${name} (sweep ${hash})`, rows, [
    ...sampleNotes(found),
    `About ${timeText(estimatedMs)} with ${counted(jobs, 'worker')}, from a sample.`,
  ]);
}

/** Whether every point was fitted to its device: nothing is estimated then but the time. */
const isExamined = ({ points, invalid, planned, examined }: DryRun): boolean =>
  planned === points && examined + invalid === points;

function sampleNotes(found: DryRun): string[] {
  const { points, planned, examined, models, prepared, encoded, limit } = found;
  const shared = `${counted(models, 'model')}, ${counted(prepared, 'pruning')} and ${counted(encoded, 'memory image')}`;
  return [
    ...(isExamined(found)
      ? []
      : [
          `Estimates from a sample: ${formatNumber(examined, 0)} of ${planned < points ? `${formatNumber(planned, 0)} drawn` : formatNumber(points, 0)} points were fitted to their device.`,
        ]),
    planned < points ? `About ${shared} serve all points.` : `${shared} serve all points.`,
    ...(points > limit
      ? [`More than ${formatNumber(limit, 0)} points: to run them needs --limit ${points}.`]
      : []),
  ];
}

function counted(count: number, what: string): string {
  return `${formatNumber(count, 0)} ${what}${count === 1 ? '' : 's'}`;
}

function timeText(ms: number): string {
  const seconds = Math.max(1, Math.round(ms / 1000));
  if (seconds < 120) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 120) return `${minutes} min`;
  const hours = minutes / 60;
  return hours < 48 ? `${hours.toFixed(1)} h` : `${formatNumber(hours / 24, 0)} days`;
}
