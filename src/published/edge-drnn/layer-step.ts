import { type DeltaQueueOptions, timeColumnQueues } from '../delta/queues.ts';
import { type DeltaTail, joinColumns, tailCycles } from '../delta/step.ts';
import type { SentElements } from './delta-gru.ts';

/** What decides the cycles of EdgeDRNN beside what is sent: a delta unit, one array, and the cells. */
export interface EdgeDrnnTiming
  extends Omit<DeltaQueueOptions, 'arrays' | 'scanLanes'>,
    Omit<DeltaTail, 'activationLanes'> {}

/** EdgeDRNN as its RTL has it, at a memory of one cycle and commands without bound. */
export const edgeDrnnTiming: EdgeDrnnTiming = {
  comparatorCycles: 2,
  idleScanCycles: 2,
  queueDepth: 32,
  queueCycles: 2,
  memoryLatency: 1,
  outstandingColumns: null,
  unsentLastCycles: 1,
  macFillCycles: 4,
  activationOperations: 5,
  activationFillCycles: 5,
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
  /** Which inputs and states have moved far enough to be sent. */
  readonly sent: SentElements;
  readonly pes: number;
}

/** When a layer did what in a step, from the first cycle that offers an input. Null: there was no word. */
export interface LayerStepTiming {
  readonly commandCycles: readonly number[];
  readonly firstWord: number | null;
  readonly lastWord: number | null;
  readonly firstOutput: number;
  readonly lastOutput: number;
}

/**
 * The cycles of a step of a layer (Gao et al., JETCAS 2020; rules measured on the published RTL, see
 * docs/validation.md): elements are compared one a cycle, first the inputs, then the states; what is sent,
 * and the last element of both, becomes an entry of the queue of the one array, whose PEs multiply a word of
 * a column of three gates a cycle; the activation unit computes as many cells as there are PEs at a time when
 * the last entry has left.
 */
export function timeLayerStep(
  { scanStart, hasBias, sent, pes }: LayerStep,
  timing: EdgeDrnnTiming,
): LayerStepTiming {
  const [inputs, hidden] = [sent.inputs.length, sent.states.length];
  const words = Math.ceil((3 * hidden) / pes);
  const columns = joinColumns(inputs, columnsOf(sent.inputs), columnsOf(sent.states));
  const step = { inputs, hidden, columns, hasBias, wordsOf: () => words };
  const { timing: products, queues } = timeColumnQueues(step, { ...timing, arrays: 1, scanLanes: 1 });
  const [{ commandCycles, firstWord, lastWord }] = queues;
  const later = (at: number | null) => (at === null ? null : at + scanStart);
  const outputOf = (cells: number) =>
    scanStart + products.cycles - 1 + tailCycles({ ...timing, activationLanes: pes }, cells);
  return {
    commandCycles: commandCycles.map((at) => at + scanStart),
    firstWord: later(firstWord),
    lastWord: later(lastWord),
    firstOutput: outputOf(1),
    lastOutput: outputOf(hidden),
  };
}

/** The elements that are sent, by their place in the vector. */
function columnsOf(sent: Uint8Array): Uint32Array {
  const columns: number[] = [];
  for (let n = 0; n < sent.length; n++) if (sent[n] !== 0) columns.push(n);
  return Uint32Array.from(columns);
}
