import { readManifest } from '../store/manifest.ts';
import { readStore, type StoreDamage, shardNames } from '../store/read-store.ts';
import { isConstrained, type PointStatus } from '../store/record.ts';

/** What a store has of the sweep that it is about. */
export interface SweepStatus {
  readonly name: string;
  readonly sweep: string;
  readonly version: string;
  readonly points: number;
  readonly counts: Readonly<Record<PointStatus, number>>;
  /** Of the infeasible points those that fit their device and miss a constraint. */
  readonly constrained: number;
  readonly shards: number;
  /** Records of other sweeps, which this one may use. */
  readonly ofOthers: number;
  readonly damage: StoreDamage;
  /** The first points that failed, with their errors. */
  readonly failures: readonly { readonly index: number; readonly reason: string }[];
}

const MOST_FAILURES = 10;

/** Reads how far a sweep is. Throws BadInput where there is no store. */
export async function sweepStatus(dir: string): Promise<SweepStatus> {
  const { name, sweep, version, points } = await readManifest(dir);
  const status = new Map<number, PointStatus>();
  const reasons = new Map<number, string>();
  const constrained = new Set<number>();
  let ofOthers = 0;
  const damage = await readStore(dir, (record) => {
    if (record.sweep !== sweep) {
      ofOthers++;
      return;
    }
    if (record.status === 'failed' && status.has(record.index)) return;
    status.set(record.index, record.status);
    if (isConstrained(record)) constrained.add(record.index);
    if (record.status === 'failed') reasons.set(record.index, record.reason ?? '');
    else reasons.delete(record.index);
  });
  const counts = { ok: 0, infeasible: 0, failed: 0 };
  for (const one of status.values()) counts[one]++;
  const failures = [...reasons].sort(([a], [b]) => a - b).map(([index, reason]) => ({ index, reason }));
  return {
    name,
    sweep,
    version,
    points,
    counts,
    constrained: constrained.size,
    shards: (await shardNames(dir)).length,
    ofOthers,
    damage,
    failures: failures.slice(0, MOST_FAILURES),
  };
}
