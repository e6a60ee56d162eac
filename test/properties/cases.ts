import fc from 'fast-check';
import { kindOf, ownFields } from '../../src/hw/array/kinds/index.ts';
import type { SpmvTiming } from '../../src/hw/array/spmv-timing.ts';
import type { LstmLayerWeights, LstmModel } from '../../src/lstm/model.ts';
import type { LstmLayerShape } from '../../src/lstm/shape.ts';
import type { FinishedRun } from '../../src/run/finished-run.ts';
import { type PreparedModel, prepareModel } from '../../src/run/prepared-model.ts';
import { resultOf } from '../../src/run/result-of.ts';
import { seededSequence } from '../../src/run/sequence.ts';
import { simulate } from '../../src/run/simulate.ts';
import { casesOf } from '../drawn.ts';
import { lstmShapes } from '../lstm/arbitrary-shape.ts';
import { modelOf, platformOf, prepared } from '../study/compare/designs.ts';

/** Seed and number of cases of every property, so that a run repeats the last one. */
export const runs = { seed: 20_190_224, numRuns: casesOf(50, 300) } as const;

/** An accelerator, by its fields, and a network with seeded weights. */
export interface Case {
  readonly fields: Readonly<Record<string, unknown>>;
  readonly layers: readonly LstmLayerShape[];
  readonly sparsity: number;
  readonly seed: number;
}

/** What a property asks of its cases; anything goes where it does not say. */
export interface Wanted {
  readonly kinds?: readonly string[];
  readonly styles?: readonly ('chained' | 'instruction')[];
  readonly weights?: readonly ('resident' | 'streamed')[];
  readonly rowOrders?: readonly ('natural' | 'balanced')[];
}

const latency = fc.integer({ min: 0, max: 5 });
const bit = fc.constantFrom(0, 1);

const anyShape = lstmShapes({ inputs: 12, hidden: 12, projection: 9 });

/** One or two layers; the second takes what the first gives. */
const anyLayers: fc.Arbitrary<LstmLayerShape[]> = fc
  .tuple(anyShape, fc.option(anyShape, { nil: null, freq: 3 }))
  .map(([first, second]) =>
    second ? [first, { ...second, inputs: first.projection ?? first.hidden }] : [first],
  );

function anyFields({ kinds, styles, weights, rowOrders }: Wanted): fc.Arbitrary<Record<string, unknown>> {
  const style = fc.constantFrom(...(styles ?? ['chained', 'instruction']));
  const kind = fc.constantFrom(...(kinds ?? ['bbs', 'csr', 'csr-shared', 'dense']));
  return fc.record({
    kind,
    pes: fc.integer({ min: 1, max: 5 }),
    banks: fc.integer({ min: 2, max: 9 }),
    ports: fc.constantFrom(1, 2),
    rowOrder: fc.constantFrom(...(rowOrders ?? ['natural', 'balanced'])),
    arbiter: fc.constantFrom('fixed', 'rotating'),
    gateMatrix: fc.constantFrom('combined', 'separate'),
    weights: fc.constantFrom(...(weights ?? ['resident', 'streamed'])),
    timing: fc.record({
      mulLatency: fc.integer({ min: 1, max: 4 }),
      bankOutputRegister: bit,
      crossbarRegister: bit,
      addLatency: latency,
      activationLatency: latency,
      ewMulLatency: latency,
    }),
    ewop: fc.record({ style, lanes: fc.integer({ min: 1, max: 9 }) }),
    program: fc.record({ spmvSlices: fc.constantFrom('matrix', 'gate') }),
    dram: fc.record({
      gbPerS: fc.constantFrom(0.3, 1.7, 19.2),
      latencyNs: fc.constantFrom(0, 7, 100),
      burstBytes: fc.constantFrom(1, 8, 64),
    }),
    number: fc.record({ accumulatorBits: fc.constantFrom(20, 33, 48) }),
  });
}

