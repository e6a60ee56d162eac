import { RegisteredQueue } from './registered-queue.ts';

/** What decides the cycles of EdgeDRNN beside what is sent. Cycles unless another unit is named. */
export interface EdgeDrnnTiming {
  /** Registers between the comparison of an element and its entry in the queue. */
  readonly comparatorCycles: number;
  /** Entries of the memory of the queue. */
  readonly queueDepth: number;
  /** From a column command that is taken to the first weight word. */
  readonly memoryLatency: number;
  /** Column commands that may be outstanding. */
  readonly outstandingCommands: number;
  /** How long a last element that is not sent holds the multipliers. */
  readonly unsentLastCycles: number;
  /** Operations of a cell on the multiplier that its activation unit shares, a cycle each. */
  readonly activationCycles: number;
  /** From the last entry to the first operation of the activation unit. */
  readonly accumulatorCycles: number;
}

/** EdgeDRNN as its RTL has it, at a memory of one cycle and commands without bound. */
export const edgeDrnnTiming: EdgeDrnnTiming = {
  comparatorCycles: 2,
  queueDepth: 32,
  memoryLatency: 1,
  outstandingCommands: Number.POSITIVE_INFINITY,
  unsentLastCycles: 1,
  activationCycles: 5,
  accumulatorCycles: 4,
};

/** One step of one layer. */
export interface LayerStep {
  /**
   * The cycle in which the scan begins, counted from the first that offers an input: 3 after a reset, 1 right
   * after another step or layer, 0 where the unit has waited.
   */
  readonly scanStart: number;
  /** Whether the bias is sent: in the first step of a layer, in the cycle before the scan. */
  readonly hasBias: boolean;
  /** For every input and every state whether it has moved far enough to be sent. */
  readonly sentInputs: Uint8Array;
  readonly sentStates: Uint8Array;
  /** Words of a weight column: three gates of the cells, as many weights as there are PEs. */
  readonly columnWords: number;
  /** Words of the output: cells, as many as there are PEs. */
  readonly outputWords: number;
}

/** When a layer did what in a step, from the first cycle that offers an input. Null: there was no word. */
export interface LayerStepTiming {
  readonly commandCycles: readonly number[];
  readonly firstWord: number | null;
  readonly lastWord: number | null;
  readonly firstOutput: number;
  readonly lastOutput: number;
}

/** Bits of an entry of the queue. */
const SENT = 1;
const LAST = 2;

/**
 * The cycles of a step of a layer (Gao et al., JETCAS 2020; rules measured on the published RTL, see
 * docs/validation.md): elements are compared one a cycle, first the inputs, then the states; what is sent,
 * and the last element of both, becomes an entry of a bounded queue, which stops the scan when it is full;
 * sent entries command their weight column, of which a word a cycle is multiplied; the activation unit
 * computes the cells when the last entry has left.
 */
export function timeLayerStep(step: LayerStep, timing: EdgeDrnnTiming): LayerStepTiming {
  const scan = new Scan(step, timing);
  const columns = new ColumnFetch(timing);
  const multipliers = new Multipliers(step, timing, columns);
  let cycle = scan.firstCycle;
  for (; multipliers.endedAt === null; cycle++) {
    // What stands in registers in this cycle acts; then the clock edge moves it on.
    multipliers.act(cycle);
    columns.command(cycle);
    const isHeld = multipliers.entries.isFull;
    multipliers.entries.clock(cycle);
    columns.indices.clock(cycle);
    const entry = isHeld ? 0 : scan.clock();
    if (entry !== 0) multipliers.entries.write(entry, cycle);
    if ((entry & SENT) !== 0) columns.indices.write(entry, cycle);
  }
  const outputAt = (word: number) =>
    (multipliers.endedAt ?? 0) + timing.accumulatorCycles + timing.activationCycles * (word + 2);
  return {
    commandCycles: columns.commandCycles,
    firstWord: multipliers.firstWord,
    lastWord: multipliers.lastWord,
    firstOutput: outputAt(0),
    lastOutput: outputAt(step.outputWords - 1),
  };
}

