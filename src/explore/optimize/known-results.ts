import { type RecordPlace, readStore, type StoreDamage } from '../store/read-store.ts';
import { isConstrained, type PointRecord } from '../store/record.ts';

/** What a store knows before a search. */
export interface KnownResults {
  /** The results of this search, by the number of the design in the grid. */
  readonly own: Map<number, PointRecord>;
  /** Where those of other sweeps and searches are, by key. */
  readonly others: ReadonlyMap<string, RecordPlace>;
  readonly damage: StoreDamage;
}

/**
 * Reads what a store has of a search and of others. A design that failed is not known when it is to
 * be tried again, and one that an earlier version simulated without a number for one of the `objectives`
 * is simulated anew. Throws BadInput.
 */
export async function knownResults(
  dir: string,
  search: string,
  retriesFailed: boolean,
  objectives: readonly string[],
): Promise<KnownResults> {
  const own = new Map<number, PointRecord>();
  const others = new Map<string, RecordPlace>();
  const damage = await readStore(dir, (record, place) => {
    const { status, metrics } = record;
    if (status === 'ok' && objectives.some((name) => !Object.hasOwn(metrics, name))) return;
    const isFailed = status === 'failed';
    if (record.sweep !== search) {
      if (!isFailed && !isConstrained(record)) others.set(record.key, place);
    } else if (!isFailed || (!retriesFailed && !own.has(record.index))) own.set(record.index, record);
  });
  return { own, others, damage };
}
