import type { DeltaQueueOptions, ScannedStep } from '../../../src/published/delta/queues.ts';

/** An entry of a queue: words of its column, or cycles of a mark. */
interface Entry {
  readonly isSent: boolean;
  readonly cycles: number;
  readonly array: number;
}

/** A memory of entries and an output register, clocked. */
class RegisteredQueue<T> {
  output: T | null = null;
  private readonly memory: { readonly entry: T; readonly at: number }[] = [];
  private readonly queueCycles: number;

  constructor(queueCycles: number) {
    this.queueCycles = queueCycles;
  }

  get count(): number {
    return this.memory.length;
  }

  write(entry: T, cycle: number): void {
    this.memory.push({ entry, at: cycle });
  }

  /** The clock edge at the end of a cycle: the oldest entry fills a free output, if it is old enough. */
  clock(cycle: number): void {
    if (this.output !== null || this.memory.length === 0) return;
    if (this.memory[0].at + this.queueCycles - 1 > cycle) return;
    this.output = this.memory[0].entry;
    this.memory.shift();
  }
}

/** An array of multipliers behind its two queues. */
class ClockedArray {
  readonly entries: RegisteredQueue<Entry>;
  readonly indices: RegisteredQueue<Entry>;
  readonly commandCycles: number[] = [];
  firstWord: number | null = null;
  lastWord: number | null = null;
  busyCycles = 0;
  private ended = 0;
  private progress = 0;
  private readonly options: DeltaQueueOptions;

  constructor(options: DeltaQueueOptions) {
    this.options = options;
    this.entries = new RegisteredQueue(options.queueCycles);
    this.indices = new RegisteredQueue(options.queueCycles);
  }

  get isIdle(): boolean {
    return this.entries.output === null && this.entries.count === 0;
  }

  /** Takes a command, then a word: with a latency of 0 the word may be that of the command. */
  act(cycle: number): void {
    const outstanding = this.commandCycles.length - this.ended;
    const { outstandingColumns, memoryLatency } = this.options;
    if (this.indices.output !== null && (outstandingColumns === null || outstanding < outstandingColumns)) {
      this.commandCycles.push(cycle);
      this.indices.output = null;
    }
    const entry = this.entries.output;
    if (entry === null) return;
    if (entry.isSent) {
      const commanded = this.commandCycles[this.ended] ?? Number.POSITIVE_INFINITY;
      if (cycle < commanded + memoryLatency) return;
      this.firstWord ??= cycle;
      this.lastWord = cycle;
      this.busyCycles++;
    }
    if (++this.progress < entry.cycles) return;
    this.progress = 0;
    if (entry.isSent) this.ended++;
    this.entries.output = null;
  }
}

/** What a clocked step did. */
export interface ClockedColumns {
  readonly cycles: number;
  readonly busyCycles: readonly number[];
  readonly arrays: readonly ClockedArray[];
  /** The most entries that the memory of a queue held. */
  readonly mostEntries: number;
  readonly mostIndices: number;
}

/**
 * The columns of a step cycle by cycle, register by register: comparators that shift, queues that are full or
 * not, commands, words. Knows no formula for any time.
 */
export function clockColumns(step: ScannedStep, options: DeltaQueueOptions): ClockedColumns {
  const arrays = Array.from({ length: options.arrays }, () => new ClockedArray(options));
  const room = Math.ceil(options.scanLanes / options.arrays);
  const groups = groupsOf(step, options);
  const stages: (readonly Entry[] | null)[] = new Array(options.comparatorCycles).fill(null);
  let cycle = step.hasBias ? -1 : 0;
  let mostEntries = 0;
  let mostIndices = 0;
  while (groups.length > 0 || stages.some((stage) => stage !== null) || arrays.some((one) => !one.isIdle)) {
    const isHeld = arrays.some(
      ({ entries }) => options.queueDepth !== null && entries.count + room > options.queueDepth,
    );
    for (const one of arrays) one.act(cycle);
    if (!isHeld) {
      stages.unshift(groups.shift() ?? null);
      for (const entry of stages.pop() ?? []) {
        arrays[entry.array].entries.write(entry, cycle);
        if (entry.isSent) arrays[entry.array].indices.write(entry, cycle);
      }
    }
    for (const { entries, indices } of arrays) {
      entries.clock(cycle);
      indices.clock(cycle);
      mostEntries = Math.max(mostEntries, entries.count);
      mostIndices = Math.max(mostIndices, indices.count);
    }
    cycle++;
  }
  return { cycles: cycle, busyCycles: arrays.map((one) => one.busyCycles), arrays, mostEntries, mostIndices };
}

/** What each comparison leaves, cycle by cycle; an idle cycle leaves nothing. */
function groupsOf(step: ScannedStep, options: DeltaQueueOptions): (readonly Entry[])[] {
  const { inputs, hidden } = step;
  const { arrays, scanLanes, idleScanCycles, unsentLastCycles } = options;
  const sent = new Set(Array.from(step.columns));
  const elements = Array.from({ length: inputs + hidden }, (_, column): Entry[] => {
    const array = column % arrays;
    if (sent.has(column)) return [{ isSent: true, cycles: step.wordsOf(column), array }];
    const isLast = column === inputs - 1 || column === inputs + hidden - 1;
    return isLast && unsentLastCycles > 0 ? [{ isSent: false, cycles: unsentLastCycles, array }] : [];
  });
  const cut = (from: number, to: number) =>
    Array.from({ length: Math.ceil((to - from) / scanLanes) }, (_, group) =>
      elements.slice(from + group * scanLanes, Math.min(to, from + (group + 1) * scanLanes)).flat(),
    );
  const bias = step.hasBias ? [[{ isSent: true, cycles: step.wordsOf(-1), array: 0 }]] : [];
  if (idleScanCycles === 0) return [...bias, ...cut(0, inputs + hidden)];
  const idle = Array.from({ length: idleScanCycles }, () => []);
  return [...bias, ...cut(0, inputs), ...idle, ...cut(inputs, inputs + hidden)];
}