/** The comparators: one element a cycle. The states follow when the last input has become an entry. */
class Scan {
  readonly firstCycle: number;
  private readonly elements: Uint8Array;
  private readonly lastInput: number;
  private readonly stages: number[];
  private next = 0;
  private isLastInputOut = false;

  constructor(
    { scanStart, hasBias, sentInputs, sentStates }: LayerStep,
    { comparatorCycles }: EdgeDrnnTiming,
  ) {
    const bias = hasBias ? [SENT] : [];
    this.firstCycle = scanStart - bias.length;
    this.elements = Uint8Array.from([...bias, ...entriesOf(sentInputs), ...entriesOf(sentStates)]);
    this.lastInput = bias.length + sentInputs.length - 1;
    this.stages = new Array(comparatorCycles).fill(-1);
  }

  /** The clock edge of a cycle in which nothing holds the scan. Returns the entry to write; 0: none. */
  clock(): number {
    const written = this.stages.pop() ?? -1;
    const canScan = this.next <= this.lastInput || this.isLastInputOut;
    this.stages.unshift(canScan && this.next < this.elements.length ? this.next++ : -1);
    if (written === this.lastInput) this.isLastInputOut = true;
    return written < 0 ? 0 : this.elements[written];
  }
}

function entriesOf(sent: Uint8Array): number[] {
  return Array.from(sent, (isSent, i) => (isSent ? SENT : 0) | (i === sent.length - 1 ? LAST : 0));
}

/** Commands of columns to the memory, and when their first words are there. */
class ColumnFetch {
  readonly indices: RegisteredQueue;
  readonly commandCycles: number[] = [];
  /** Columns whose last word has been multiplied. */
  ended = 0;
  private readonly timing: EdgeDrnnTiming;
  private endedBefore = 0;

  constructor(timing: EdgeDrnnTiming) {
    this.timing = timing;
    this.indices = new RegisteredQueue(timing.queueDepth);
  }

  /** A command is taken while fewer are outstanding than may be; what ended in this cycle still counts. */
  command(cycle: number): void {
    const outstanding = this.commandCycles.length - this.endedBefore;
    this.endedBefore = this.ended;
    if (this.indices.output === null || outstanding >= this.timing.outstandingCommands) return;
    this.commandCycles.push(cycle);
    this.indices.take();
  }

  /** Whether the words of column `n` are there in a cycle. */
  isThere(n: number, cycle: number): boolean {
    return n < this.commandCycles.length && cycle >= this.commandCycles[n] + this.timing.memoryLatency;
  }
}

/** The multipliers: a word of the column at the output of the queue a cycle, when there is one. */
class Multipliers {
  readonly entries: RegisteredQueue;
  firstWord: number | null = null;
  lastWord: number | null = null;
  endedAt: number | null = null;
  private readonly columnWords: number;
  private readonly unsentLastCycles: number;
  private readonly columns: ColumnFetch;
  private progress = 0;
  private lastsLeft = 2;

  constructor({ columnWords }: LayerStep, timing: EdgeDrnnTiming, columns: ColumnFetch) {
    this.columnWords = columnWords;
    this.unsentLastCycles = timing.unsentLastCycles;
    this.columns = columns;
    this.entries = new RegisteredQueue(timing.queueDepth);
  }

  act(cycle: number): void {
    const entry = this.entries.output;
    if (entry === null) return;
    const isSent = (entry & SENT) !== 0;
    if (isSent && !this.columns.isThere(this.columns.ended, cycle)) return;
    if (isSent) {
      this.firstWord ??= cycle;
      this.lastWord = cycle;
    }
    if (++this.progress < (isSent ? this.columnWords : this.unsentLastCycles)) return;
    this.progress = 0;
    if (isSent) this.columns.ended++;
    this.entries.take();
    if ((entry & LAST) !== 0 && --this.lastsLeft === 0) this.endedAt = cycle;
  }
}
