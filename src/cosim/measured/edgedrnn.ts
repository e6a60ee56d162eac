import type { SentElements } from '../../published/edge-drnn/delta-gru.ts';
import {
  type EdgeDrnnTiming,
  edgeDrnnTiming,
  type LayerStep,
  type LayerStepTiming,
  timeLayerStep,
} from '../../published/edge-drnn/layer-step.ts';
import {
  type EdgeDrnnPoint,
  EdgeDrnnPointSchema,
  inputsOf,
  layersOf,
  type MeasuredStep,
  StateHash,
} from './edgedrnn-point.ts';
import { type AnyMeasuredDesign, type MeasuredField, measuredDesign } from './measured-design.ts';

/** What a step is, computed. */
interface ComputedStep {
  readonly cycles: number;
  readonly columns: readonly number[];
  readonly commandCycles: readonly number[];
  readonly firstWord: number | null;
  readonly lastWord: number | null;
  readonly firstOutput: number;
  readonly hash: string;
}

/**
 * Layers of EdgeDRNN, as its core in SystemVerilog runs them: memory latency and commands are those
 * of a point, the rest of the timing is that of the design.
 */
export const measuredEdgeDrnn = edgeDrnnWith(edgeDrnnTiming);

/** The same with another timing, which the measured points tell apart. */
export function edgeDrnnWith(design: EdgeDrnnTiming): AnyMeasuredDesign {
  return measuredDesign<EdgeDrnnPoint>({
    name: 'edgedrnn',
    says: 'layers of a delta GRU on EdgeDRNN (RTL)',
    point: EdgeDrnnPointSchema,
    skips: () => null,
    compute(point) {
      const timing = { ...design, memoryLatency: point.lat, outstandingColumns: point.q };
      const computed = runPoint(point, timing);
      // With three words to a column the RTL reads sums before they are written: not the function's states.
      const hasFunction = point.h !== point.pe;
      return point.steps.flatMap((step, at) => compareStep(at, step, computed[at], hasFunction));
    },
  });
}

function compareStep(
  step: number,
  measured: MeasuredStep,
  computed: ComputedStep,
  hasFunction: boolean,
): MeasuredField[] {
  const fields: MeasuredField[] = [];
  const compare = (
    field: string,
    one: MeasuredField['measured'] | undefined,
    other: MeasuredField['computed'],
  ) => {
    if (one !== undefined) fields.push({ step, field, measured: one, computed: other });
  };
  const compareList = (field: string, one: readonly number[] | undefined, other: readonly number[]) => {
    compare(`${field}, how many`, one?.length, other.length);
    one?.forEach((value, k) => void (k < other.length && compare(`${field} ${k}`, value, other[k])));
  };
  compare('cycles', measured.cycles, computed.cycles);
  compareList('columns', measured.columns, computed.columns);
  compareList('commandCycles', measured.commandCycles, computed.commandCycles);
  compare('firstWord', measured.firstWord, computed.firstWord);
  compare('lastWord', measured.lastWord, computed.lastWord);
  compare('firstOutput', measured.firstOutput, computed.firstOutput);
  if (hasFunction) compare('hash', measured.hash, computed.hash);
  return fields;
}

function runPoint(point: EdgeDrnnPoint, design: EdgeDrnnTiming): ComputedStep[] {
  const layers = layersOf(point);
  const inputs = inputsOf(point);
  const hash = new StateHash();
  return point.steps.map((_, step) => {
    const input = inputs();
    let vector: Int16Array = input;
    let firstCycle = 0;
    let firstColumn = 0;
    const timings: LayerStepTiming[] = [];
    const columns: number[] = [];
    layers.forEach((layer, l) => {
      const sent = layer.step(vector);
      columns.push(...columnsOf(sent, step === 0, firstColumn));
      const timing = timeLayerStep(layerStepOf(point, sent, step, l), design);
      timings.push(shifted(timing, firstCycle));
      firstCycle += timing.lastOutput + 1;
      firstColumn += 1 + vector.length + point.h;
      vector = layer.states;
    });
    hash.add(vector);
    return { columns, ...joined(timings), cycles: firstCycle, hash: hash.text };
  });
}

function layerStepOf(point: EdgeDrnnPoint, sent: SentElements, step: number, layer: number): LayerStep {
  const isAfterReset = step === 0 && layer === 0;
  return {
    scanStart: isAfterReset ? 3 : layer > 0 || point.gap === 0 ? 1 : 0,
    hasBias: step === 0,
    sent,
    pes: point.pe,
  };
}

/** The columns that were sent, in order: bias, inputs, states. */
function columnsOf({ inputs, states }: SentElements, hasBias: boolean, first: number): number[] {
  const sentOf = (sent: Uint8Array, from: number) =>
    [...sent.keys()].filter((i) => sent[i]).map((i) => from + i);
  return [
    ...(hasBias ? [first] : []),
    ...sentOf(inputs, first + 1),
    ...sentOf(states, first + 1 + inputs.length),
  ];
}

function shifted(timing: LayerStepTiming, by: number): LayerStepTiming {
  const later = (at: number | null) => (at === null ? null : at + by);
  return {
    commandCycles: timing.commandCycles.map((at) => at + by),
    firstWord: later(timing.firstWord),
    lastWord: later(timing.lastWord),
    firstOutput: timing.firstOutput + by,
    lastOutput: timing.lastOutput + by,
  };
}

/** Layers one after the other: the outputs are those of the last. */
function joined(timings: readonly LayerStepTiming[]): Omit<ComputedStep, 'columns' | 'cycles' | 'hash'> {
  const words = (of: (timing: LayerStepTiming) => number | null) =>
    timings.map(of).filter((at): at is number => at !== null);
  return {
    commandCycles: timings.flatMap(({ commandCycles }) => commandCycles),
    firstWord: words(({ firstWord }) => firstWord)[0] ?? null,
    lastWord: words(({ lastWord }) => lastWord).at(-1) ?? null,
    firstOutput: timings[timings.length - 1].firstOutput,
  };
}
