import { ColumnQueue, type ColumnQueueOptions } from './column-queue.ts';

/** The delta unit and the queues behind it. Cycles unless another unit is named. */
export interface DeltaQueueOptions extends ColumnQueueOptions {
  /** Arrays with a queue each; the column c is array c mod arrays. */
  readonly arrays: number;
  /** Elements that the delta unit compares in a cycle. */
  readonly scanLanes: number;
  /** Registers between the comparison of an element and the write of its entry. */
  readonly comparatorCycles: number;
  /** Between the comparison of the last inputs and that of the first states; 0: they are one vector. */
  readonly idleScanCycles: number;
  /** How long the last input, and the last state, hold an array when they are not sent; 0: no entry. */
  readonly unsentLastCycles: number;
}

/** What a step scans, and what of it is sent. */
export interface ScannedStep {
  readonly inputs: number;
  readonly hidden: number;
  /** Columns of the matrix over [x, h] that are sent, rising. */
  readonly columns: ArrayLike<number>;
  /** Whether a column of biases is sent, compared in the cycle before the first inputs, to array 0. */
  readonly hasBias: boolean;
  /** Words of a column, each of which takes its array a cycle. */
  wordsOf(column: number): number;
}

/** The products of one step. Cycles count from the first comparison of inputs on. */
export interface DeltaTiming {
  readonly cycles: number;
  /** Columns that were sent, of all. */
  readonly activeColumns: number;
  /** Per array: cycles with a column. */
  readonly busyCycles: Uint32Array;
}

/** The name of the column of biases. */
export const BIAS = -1;

/**
 * The cycles in which the arrays work off the columns that the delta unit sends: it compares `scanLanes`
 * elements a cycle, in order; what is sent becomes an entry of the queue of its array after
 * `comparatorCycles`. While a queue has less room than a group of elements may need, scan and comparators
 * stand still. The slowest array decides. Throws a RangeError where a queue is too shallow for any group.
 */
export function timeColumns(step: ScannedStep, options: DeltaQueueOptions): DeltaTiming {
  return timeColumnQueues(step, options).timing;
}

/** The same, with the queues, which know when each column was commanded and multiplied. */
export function timeColumnQueues(
  step: ScannedStep,
  options: DeltaQueueOptions,
): { readonly timing: DeltaTiming; readonly queues: readonly ColumnQueue[] } {
  const queues = Array.from({ length: options.arrays }, () => new ColumnQueue(options));
  const held = enterAll(step, options, queues);
  const scanned = scanCycle(step, options, step.inputs + step.hidden - 1) + 1 + options.comparatorCycles;
  const cycles = queues.reduce((most, { leftAt }) => Math.max(most, leftAt + 1), scanned + held);
  const busyCycles = Uint32Array.from(queues, (queue) => queue.busyCycles);
  return { timing: { cycles, activeColumns: step.columns.length, busyCycles }, queues };
}

/** Enters every entry in the queue of its array; returns how long the scan has been held. */
function enterAll(step: ScannedStep, options: DeltaQueueOptions, queues: readonly ColumnQueue[]): number {
  const { arrays, comparatorCycles, unsentLastCycles } = options;
  const room = roomOfGroup(options);
  const entries = entriesOf(step, unsentLastCycles > 0);
  let held = 0;
  for (let i = 0; i < entries.length; ) {
    const group = scanCycle(step, options, entries[i] >> 1);
    const written = group + comparatorCycles + held;
    let free = written + 1;
    for (; i < entries.length && scanCycle(step, options, entries[i] >> 1) === group; i++) {
      const column = entries[i] >> 1;
      const queue = queues[Math.max(0, column) % arrays];
      if ((entries[i] & SENT) !== 0) queue.enterColumn(written, step.wordsOf(column));
      else queue.enterMark(written, unsentLastCycles);
      free = Math.max(free, queue.hasRoomFrom(room));
    }
    held += free - written - 1;
  }
  return held;
}

/** Bit of an entry: its column is sent. The column stands above it. */
const SENT = 1;

/** Entries in the order of the scan: what is sent, and with `hasMarks` the last element of both vectors. */
function entriesOf({ inputs, hidden, columns, hasBias }: ScannedStep, hasMarks: boolean): number[] {
  const entries: number[] = hasBias ? [(BIAS << 1) | SENT] : [];
  const marks = hasMarks ? [inputs - 1, inputs + hidden - 1] : [];
  for (let i = 0; i < columns.length; i++) {
    while (marks.length > 0 && marks[0] < columns[i]) entries.push((marks.shift() as number) << 1);
    if (marks[0] === columns[i]) marks.shift();
    entries.push((columns[i] << 1) | SENT);
  }
  for (const mark of marks) entries.push(mark << 1);
  return entries;
}

/** The cycle in which a column's element is compared while nothing holds the scan. */
function scanCycle(
  { inputs }: ScannedStep,
  { scanLanes, idleScanCycles }: DeltaQueueOptions,
  column: number,
): number {
  if (column < inputs || idleScanCycles === 0) return Math.floor(column / scanLanes);
  return Math.ceil(inputs / scanLanes) + idleScanCycles + Math.floor((column - inputs) / scanLanes);
}

/** Places that elements of one comparison may take in a queue. */
function roomOfGroup({ arrays, scanLanes, queueDepth }: DeltaQueueOptions): number {
  const room = Math.ceil(scanLanes / arrays);
  if (queueDepth !== null && queueDepth < room)
    throw new RangeError(`queues of ${queueDepth} entries cannot take the ${room} of one comparison`);
  return room;
}
