import type { DryRun } from '../../explore/engine/dry-run.ts';
import type { SweepStatus } from '../../explore/engine/status.ts';
import type { SweepSummary } from '../../explore/engine/sweep.ts';
import type { Space } from '../../explore/space/space.ts';
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
  { points, counts, before, reused, fresh }: SweepSummary,
): Table {
  return table(
    `${name} (sweep ${hash})`,
    [
      ['all', points],
      ['simulated or fitted now', fresh],
      ['in the store before', before],
      ['known from another sweep (cache hits)', reused],
      ['ok', counts.ok],
      ['infeasible: do not fit their device', counts.infeasible],
      ['failed', counts.failed],
    ],
    [],
  );
}

/** How far a sweep is. */
export function statusTable(status: SweepStatus): Table {
  const { name, sweep, version, points, counts, shards, ofOthers, damage, failures } = status;
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
      ['infeasible: do not fit their device', counts.infeasible],
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
  const { points, invalid, models, prepared, encoded, examined, fitting, estimatedMs, jobs } = found;
  const isAll = examined + invalid === points;
  const about = Math.round((fitting / Math.max(1, examined)) * (points - invalid));
  const wrong: (readonly [string, Cell])[] =
    invalid > 0 ? [['whose values cannot be together', invalid]] : [];
  return table(
    `${name} (sweep ${hash})`,
    [['all', points], ...wrong, [isAll ? 'that fit their device' : 'that fit their device, about', about]],
    [
      ...(isAll ? [] : [`${fitting} of ${examined} points that were looked at fit.`]),
      `${counted(models, 'model')}, ${counted(prepared, 'pruning')} and ${counted(encoded, 'memory image')} serve all points.`,
      `About ${timeText(estimatedMs)} with ${counted(jobs, 'worker')}, from a sample.`,
    ],
  );
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}

function timeText(ms: number): string {
  const seconds = Math.max(1, Math.round(ms / 1000));
  if (seconds < 120) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 120 ? `${minutes} min` : `${(minutes / 60).toFixed(1)} h`;
}
