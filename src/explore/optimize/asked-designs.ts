import { copyRecords } from '../engine/copy-records.ts';
import { type PlannedPoint, planPoints } from '../engine/plan.ts';
import type { Workers } from '../engine/pool.ts';
import { simulatePoints } from '../engine/run-batches.ts';
import { Stopped } from '../engine/stopped.ts';
import type { EncodedRecord } from '../engine/tasks.ts';
import type { PointRecord } from '../store/record.ts';
import { decodeRecord } from '../store/record-line.ts';
import type { Shard } from '../store/shard.ts';
import type { DesignSearch } from './design-search.ts';
import type { KnownResults } from './known-results.ts';

/** What the results of designs come from. */
export interface AskedDesignsSetting {
  readonly search: DesignSearch;
  readonly dir: string;
  readonly known: KnownResults;
  readonly workers: Workers;
  readonly shard: Shard;
  readonly isStopped: () => boolean;
  /** Called when designs have results. */
  readonly onResults: () => void;
}

/**
 * The designs that a search has asked for, with their results: from the store where it knows
 * them, else simulated and stored.
 */
export class AskedDesigns {
  private readonly setting: AskedDesignsSetting;
  private readonly asked = new Map<number, PointRecord>();
  /** Those that were in the store under the name of this search. */
  before = 0;
  /** Those that another sweep or search had left in the store. */
  reused = 0;

  constructor(setting: AskedDesignsSetting) {
    this.setting = setting;
  }

  /** In the order in which they became known; each once. */
  get records(): readonly PointRecord[] {
    return [...this.asked.values()];
  }

  /** How many there are. */
  get count(): number {
    return this.asked.size;
  }

  /**
   * The results of designs, by their numbers in the grid; the work of one call is shared by all workers.
   * Throws Stopped when it was told to stop before all were there (what it has of them is in the store),
   * BadInput when the store cannot be written.
   */
  async of(codes: readonly number[]): Promise<PointRecord[]> {
    const { own } = this.setting.known;
    const unknown: number[] = [];
    for (const code of codes) {
      const record = own.get(code);
      if (record === undefined) unknown.push(code);
      else this.asked.set(code, record);
    }
    this.before += codes.length - unknown.length;
    if (unknown.length > 0) await this.find(unknown);
    this.setting.onResults();
    return codes.map((code) => {
      const record = this.asked.get(code);
      if (record === undefined) throw new Stopped();
      return record;
    });
  }

  private async find(codes: readonly number[]): Promise<void> {
    const { search, dir, known, workers, isStopped } = this.setting;
    const { space, designs } = search;
    const { points } = designs;
    // What lies near each other in the grid shares weights: plan in that order, whatever the search's is.
    const planned = await planPoints(
      points,
      [...codes].sort((a, b) => a - b),
      workers,
      isStopped,
    );
    const isElsewhere = ({ key }: PlannedPoint) => known.others.has(key);
    const reusable = planned.filter(isElsewhere);
    const from = { space, points, dir, others: known.others, isStopped };
    this.reused += await copyRecords(from, reusable, (records) => this.keep(records));
    await simulatePoints({
      basis: space.basis,
      sweep: space.hash,
      points,
      planned: planned.filter((point) => !isElsewhere(point)),
      workers,
      onRecords: (records) => this.keep(records),
      isStopped,
    });
  }

  private async keep(records: readonly EncodedRecord[]): Promise<void> {
    const { shard, onResults } = this.setting;
    const lines = records.map(({ line }) => line);
    await shard.append(lines);
    for (const line of lines) {
      // As it would be read from the store, so that a search that goes on sees what this one sees.
      const record = decodeRecord(line);
      if (record === null) throw new TypeError('a record that cannot be read again');
      this.asked.set(record.index, record);
    }
    onResults();
  }
}
