import type { ActivityRates } from '../../energy/power-fit.ts';
import type { RunResult } from '../../run/result.ts';
import { ESE_OPERATIONS } from '../c-lstm/c-lstm.ts';
import { type DesignOf, publishedOf } from '../design.ts';
import { valuesOf } from '../parameter.ts';
import type { Curve, DetailTable, Simulation } from '../simulation.ts';
import { compareBbs, type ModelCache, runBbs, varied } from './bbs-runs.ts';
import type { BbsConfig } from './parameters.ts';

/** Bits of an operand. */
const WORD_BITS = 16;
/** Simulates BBS: the published benchmark, its assumptions one at a time, the shapes that reach a throughput, and the paper's argument. */
export function simulateBbs(design: DesignOf<'bbs'>, seed: string): Simulation {
  const config = valuesOf(design.parameters);
  const models: ModelCache = new Map();
  const base = runBbs(config, seed, models, { hasValues: true });
  const published = publishedOf(design.figures, 'peak-benchmark-gops');
  const shapes = config.layerSizes.map((hidden) => shapeOf(config, hidden, seed));
  const reaching = shapes.find(({ gops }) => gops >= published);
  return {
    figures: new Map([
      ['latency-us', base.latencyUs],
      ['gops', ESE_OPERATIONS / (1000 * base.latencyUs)],
      ['dense-gops', (8 * ESE_OPERATIONS) / (1000 * base.latencyUs)],
      ...(reaching ? ([['peak-benchmark-gops', reaching.gops]] as const) : []),
    ]),
    reasons: new Map(
      reaching ? [] : [['peak-benchmark-gops', 'No layer of the sizes that were looked at reaches it.']],
    ),
    // The size of the layer is searched for this throughput.
    notPredicted: new Set(['peak-benchmark-gops']),
    activities: new Map([['', activityOfRun(base)]]),
    tables: [
      countTable(base),
      variationTable(design, config, base, seed, models),
      shapeTable(shapes, published, reaching),
      ablationTable(config, seed, models),
    ],
    curves: [shapeCurve(shapes, published)],
    checked: `${base.accuracy?.comparedValues ?? 0} values of a step, bit by bit, against the integer reference.`,
  };
}

/** What a run counted of its matrices: products of the lanes, padding included, weights and vector words. As of the others, nothing element-wise. */
export function activityOfRun({ energy, latencyUs, weights }: RunResult): ActivityRates {
  if (weights.residency !== 'resident')
    throw new RangeError('only a design with its weights on chip has no off-chip traffic');
  const seconds = latencyUs / 1e6;
  const count = (name: string) => energy.components.find(({ component }) => component === name)?.count ?? 0;
  return {
    productsPerS: count('multipliers') / seconds,
    weightBits: WORD_BITS,
    activationBits: WORD_BITS,
    memoryBitsPerS: (count('weight memory') + count('vector buffers') * WORD_BITS) / seconds,
    dramBitsPerS: 0,
    dramPjPerBit: 0,
  };
}

/** One LSTM layer with as many inputs as cells. */
interface Shape {
  readonly hidden: number;
  readonly cycles: number;
  readonly kept: number;
  /** In percent. */
  readonly achieved: number;
  readonly gops: number;
  readonly utilisation: number;
  readonly fits: boolean;
}

function shapeOf(config: BbsConfig, hidden: number, seed: string): Shape {
  const sets = [
    'weights=resident',
    `workload.layers.0.inputs=${hidden}`,
    `workload.layers.0.hidden=${hidden}`,
    'workload.layers.0.projection=null',
    'workload.layers.0.peepholes=false',
  ];
  const { cycles, gops, clockMhz, resources, weights } = runBbs(config, seed, new Map(), { sets });
  const peak = (2 * config.pes * config.banks * clockMhz) / 1000;
  return {
    hidden,
    cycles: cycles.total,
    kept: weights.kept,
    achieved: 100 * weights.achievedSparsity,
    gops: gops.actual,
    utilisation: gops.actual / peak,
    fits: resources.fits,
  };
}

function countTable({ weights, latencyUs }: RunResult): DetailTable {
  const row = (operations: string, count: number) => ({
    operations,
    count,
    gops: count / (1000 * latencyUs),
  });
  return {
    title: 'BBS: which operations make which GOPS',
    columns: [
      { key: 'operations', title: 'operations of a step' },
      { key: 'count', title: 'count', digits: 0 },
      { key: 'gops', title: 'at the simulated latency', unit: 'GOPS', digits: 1 },
    ],
    rows: [
      row('two for each entry that ESE stores: behind 304.1, published (recalled)', ESE_OPERATIONS),
      row('two for each weight that is kept here', 2 * weights.kept),
      row('eight times those of ESE: behind 2,432.8, published (recalled)', 8 * ESE_OPERATIONS),
      row('two for each weight of the dense network', 2 * weights.total),
    ],
    notes: ['Products of the matrices only; element-wise operations are not counted.'],
  };
}