/** Small accelerators of any sort on small networks. */
export function anyCase(wanted: Wanted = {}): fc.Arbitrary<Case> {
  const cases = fc.record({
    fields: anyFields(wanted),
    layers: anyLayers,
    sparsity: fc.constantFrom(0, 0.3, 0.5, 0.75, 0.9),
    seed: fc.nat({ max: 1e6 }),
  });
  return cases.map(({ fields, ...rest }) => {
    // Halves of 16 beats hold the longest row (24 columns on 2 banks: 12 beats) and cut
    // all but the smallest matrices.
    const isStreamed = fields.weights === 'streamed';
    const all = { ...fields, weightMemory: { beatsPerPe: isStreamed ? 32 : null } };
    return { ...rest, fields: ownFields(kindOf(String(fields.kind)), all) };
  });
}

/** The network of a case. */
export function modelOfCase({ layers, seed }: Case): LstmModel<LstmLayerWeights> {
  return modelOf(layers, seed);
}

/** One run of a case with other fields in place of its own: time, and values where they are asked for. */
export function runCase(
  one: Case,
  changes: Readonly<Record<string, unknown>> = {},
  options: { readonly values?: boolean; readonly steps?: number; readonly model?: PreparedModel } = {},
): FinishedRun {
  const platform = platformOf({ ...one.fields, ...changes });
  const model = modelOfCase(one);
  const { values = false, steps = 1 } = options;
  return simulate(platform, options.model ?? prepared(platform, model, one.sparsity), {
    steps,
    sequence: values ? (format) => seededSequence(model.shape, steps, String(one.seed), format) : null,
    mustFit: false,
  });
}

/**
 * The weights of a case with the masks of a pattern written into them, so that any
 * accelerator can take them as they are.
 */
export function masked(one: Case, changes: Readonly<Record<string, unknown>>): PreparedModel {
  const platform = platformOf({ ...one.fields, ...changes });
  const model = modelOfCase(one);
  const zeroed = { ...model, layers: model.layers.map((layer) => zeroSmall(layer, one.sparsity)) };
  const { gateMatrix, number: format } = platform.config;
  const target = () => ({ sparsity: 0 });
  return prepareModel(zeroed, { pattern: { kind: 'none' }, gateMatrix, format, target });
}

type Layer = LstmLayerWeights;

/** A layer with its weights below a threshold set to zero. */
function zeroSmall(layer: Layer, threshold: number): Layer {
  const zeroed = (matrix: Layer['inputGates']) => ({
    ...matrix,
    values: matrix.values.map((value) => (Math.abs(value) < threshold / 4 ? 0 : value)),
  });
  return {
    ...layer,
    inputGates: zeroed(layer.inputGates),
    recurrentGates: zeroed(layer.recurrentGates),
    projection: layer.projection && zeroed(layer.projection),
  };
}

/** Cycles of one step of all layers. */
export function cyclesOf({ timelines }: FinishedRun): number {
  return timelines.reduce((sum, { cycles }) => sum + cycles, 0);
}

/** The result of a run. */
export function resultOfCase(run: FinishedRun) {
  const identity = {
    command: 'run' as const,
    accelerator: 'a',
    workload: 'w',
    seed: '1',
    configHash: '0123456789ab',
    requestedSparsity: null,
  };
  return resultOf(identity, run);
}

/** Every SpMV of a step, tiles apart. */
export function spmvsOf({ timelines }: FinishedRun): SpmvTiming[] {
  return timelines.flatMap(({ issued }) =>
    issued.flatMap(({ job }) => (job ? job.computes.map(({ timing }) => timing) : [])),
  );
}

/** Outputs and cell states of every step, in codes. */
export function bitsOf({ values }: FinishedRun): number[][] {
  if (!values) throw new Error('a run without values');
  const { h, c } = values.execution;
  return [...h, ...c].map((codes) => Array.from(codes));
}
