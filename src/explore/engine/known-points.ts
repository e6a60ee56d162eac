import { hasCuts } from '../store/cut-numbers.ts';
import { type RecordPlace, readStore, type StoreDamage } from '../store/read-store.ts';
import { isConstrained, type PointStatus } from '../store/record.ts';

/** What the store knows before a run. */
export interface KnownPoints {
  /** What became of the points of this sweep, by number. */
  readonly done: Map<number, PointStatus>;
  /** Those of them that miss a constraint. */
  readonly constrained: Set<number>;
  /** Those of them whose numbers are known not to fit their bits. */
  readonly cut: Set<number>;
  /** Where the results of other sweeps are, by key. */
  readonly others: Map<string, RecordPlace>;
  readonly damage: StoreDamage;
}

/**
 * Reads what a store has of a sweep and of others. A point that failed is not
 * known when it is to be tried again.
 */
export async function knownPoints(dir: string, sweep: string, retriesFailed: boolean): Promise<KnownPoints> {
  const done = new Map<number, PointStatus>();
  const constrained = new Set<number>();
  const cut = new Set<number>();
  const others = new Map<string, RecordPlace>();
  const damage = await readStore(dir, (record, place) => {
    if (record.sweep !== sweep) {
      if (record.status !== 'failed' && !isConstrained(record)) others.set(record.key, place);
    } else if (record.status !== 'failed' || (!retriesFailed && !done.has(record.index))) {
      done.set(record.index, record.status);
      if (isConstrained(record)) constrained.add(record.index);
      if (hasCuts(record)) cut.add(record.index);
    }
  });
  return { done, constrained, cut, others, damage };
}
