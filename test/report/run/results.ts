import { stallCategories, stallCauses } from '../../../src/hw/accounts/stalls.ts';
import { phaseWords } from '../../../src/hw/accounts/step-report.ts';
import { allMetricsOf } from '../../../src/run/metrics.ts';
import {
  type CompareResult,
  CompareResultSchema,
  type Measured,
  type RunResult,
} from '../../../src/run/result.ts';

/** Bits of one KiB. */
const KIB = 8192;

const storage = (values: number, indices: number, pointers: number) => ({
  valueBits: values * KIB,
  indexBits: indices * KIB,
  pointerBits: pointers * KIB,
  totalBits: (values + indices + pointers) * KIB,
});

const cycles = { total: 100, load: 2, spmv: 80, ewop: 18, projection: 0 };
const stalls = {
  ...(Object.fromEntries(stallCategories.map((name) => [name, 0])) as RunResult['stalls']),
  issue: 60,
  conflict: 15,
  fill: 25,
};

/** Resources of a design that fits its device. */
export const resourcesThatFit: RunResult['resources'] = {
  device: 'a-device',
  fits: true,
  dsp: { unit: 'DSP block', used: 10, available: 40 },
  ramBlocks: { unit: 'M20K', used: 30, available: 100 },
  logic: { unit: 'ALM', used: 500, available: 1000 },
  flipFlops: { unit: 'flip-flops', used: 0, available: 2000 },
  overflows: [],
  blocks: [
    { block: 'multipliers', dsp: 10, ramBlocks: 0, logic: 0, flipFlops: 0 },
    { block: 'vector buffers', dsp: 0, ramBlocks: 30, logic: 500, flipFlops: 0 },
  ],
};

/** A run of one layer with a matrix of 8 x 16 weights, of which 32 are kept; `changes` replace fields. */
export function runResult(changes: Partial<RunResult> = {}): RunResult {
  const measured = { ...usual, ...changes };
  return { ...measured, metrics: allMetricsOf(measured) };
}

/** What only the FPGA array has. */
const fpgaArray: RunResult['detail']['fpgaArray'] = {
  storageByFormat: [
    { format: 'CSB', storage: null, padding: null },
    { format: 'CSR', storage: storage(4, 2, 1), padding: 0 },
    { format: 'CSC', storage: storage(5, 1, 1), padding: 3 },
    { format: 'dense', storage: storage(16, 0, 0), padding: 96 },
  ],
};

const usual: Measured = {
  schemaVersion: 2,
  version: '1.2.3',
  command: 'run',
  machine: 'fpgaArray',
  phases: [...phaseWords],
  causes: [...stallCauses],
  actions: [
    { name: 'multiplies', words: 'products of SpMV lanes', unit: 'operation', count: 64, energyUj: 1 },
  ],
  detail: { fpgaArray },
  accelerator: 'csr',
  workload: 'small',
  seed: '1',
  configHash: '0123456789ab',
  config: { kind: 'csr' },
  clockMhz: 200,
  clock: { fmaxMhz: 250, lowMhz: 220, highMhz: 280, limitedBy: 'adder tree', meetsTiming: true },
  latencyAtFmaxUs: 0.4,
  cycles,
  stalls,
  latencyUs: 0.5,
  steps: [{ step: 0, latencyUs: 0.5, cycles, stalls }],
  layers: [
    {
      layer: 0,
      cycles,
      stalls,
      matrices: [
        {
          tensor: 'weight_ih_l0',
          rows: 8,
          cols: 16,
          weights: 128,
          kept: 32,
          padding: 8,
          achievedSparsity: 0.75,
          entriesPerBank: null,
          storage: storage(4, 2, 1),
          fetchedBits: 0,
        },
      ],
    },
  ],
  weights: {
    residency: 'resident',
    requestedSparsity: 0.75,
    achievedSparsity: 0.75,
    total: 128,
    kept: 32,
    padding: 8,
    paddingShare: 0.2,
    valueBits: 16,
    storage: storage(4, 2, 1),
    fetchedBits: 0,
  },
  pes: {
    busyCycles: [60, 50],
    imbalanceCycles: [0, 10],
    waitingCycles: [40, 40],
    utilisation: 0.35,
    occupancy: 0.55,
    loadImbalance: 1.25,
    conflictCycles: 21,
  },
  gops: { actual: 0.128, effective: 0.512 },
  energy: {
    technology: 'fpga-20nm',
    totalUj: 4,
    lowUj: 2.5,
    highUj: 6,
    dynamicUj: 1,
    staticUj: 3,
    offChipUj: 0,
    staticPowerW: 5,
    components: [
      {
        ...{ component: 'multipliers', part: 'dynamic', count: 64, unit: 'operation' },
        ...{ energyUj: 1, lowUj: 0.5, highUj: 2 },
      },
      {
        ...{ component: 'static', part: 'static', count: 0.5, unit: 'us' },
        ...{ energyUj: 3, lowUj: 2, highUj: 4 },
      },
    ],
    toggles: {
      weights: { rate: 0.25, lowRate: 0.25, highRate: 0.25, mark: 'measured' },
      words: { rate: 0.25, lowRate: 0.15, highRate: 0.5, mark: 'assumption' },
    },
  },
  resources: resourcesThatFit,
  accuracy: {
    maxAbsErrorH: 0.001,
    maxAbsErrorC: 0.002,
    saturations: {
      ...{ weight: 0, bias: 0, input: 3, preActivation: 0, multiply: 0, cellState: 0, projection: 0 },
      ...{ wrappedAccumulators: 2 },
    },
    comparedValues: 16,
  },
};

/** Resources of a design that takes too much logic, and with `blocks` too many blocks of RAM. */
export function resourcesOver(logic: number, blocks = 0): RunResult['resources'] {
  const over = (resource: string, unit: string, used: number, available: number) => ({
    resource,
    unit,
    used,
    available,
    percentOver: 100 * (used / available - 1),
  });
  return {
    ...resourcesThatFit,
    fits: false,
    logic: { unit: 'ALM', used: logic, available: 1000 },
    ...(blocks > 0 ? { ramBlocks: { unit: 'M20K', used: blocks, available: 100 } } : {}),
    overflows: [
      ...(blocks > 0 ? [over('ramBlocks', 'M20K', blocks, 100)] : []),
      over('logic', 'ALM', logic, 1000),
    ],
  };
}

/** A comparison of these runs, the first being the reference; checked against the schema. */
export function compareResult(
  runs: readonly RunResult[],
  latencyBySparsity: CompareResult['latencyBySparsity'] = [],
): CompareResult {
  return CompareResultSchema.parse({
    schemaVersion: 2,
    version: '1.2.3',
    command: 'compare',
    workload: 'small',
    requestedSparsity: 0.75,
    seed: '1',
    equal: 'kept',
    configHash: 'ba9876543210',
    referenceRow: runs[0].accelerator,
    rows: runs.map((run) => ({
      label: run.accelerator,
      speedUp: runs[0].latencyUs / run.latencyUs,
      run: { ...run, detail: { fpgaArray: { bankWaitCycles: waitsOf(run) } } },
    })),
    savings: null,
    leftOut: [],
    latencyBySparsity,
  });
}

/** The waits of two PEs at two banks, for a design with an arbiter. */
const waitsOf = ({ accelerator }: RunResult) =>
  accelerator.startsWith('csr')
    ? [
        [1, 2],
        [3, 4],
      ]
    : null;
