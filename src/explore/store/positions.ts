import type { RecordPlace } from './read-store.ts';
import type { PointRecord } from './record.ts';

/** The better an outcome, the lower its rank: of two records of a point, the one of the lower rank counts. */
const ranks = { ok: 0, infeasible: 1, failed: 2 } as const;

/** 8 hexadecimal digits each. */
const keyWords = 4;

/** A column of numbers that grows. */
class Column<A extends Float64Array | Uint32Array | Uint8Array> {
  values: A;
  readonly #width: number;

  constructor(values: A, width = 1) {
    this.values = values;
    this.#width = width;
  }

  /** Makes room for the numbers of a row. */
  reserve(row: number): void {
    if ((row + 1) * this.#width <= this.values.length) return;
    const larger = new (this.values.constructor as new (length: number) => A)(2 * this.values.length);
    larger.set(this.values);
    this.values = larger;
  }
}

/**
 * Where the records of a store lie, and what they are sorted by: some 50 bytes of numbers for each, so that
 * millions of records can be put in order without any of them in memory.
 */
export class Positions {
  #count = 0;
  readonly #shards: string[] = [];
  readonly #sweep = new Column(new Float64Array(1024));
  readonly #index = new Column(new Float64Array(1024));
  readonly #offset = new Column(new Float64Array(1024));
  readonly #length = new Column(new Uint32Array(1024));
  readonly #shard = new Column(new Uint32Array(1024));
  readonly #key = new Column(new Uint32Array(keyWords * 1024), keyWords);
  readonly #rank = new Column(new Uint8Array(1024));

  /** How many records were added. */
  get count(): number {
    return this.#count;
  }

  /** Adds a record; those of a shard come one after another. */
  add({ key, sweep, index, status }: PointRecord, { shard, offset, length }: RecordPlace): void {
    const row = this.#count++;
    if (this.#shards.at(-1) !== shard) this.#shards.push(shard);
    const columns = [
      this.#sweep,
      this.#index,
      this.#offset,
      this.#length,
      this.#shard,
      this.#key,
      this.#rank,
    ];
    for (const column of columns) column.reserve(row);
    // 12 hexadecimal digits are exact in a number.
    this.#sweep.values[row] = Number.parseInt(sweep, 16);
    this.#index.values[row] = index;
    this.#offset.values[row] = offset;
    this.#length.values[row] = length;
    this.#shard.values[row] = this.#shards.length - 1;
    this.#rank.values[row] = ranks[status];
    for (let word = 0; word < keyWords; word++) {
      this.#key.values[keyWords * row + word] = Number.parseInt(key.slice(8 * word, 8 * word + 8), 16);
    }
  }

  /**
   * The rows of one record for each point of each sweep, the best outcome and of those the
   * first, by sweep, index and key.
   */
  sorted(): Uint32Array {
    const rows = Uint32Array.from({ length: this.#count }, (_unused, row) => row);
    const rank = this.#rank.values;
    rows.sort((a, b) => this.#comparePoints(a, b) || rank[a]! - rank[b]! || a - b);
    let kept = 0;
    for (const row of rows) {
      if (kept === 0 || this.#comparePoints(rows[kept - 1]!, row) !== 0) rows[kept++] = row;
    }
    return rows.subarray(0, kept);
  }

  /** Where the record of a row lies. */
  place(row: number): RecordPlace {
    const shard = this.#shards[this.#shard.values[row]!]!;
    return { shard, offset: this.#offset.values[row]!, length: this.#length.values[row]! };
  }

  #comparePoints(a: number, b: number): number {
    const sweep = this.#sweep.values;
    const index = this.#index.values;
    return sweep[a]! - sweep[b]! || index[a]! - index[b]! || this.#compareKeys(a, b);
  }

  #compareKeys(a: number, b: number): number {
    const words = this.#key.values;
    for (let word = 0; word < keyWords; word++) {
      const difference = words[keyWords * a + word]! - words[keyWords * b + word]!;
      if (difference !== 0) return difference;
    }
    return 0;
  }
}