function variationTable(
  { variations, parameters }: DesignOf<'bbs'>,
  config: BbsConfig,
  base: RunResult,
  seed: string,
  models: ModelCache,
): DetailTable {
  return {
    title: 'BBS: what each assumption contributes, one changed at a time',
    columns: [
      { key: 'parameter', title: 'parameter' },
      { key: 'taken', title: 'taken' },
      { key: 'changed', title: 'changed to' },
      { key: 'cycles', title: 'cycles', digits: 0 },
      { key: 'difference', title: 'difference', digits: 0 },
      { key: 'latency', title: 'latency', unit: 'us', digits: 2 },
    ],
    rows: [
      {
        parameter: 'none',
        taken: null,
        changed: null,
        cycles: base.cycles.total,
        difference: 0,
        latency: base.latencyUs,
      },
      ...variations.map(({ parameter, value }) => {
        const { cycles, latencyUs } = runBbs(varied(config, parameter, value), seed, models);
        return {
          parameter,
          taken: String(parameters[parameter as keyof typeof parameters].value),
          changed: String(value),
          cycles: cycles.total,
          difference: cycles.total - base.cycles.total,
          latency: latencyUs,
        };
      }),
    ],
  };
}

function shapeTable(shapes: readonly Shape[], published: number, reaching: Shape | undefined): DetailTable {
  return {
    title: 'BBS: throughput at batch 1 by the size of the layer (as many inputs as cells, weights on chip)',
    columns: [
      { key: 'hidden', title: 'cells', digits: 0 },
      { key: 'cycles', title: 'cycles', digits: 0 },
      { key: 'kept', title: 'kept weights', digits: 0 },
      { key: 'achieved', title: 'achieved sparsity', unit: '%', digits: 1 },
      { key: 'gops', title: 'throughput', unit: 'GOPS', digits: 1 },
      { key: 'utilisation', title: 'of the peak', unit: '%', digits: 1 },
      { key: 'fits', title: 'fits the device' },
    ],
    rows: shapes.map((shape) => ({ ...shape, utilisation: 100 * shape.utilisation })),
    notes: [
      reaching
        ? `${published} GOPS are first reached, of these, with ${reaching.hidden} cells and inputs, where ${reaching.achieved.toFixed(1)} % of the weights are pruned. Operations: two for each kept weight. Sizes that 64 banks divide into eighths keep 87.5 % pruned.`
        : `${published} GOPS are not reached. Operations: two for each kept weight.`,
    ],
  };
}

function shapeCurve(shapes: readonly Shape[], published: number): Curve {
  const ends = [shapes[0].hidden, Math.max(...shapes.map(({ hidden }) => hidden))];
  return {
    id: 'bbs-throughput',
    title: 'BBS: throughput at batch 1 by the size of the layer',
    x: { title: 'cells and inputs', unit: '' },
    y: { title: 'throughput, kept weights', unit: 'GOPS' },
    series: [
      {
        name: 'simulated',
        points: shapes.map(({ hidden, gops }) => ({ x: hidden, y: gops })),
      },
      {
        name: 'published (of which benchmark is not stated)',
        points: ends.map((x) => ({ x, y: published })),
      },
    ],
    mark: null,
  };
}

/** The paper's argument: the same array without its idea, and as many kept weights. */
const ablations = [
  { preset: 'bbs', what: 'banks, balanced (BBS)' },
  { preset: 'banked', what: 'banks, not balanced: a lane for each bank' },
  { preset: 'csr', what: 'unstructured, lanes share the banks (CSR)' },
  { preset: 'csr-2port', what: 'unstructured, two ports a bank: its memory pumped twice' },
  { preset: 'replicated', what: 'unstructured, the vector replicated for every lane' },
  { preset: 'csr-bbs-mask', what: 'the balanced weights in CSR' },
] as const;

function ablationTable(config: BbsConfig, seed: string, models: ModelCache): DetailTable {
  const { rows } = compareBbs(
    config,
    ablations.map(({ preset }) => preset),
    seed,
    models,
  );
  const base = rows[0].run;
  return {
    title: 'BBS: the argument for banks and balance, on the same PEs with as many kept weights',
    columns: [
      { key: 'what', title: 'design' },
      { key: 'kept', title: 'kept weights', digits: 0 },
      { key: 'cycles', title: 'cycles', digits: 0 },
      { key: 'latency', title: 'latency', unit: 'us', digits: 2 },
      { key: 'slower', title: 'over BBS', digits: 2 },
      { key: 'conflicts', title: 'conflict cycles of all PEs', digits: 0 },
      { key: 'ram', title: 'block RAM', digits: 0 },
      { key: 'logic', title: 'ALM', digits: 0 },
      { key: 'fits', title: 'fits' },
    ],
    rows: ablations.map(({ what }, i) => {
      const { weights, cycles, latencyUs, pes, resources } = rows[i].run;
      return {
        what,
        kept: weights.kept,
        cycles: cycles.total,
        latency: latencyUs,
        slower: latencyUs / base.latencyUs,
        conflicts: pes.conflictCycles,
        ram: resources.ramBlocks?.used ?? null,
        logic: resources.logic?.used ?? null,
        fits: resources.fits,
      };
    }),
    notes: [
      'The same dense weights, pruned by each pattern to the number that the bank-balanced one keeps, as in bbsim compare.',
    ],
  };
}
