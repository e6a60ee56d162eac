/** What stands between the comparators of a delta unit and an array of multipliers, in cycles. */
export interface ColumnQueueOptions {
  /** Entries that the memory of the queue holds; null: without bound. */
  readonly queueDepth: number | null;
  /** From the write of an entry to where it can stand at the output: 1, or 2 with an output register. */
  readonly queueCycles: number;
  /** From a column command that is taken to the first word of the column. */
  readonly memoryLatency: number;
  /** Columns whose command is taken and whose last word is not multiplied yet; null: without bound. */
  readonly outstandingColumns: number | null;
}

/**
 * An array of multipliers with its queue and its column memory. An entry that is written in w stands at
 * the output in w + queueCycles, or in the cycle after the one before it has left. A queue of the same
 * depth holds the indices of the entries that are sent, and commands a column from w + queueCycles on, one
 * a cycle, while fewer than `outstandingColumns` are outstanding at the start of the cycle. The column is
 * multiplied from when its entry stands at the output and its first word is there, without a gap; with the
 * last word the entry leaves. Entries are entered in the order of time, so the times of one follow from
 * those before it.
 */
export class ColumnQueue {
  /** Cycles in which columns were commanded, in order. */
  readonly commandCycles: number[] = [];
  /** Cycle of the first word; null: none was multiplied. */
  firstWord: number | null = null;
  /** Cycle of the last word. */
  lastWord: number | null = null;
  /** Cycle in which the last entry left; -Infinity before. */
  leftAt = Number.NEGATIVE_INFINITY;
  /** Cycles with a word. */
  busyCycles = 0;
  private readonly options: ColumnQueueOptions;
  /** At the end of which cycle each entry left the memory of the queue for its output. */
  private readonly leftMemory: number[] = [];
  /** Cycle of the last word of each column. */
  private readonly lastWords: number[] = [];

  constructor(options: ColumnQueueOptions) {
    this.options = options;
  }

  /** Writes the entry of a column of `words` words in a cycle. */
  enterColumn(written: number, words: number): void {
    const first = Math.max(this.stand(written), this.command(written) + this.options.memoryLatency);
    this.leftAt = first + words - 1;
    this.lastWords.push(this.leftAt);
    this.firstWord ??= first;
    this.lastWord = this.leftAt;
    this.busyCycles += words;
  }

  /** Writes an entry without a column, which holds the multipliers for some cycles. */
  enterMark(written: number, cycles: number): void {
    this.leftAt = this.stand(written) + cycles - 1;
  }

  /** The first cycle at whose start the memory has `places` free, with what has been entered so far. */
  hasRoomFrom(places: number): number {
    const { queueDepth } = this.options;
    const blocking = this.leftMemory.length + places - 1 - (queueDepth ?? Number.POSITIVE_INFINITY);
    return blocking < 0 ? Number.NEGATIVE_INFINITY : this.leftMemory[blocking] + 1;
  }

  private stand(written: number): number {
    const at = Math.max(written + this.options.queueCycles, this.leftAt + 1);
    this.leftMemory.push(at - 1);
    return at;
  }

  private command(written: number): number {
    const { queueCycles, outstandingColumns } = this.options;
    const { commandCycles, lastWords } = this;
    const blocking = commandCycles.length - (outstandingColumns ?? Number.POSITIVE_INFINITY);
    const at = Math.max(
      written + queueCycles,
      (commandCycles.at(-1) ?? Number.NEGATIVE_INFINITY) + 1,
      blocking < 0 ? Number.NEGATIVE_INFINITY : lastWords[blocking] + 1,
    );
    commandCycles.push(at);
    return at;
  }
}
