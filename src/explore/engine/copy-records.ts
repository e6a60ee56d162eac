import { metricsBeforeSimulation } from '../../run/metrics-before-simulation.ts';
import { constraintsOf, type DesignConstraints, missedConstraint } from '../space/constraints.ts';
import type { Points } from '../space/points.ts';
import type { Space } from '../space/space.ts';
import { type RecordPlace, readRecordAt } from '../store/read-store.ts';
import type { PlannedPoint } from './plan.ts';
import type { PointOutcome } from './simulate-point.ts';
import { type EncodedRecord, recordOf } from './tasks.ts';

/** Records that are written at once. */
const COPIES_PER_WRITE = 256;

/**
 * Copies results of other sweeps as results of this one, under its own numbers, names and axes, until it is
 * stopped. What was simulated there and misses a constraint here is infeasible here. Returns how many were
 * copied. Throws BadInput where a store was merged meanwhile.
 */
export async function copyRecords(
  from: {
    readonly space: Space;
    readonly points: Points;
    readonly dir: string;
    readonly others: ReadonlyMap<string, RecordPlace>;
    readonly isStopped: () => boolean;
  },
  planned: readonly PlannedPoint[],
  onRecords: (records: readonly EncodedRecord[]) => Promise<void>,
): Promise<number> {
  const { space, points, dir, others, isStopped } = from;
  const constraints = constraintsOf(space.basis.constraints);
  let copied = 0;
  for (let first = 0; first < planned.length && !isStopped(); first += COPIES_PER_WRITE) {
    const records: EncodedRecord[] = [];
    for (const { index, key } of planned.slice(first, first + COPIES_PER_WRITE)) {
      const found = await readRecordAt(dir, others.get(key) as RecordPlace);
      const point = points.at(index);
      records.push(recordOf(space.basis, { sweep: space.hash, key, point }, constrained(found, constraints)));
    }
    await onRecords(records);
    copied += records.length;
  }
  return copied;
}

function constrained(
  { status, reason, metrics }: PointOutcome,
  constraints: DesignConstraints,
): PointOutcome {
  const missed = status === 'ok' ? missedConstraint(constraints, metrics) : null;
  if (missed === null) return { status, reason, metrics };
  return { status: 'infeasible', reason: missed, metrics: metricsBeforeSimulation(metrics) };
}
