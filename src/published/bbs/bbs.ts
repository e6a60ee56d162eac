import type { RunResult } from '../../run/result.ts';
import { figureOf, publishedOf } from '../design.ts';
import { ESE_OPERATIONS } from '../ese-operations.ts';
import { valuesOf } from '../parameter.ts';
import { activityOfRun } from '../run-activity.ts';
import type { Curve, DesignChoice, Detail, Simulation } from '../simulation.ts';
import { compareBbs, type ModelCache, runBbs, varied } from './bbs-runs.ts';
import { choicesOf, latenciesOf } from './choices.ts';
import type { BbsConfig, BbsDesign } from './parameters.ts';
import { stepTimer } from './step-cycles.ts';

/**
 * Simulates BBS: the published benchmark, its assumptions one at a time, the shapes that reach a throughput,
 * and the paper's argument.
 */
export function simulateBbs(design: BbsDesign, seed: string): Simulation {
  const config = valuesOf(design.parameters);
  const models: ModelCache = new Map();
  const base = runBbs(config, seed, models, { hasValues: true });
  const published = publishedOf(design.figures, 'peak-benchmark-gops');
  const shapes = config.layerSizes.map((hidden) => shapeOf(config, hidden, seed));
  const reaching = shapes.find(({ gops }) => gops >= published);
  const { clockMhz, weights } = base;
  const cyclesOf = stepTimer(seed, models);
  const combinations = latenciesOf(config, design.choices, cyclesOf);
  return {
    figures: new Map([
      ...latencyFigures(base.latencyUs),
      ...(reaching ? ([['peak-benchmark-gops', reaching.gops]] as const) : []),
    ]),
    nullFigures: latencyFigures(weights.kept / (config.pes * config.banks) / clockMhz),
    reasons: new Map(
      reaching ? [] : [['peak-benchmark-gops', 'No layer of the sizes that were looked at reaches it.']],
    ),
    choices: combinations.map(
      ({ of, latencyUs }): DesignChoice => ({ of: { ...of }, figures: latencyFigures(latencyUs) }),
    ),
    activities: new Map([['', activityOfRun(base)]]),
    details: [
      counts(base),
      choicesOf(combinations, figureOf(design.figures, 'latency-us')),
      variations(design, config, base, cyclesOf),
      throughputs(shapes, published, reaching),
      ablations(config, seed, models),
    ],
    curves: [shapeCurve(shapes, published)],
    checked: `${base.accuracy?.comparedValues ?? 0} values of a step, bit by bit, against the integer reference.`,
  };
}

/** The latency of a step in its three units. */
function latencyFigures(latencyUs: number): Map<string, number> {
  return new Map([
    ['latency-us', latencyUs],
    ['gops', ESE_OPERATIONS / (1000 * latencyUs)],
    ['dense-gops', (8 * ESE_OPERATIONS) / (1000 * latencyUs)],
  ]);
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

function counts({ weights, latencyUs }: RunResult): Detail {
  const row = (operations: string, count: number) => ({
    operations,
    count,
    gops: count / (1000 * latencyUs),
  });
  return {
    id: 'operations',
    units: { gops: 'GOPS' },
    rows: [
      row('ese-stored', ESE_OPERATIONS),
      row('kept', 2 * weights.kept),
      row('ese-dense', 8 * ESE_OPERATIONS),
      row('dense', 2 * weights.total),
    ],
    facts: {},
  };
}

function variations(
  design: BbsDesign,
  config: BbsConfig,
  base: RunResult,
  cyclesOf: (config: BbsConfig) => number,
): Detail {
  const { parameters } = design;
  return {
    id: 'variations',
    units: { latency: 'us' },
    rows: [
      {
        parameter: 'none',
        taken: null,
        changed: null,
        cycles: base.cycles.total,
        difference: 0,
        latency: base.latencyUs,
      },
      ...design.variations.map(({ parameter, value }) => {
        const other = varied(config, parameter, value);
        const cycles = cyclesOf(other);
        return {
          parameter,
          taken: String(parameters[parameter as keyof typeof parameters].value),
          changed: String(value),
          cycles,
          difference: cycles - base.cycles.total,
          latency: cycles / other.clockMhz,
        };
      }),
    ],
    facts: {},
  };
}

function throughputs(shapes: readonly Shape[], published: number, reaching: Shape | undefined): Detail {
  return {
    id: 'throughput',
    units: { achieved: '%', gops: 'GOPS', utilisation: '%' },
    rows: shapes.map((shape) => ({ ...shape, utilisation: 100 * shape.utilisation })),
    facts: { published, hidden: reaching?.hidden ?? null, achieved: reaching?.achieved ?? null },
  };
}

function shapeCurve(shapes: readonly Shape[], published: number): Curve {
  const ends = [shapes[0].hidden, Math.max(...shapes.map(({ hidden }) => hidden))];
  return {
    id: 'throughput',
    x: { of: 'cells and inputs', unit: '' },
    y: { of: 'throughput', unit: 'GOPS' },
    series: [
      { id: 'simulated', points: shapes.map(({ hidden, gops }) => ({ x: hidden, y: gops })) },
      { id: 'published', points: ends.map((x) => ({ x, y: published })) },
    ],
    taken: null,
  };
}

/** The paper's argument: the same array without its idea, and as many kept weights. */
const ablated = ['bbs', 'banked', 'csr', 'csr-2port', 'replicated', 'csr-bbs-mask'] as const;

function ablations(config: BbsConfig, seed: string, models: ModelCache): Detail {
  const { rows } = compareBbs(config, ablated, seed, models);
  const base = rows[0].run;
  return {
    id: 'ablations',
    units: { latency: 'us' },
    rows: ablated.map((what, i) => {
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
    facts: {},
  };
}
