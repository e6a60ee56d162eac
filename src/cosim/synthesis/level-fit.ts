import type { Levels, StageDelays } from '../../energy/stage-delays.ts';
import { arbiterStyles, arbiterVariant, type Priority, priorities, type Style } from './level-circuits.ts';
import type { MappedLevels } from './mapped-levels.ts';

/** What grows: levels with every doubling of the size, or with the size itself. */
type Growth = 'perDoubling' | 'perRequester';
type Form = Pick<Levels, 'base' | 'perDoubling' | 'perRequester'>;

/** Levels of a circuit of size `n`; differences of two circuits may be negative. */
interface Sample {
  readonly n: number;
  readonly levels: number;
}

/** An entry of `levels` in configs/technology/stage-delays.yaml, and the sizes that it is held against. */
export interface LevelFit extends Form {
  readonly entry: keyof StageDelays['levels'];
  readonly samples: readonly Sample[];
  /** The largest size, and what a fit without it says of it. */
  readonly heldOut: readonly (Sample & { readonly estimate: number })[];
}

/** Lanes of the smallest circuits of a fit: with two, a priority is a single function. */
const LEAST_LANES = 4;

const round = (value: number) => Number(value.toFixed(3));

/** Least squares with one slope, in thousandths; a slope below 0 is none. */
function formOf(samples: readonly Sample[], growth: Growth): Form {
  const at = ({ n }: Sample) => (growth === 'perDoubling' ? Math.log2(n) : n);
  const mean = (of: (one: Sample) => number) =>
    samples.reduce((sum, one) => sum + of(one), 0) / samples.length;
  const [x, y] = [mean(at), mean(({ levels }) => levels)];
  const slope = Math.max(
    0,
    mean((one) => (at(one) - x) * (one.levels - y)) / mean((one) => (at(one) - x) ** 2),
  );
  return { perDoubling: 0, perRequester: 0, [growth]: round(slope), base: round(y - slope * x) };
}

const atSize = ({ base, perDoubling, perRequester }: Form, n: number) =>
  base + perDoubling * Math.log2(n) + perRequester * n;

function fitOf(entry: LevelFit['entry'], samples: readonly Sample[], growth: Growth): LevelFit {
  const largest = Math.max(...samples.map(({ n }) => n));
  const without = formOf(
    samples.filter(({ n }) => n < largest),
    growth,
  );
  const heldOut = samples
    .filter(({ n }) => n === largest)
    .map((one) => ({ ...one, estimate: atSize(without, one.n) }));
  return { entry, ...formOf(samples, growth), samples, heldOut };
}

/** What one circuit has above another of the same size. */
const above = (more: readonly Sample[], fewer: readonly Sample[]): Sample[] =>
  more.flatMap(({ n, levels }) =>
    fewer.filter((one) => one.n === n).map((one) => ({ n, levels: levels - one.levels })),
  );

/** The fits of every entry, from a table of mapped circuits. */
export function fitLevels(rows: readonly MappedLevels[]): readonly LevelFit[] {
  const levelsOf = (stage: string, variant: string) =>
    rows
      .filter((row) => row.stage === stage && row.variant === variant && row.lanes >= LEAST_LANES)
      .map(({ lanes, window, levels }) => ({ n: lanes, window, levels }));
  const arbiter = (style: Style, priority: Priority, ports = 1) =>
    levelsOf('arbiter', arbiterVariant(style, priority, ports));
  const rotation = (style: Style) => above(arbiter(style, 'rotating'), arbiter(style, 'fixed'));
  const port = (style: Style) =>
    priorities.flatMap((priority) => above(arbiter(style, priority, 2), arbiter(style, priority)));
  const own = {
    chain: fitOf('chain', arbiter('chain', 'fixed'), 'perRequester'),
    tree: fitOf('tree', arbiter('tree', 'fixed'), 'perDoubling'),
  };
  const ages = arbiterStyles.flatMap((style) =>
    levelsOf('windowed arbiter', arbiterVariant(style, 'fixed', 1)).map(({ n, window, levels }) => ({
      n: window,
      levels: levels - atSize(own[style], n * window),
    })),
  );
  return [
    own.chain,
    own.tree,
    fitOf('rotatingChain', rotation('chain'), 'perDoubling'),
    fitOf('rotatingTree', rotation('tree'), 'perDoubling'),
    fitOf('chainPort', port('chain'), 'perDoubling'),
    fitOf('treePort', port('tree'), 'perDoubling'),
    fitOf('crossbar', levelsOf('crossbar', '1 port'), 'perDoubling'),
    fitOf('stall', levelsOf('stall', 'to the next beat'), 'perDoubling'),
    fitOf('ages', ages, 'perDoubling'),
  ];
}
