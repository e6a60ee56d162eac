import type { RunResult } from '../../run/result.ts';
import { conflictMapOf } from '../charts/conflict-map.ts';
import type { ChartText, LinesSpec, NamedChart } from '../charts/spec.ts';
import { stepWords } from '../step-words.ts';
import { blockResources } from './block-tables.ts';
import { slowestFirst } from './clock-tables.ts';
import { layerName } from './layer-name.ts';
import { deviceText } from './overflow.ts';

/**
 * The charts of a run: where the cycles and the energy of a step go, what every block takes of the device,
 * how long every stage takes, what every PE does, and a conflict map for a design with an arbiter.
 */
export function runCharts(result: RunResult): NamedChart[] {
  const waits = result.detail.fpgaArray?.bankWaitCycles;
  return [
    stallChart(result),
    energyChart(result),
    areaChart(result),
    ...clockCharts(result),
    peChart(result),
    ...(waits
      ? [{ file: 'conflicts', spec: conflictMapOf(runTextOf(result, 'Bank conflicts'), waits) }]
      : []),
  ];
}

/** What the whisker of a bar of joules is. */
export const intervalWords = 'what all of it may be';

/** A design that does not fit says so in every chart. */
const nameOf = ({ accelerator, resources }: RunResult): string =>
  resources.fits ? accelerator : `${accelerator} (does not fit)`;

/** What stands over every chart of a run, and under its title. */
export function runTextOf(result: RunResult, title: string): ChartText {
  const { workload, clockMhz, configHash, version, inputDate, weights, resources } = result;
  return {
    title,
    subtitle: `${nameOf(result)} on ${workload}, ${deviceText(resources)}, ${clockMhz} MHz, weights ${weights.residency}, ${(100 * weights.achievedSparsity).toFixed(1)} % sparsity`,
    configHash,
    toolVersion: version,
    inputDate,
  };
}

function stallChart(result: RunResult): NamedChart {
  const { causes, layers, stalls } = result;
  const bar = (name: string, found: RunResult['stalls']) => ({
    name,
    values: causes.map((cause) => found[cause.name]),
  });
  return {
    file: 'stalls',
    spec: {
      ...runTextOf(result, `Where the cycles of one ${stepWords(result)} go`),
      kind: 'stacked-bars',
      value: { title: 'cycles of one step', unit: '' },
      digits: 0,
      categories: causes.map(({ words }) => words),
      bars:
        layers.length === 1
          ? [bar(nameOf(result), stalls)]
          : [
              ...layers.map((layer) => bar(`layer ${layerName(layer)}`, layer.stalls)),
              bar(isSideBySide(result) ? 'all layers, passes at once' : 'all layers', stalls),
            ],
    },
  };
}

/** Whether passes run at the same time, so that the cycles of all layers sum to more than the step's. */
function isSideBySide({ layers, cycles }: RunResult): boolean {
  return layers.reduce((sum, layer) => sum + layer.cycles.total, 0) > cycles.total;
}

function energyChart(result: RunResult): NamedChart {
  const { components, technology } = result.energy;
  const text = runTextOf(result, `Where the energy of one ${stepWords(result)} goes`);
  return {
    file: 'energy',
    spec: {
      ...text,
      subtitle: `${text.subtitle}, technology ${technology}`,
      kind: 'stacked-bars',
      value: { title: 'energy of one step', unit: 'uJ' },
      categories: components.map(({ component }) => component),
      intervalName: intervalWords,
      bars: [
        {
          name: nameOf(result),
          values: components.map(({ energyUj }) => energyUj),
          interval: { low: result.energy.lowUj, high: result.energy.highUj },
        },
      ],
    },
  };
}

/** What the blocks take of every resource that any takes of. */
function areaChart(result: RunResult): NamedChart {
  const { blocks } = result.resources;
  const bars = blockResources.flatMap((resource) => {
    const use = result.resources[resource];
    if (use === undefined || use.available === 0 || use.used === 0) return [];
    return [{ name: use.unit, values: blocks.map((block) => (100 * block[resource]) / use.available) }];
  });
  return {
    file: 'area',
    spec: {
      ...runTextOf(result, 'What the blocks take of the device'),
      kind: 'stacked-bars',
      value: { title: 'share of the device', unit: '%' },
      digits: 1,
      categories: blocks.map(({ block }) => block),
      bars: bars.length > 0 ? bars : [{ name: nameOf(result), values: blocks.map(() => 0) }],
    },
  };
}

/** How long the stages take against the period; none where nothing is known of them. */
function clockCharts(result: RunResult): NamedChart[] {
  const stages = slowestFirst(result);
  if (stages.length === 0) return [];
  const { clockMhz } = result;
  return [
    {
      file: 'clock',
      spec: {
        ...runTextOf(result, 'How long the stages of the clock take'),
        kind: 'compared-bars',
        value: { title: 'delay from register to register', unit: 'ns' },
        digits: 2,
        barName: 'delay, an estimate',
        tickName: 'what it may be',
        line: { value: 1000 / clockMhz, name: `the period at ${clockMhz} MHz` },
        bars: stages.map(({ stage, delayNs, lowNs, highNs }) => ({
          name: stage,
          value: delayNs,
          ticks: lowNs === highNs ? [] : [lowNs, highNs],
          isCalibrated: false,
        })),
      },
    },
  ];
}

/** Busy, waiting and idle cycles add up to those of the step, for every PE. */
function peChart(result: RunResult): NamedChart {
  const { busyCycles, waitingCycles, imbalanceCycles } = result.pes;
  const { pes } = result.config as { readonly pes: number };
  const areTwo = busyCycles.length > pes;
  const title = `What each PE does in one ${stepWords(result)}`;
  return {
    file: 'pes',
    spec: {
      ...runTextOf(result, areTwo ? `${title} (from PE ${pes} on: the second array)` : title),
      ...overPes([
        { name: 'busy', cycles: busyCycles },
        { name: 'idle beside busy PEs', cycles: imbalanceCycles },
        { name: `waiting with all others${areTwo ? ' of its array' : ''}`, cycles: waitingCycles },
      ]),
    },
  };
}

/** Cycles of each PE, a line for each thing that it does. */
export function overPes(
  series: readonly { readonly name: string; readonly cycles: readonly number[] }[],
): Omit<LinesSpec, keyof ChartText> {
  return {
    kind: 'lines',
    x: { title: 'PE', unit: '' },
    y: { title: 'cycles', unit: '', scale: 'linear' },
    series: series.map(({ name, cycles }) => ({ name, points: cycles.map((y, x) => ({ x, y })) })),
  };
}
