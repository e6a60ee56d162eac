import type { PlacedLayer } from '../accounts/placed-layer.ts';
import type { SpmvArray } from '../array/spmv-array.ts';
import type { SpmvJob } from '../array/spmv-unit.ts';
import type { Issued, Timeline } from '../sequencer/timeline.ts';
import { countLanes, type LaneCounts } from './lane-counts.ts';

/** A counter over a step of a layer: its values, each from a cycle of the step on, the first in cycle 1. */
export interface CounterSeries {
  readonly name: string;
  readonly points: readonly (readonly [cycle: number, value: number])[];
  /** Of a counter that never falls: what a step adds to it. Null: it is 0 when the step is over. */
  readonly perStep: number | null;
}

/** A value that a counter moves by, in a cycle of a step. */
type Change = readonly [cycle: number, by: number];

/** What is counted cycle by cycle in a step of a layer. */
export function countersOf(array: SpmvArray, layer: PlacedLayer, timeline: Timeline): CounterSeries[] {
  const products = timeline.issued.filter(({ job }) => job !== null);
  const lanes = laneChanges(array, layer, products);
  const series = [
    seriesOf('active lanes', lanes.active),
    seriesOf('lanes waiting for a bank', lanes.waiting),
    seriesOf('PEs in conflict', lanes.conflicts),
  ];
  if (!products.some(({ job }) => job?.isStreamed)) return series;
  return [...series, dramSeries(products), seriesOf('weight tiles on chip', tileChanges(products))];
}

type LaneChanges = Record<keyof LaneCounts, Change[]>;

/** Each product is counted once; two instructions of the same rows share its counts. */
function laneChanges(array: SpmvArray, layer: PlacedLayer, products: readonly Issued[]): LaneChanges {
  const changes: LaneChanges = { active: [], waiting: [], conflicts: [] };
  const known = new Map<SpmvJob, readonly LaneCounts[]>();
  for (const { instruction, job, issuedAt } of products) {
    if (instruction.op !== 'spmv' || job === null) continue;
    const { beats } = layer.matrices[instruction.matrix];
    const counts = known.get(job) ?? job.computes.map(({ timing }) => countLanes(beats, timing, array));
    known.set(job, counts);
    job.computes.forEach(({ from }, k) => {
      for (const name of ['active', 'waiting', 'conflicts'] as const)
        addChanges(changes[name], counts[k][name], issuedAt + from);
    });
  }
  return changes;
}

/** Counts by the cycles since `start`, as changes; 0 before and after. */
function addChanges(changes: Change[], counts: Uint32Array, start: number): void {
  let before = 0;
  for (let i = 0; i <= counts.length; i++) {
    const now = i < counts.length ? counts[i] : 0;
    if (now !== before) changes.push([start + i, now - before]);
    before = now;
  }
}

/** A tile takes its place when its fetch begins and leaves it when it is computed: 2 is a full memory. */
function tileChanges(products: readonly Issued[]): Change[] {
  return products.flatMap(({ issuedAt, job }) =>
    (job?.fetches ?? []).flatMap(({ from }, tile): Change[] => {
      const compute = job?.computes[tile];
      if (!compute) throw new Error(`tile ${tile} is fetched and not computed`);
      return [
        [issuedAt + from, 1],
        [issuedAt + compute.from + compute.timing.cycles + 2, -1],
      ];
    }),
  );
}

/** Bytes that have come from off-chip memory: a tile's when its fetch is over. */
function dramSeries(products: readonly Issued[]): CounterSeries {
  const changes = products.flatMap(({ issuedAt, job }) =>
    (job?.fetches ?? []).map(({ to, bytes }): Change => [issuedAt + to, bytes]),
  );
  const perStep = changes.reduce((sum, [, bytes]) => sum + bytes, 0);
  return { ...seriesOf('DRAM bytes', changes), perStep };
}

/** The values that changes lead to, from 0 in cycle 1 on; what changes by nothing is left out. */
function seriesOf(name: string, changes: readonly Change[]): CounterSeries {
  const byCycle = new Map<number, number>([[1, 0]]);
  for (const [cycle, by] of changes) byCycle.set(cycle, (byCycle.get(cycle) ?? 0) + by);
  let value = 0;
  const points: [number, number][] = [];
  for (const [cycle, by] of [...byCycle].sort(([a], [b]) => a - b)) {
    value += by;
    if (by !== 0 || points.length === 0) points.push([cycle, value]);
  }
  return { name, points, perStep: null };
}
