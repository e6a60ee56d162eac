import { headerOf } from '../../run/result-header.ts';
import type { CycleChange, DiffedSide, DiffResult, EnergyChange, ResourceChange } from './diff-result.ts';
import { type DiffedRun, resourcesOfBlocks } from './diffed-run.ts';
import { inputChanges } from './input-fields.ts';

/** A resource of which a result does not say what each block takes: all of them together. */
const ALL_BLOCKS = 'all blocks';

/**
 * Where the cycles, joules, blocks and bits of two runs went: of each side what every cause, component and
 * block has, which sum to the totals of the side. Nothing is rounded: of doubles, sums in another order than
 * that of the run agree to twelve digits. Throws BadInput for a configuration that is nested too deep.
 */
export function diffRuns(a: DiffedRun, b: DiffedRun): DiffResult {
  return {
    ...headerOf('diff'),
    inputs: inputChanges(a, b),
    cycles: cycleChanges(a, b),
    energy: energyChanges(a, b),
    resources: resourceChanges(a, b),
    sides: { a: sideOf(a), b: sideOf(b) },
    causeWords: Object.fromEntries([...b.causes, ...a.causes].map(({ name, words }) => [name, words])),
  };
}

interface Pair {
  readonly name: string;
  readonly a: number;
  readonly b: number;
}

/** Values of both sides by their names, in the order of a, then what b has alone; equal names add up. */
function paired(a: readonly [string, number][], b: readonly [string, number][]): Pair[] {
  const [ofA, ofB] = [a, b].map(summed);
  return [...new Set([...ofA.keys(), ...ofB.keys()])].map((name) => ({
    name,
    a: ofA.get(name) ?? 0,
    b: ofB.get(name) ?? 0,
  }));
}

function summed(values: readonly [string, number][]): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const [name, value] of values) sums.set(name, (sums.get(name) ?? 0) + value);
  return sums;
}

function cycleChanges(a: DiffedRun, b: DiffedRun): CycleChange[] {
  const pairs = paired(Object.entries(a.stalls), Object.entries(b.stalls));
  return pairs.map(({ name: cause, ...cycles }) => ({ cause, ...cycles }));
}

function energyChanges(a: DiffedRun, b: DiffedRun): EnergyChange[] {
  const of = ({ energy }: DiffedRun) =>
    energy.components.map(({ component, energyUj }): [string, number] => [component, energyUj]);
  return paired(of(a), of(b)).map(({ name: component, ...energyUj }) => ({ component, ...energyUj }));
}

function resourceChanges(a: DiffedRun, b: DiffedRun): ResourceChange[] {
  const [ofA, ofB] = [usesOf(a), usesOf(b)];
  return [...new Set([...ofA.keys(), ...ofB.keys()])].flatMap((resource) =>
    paired(ofA.get(resource) ?? [], ofB.get(resource) ?? [])
      .filter((pair) => pair.a > 0 || pair.b > 0)
      .map(({ name: block, ...used }) => ({ block, resource, ...used })),
  );
}

/** What blocks take, by resource. Bits of weights are a resource, too: their kinds are its blocks. */
function usesOf({ resources, weights }: DiffedRun): ReadonlyMap<string, [string, number][]> {
  const { valueBits, indexBits, pointerBits, scaleBits = 0 } = weights.storage;
  return new Map([
    ...resourcesOfBlocks.map((resource): [string, [string, number][]] => [
      resource,
      resources.blocks.map((block) => [block.block, block[resource]]),
    ]),
    ['ultraRam', [[ALL_BLOCKS, resources.ultraRam?.used ?? 0]]],
    ['distributedRam', [[ALL_BLOCKS, resources.distributedRam?.used ?? 0]]],
    [
      'storageBits',
      [
        ['values of weights', valueBits],
        ['indices of weights', indexBits],
        ['pointers of weights', pointerBits],
        ['scales of weights', scaleBits],
      ],
    ],
    ['fetchedBits', [['weights of a step', weights.fetchedBits]]],
  ]);
}

function sideOf(run: DiffedRun): DiffedSide {
  const { accelerator, workload, configHash, clockMhz, latencyUs, energy, resources, weights } = run;
  const { dsp, ramBlocks, ultraRam, logic, distributedRam, flipFlops } = resources;
  const onDevice = Object.entries({ dsp, ramBlocks, ultraRam, logic, distributedRam, flipFlops });
  const bits = (used: number) => ({ unit: 'bits', used });
  return {
    accelerator,
    workload,
    device: resources.device,
    technology: energy.technology,
    residency: weights.residency,
    configHash,
    clockMhz,
    cycles: run.cycles.total,
    latencyUs,
    energyUj: energy.totalUj,
    resources: {
      ...Object.fromEntries(
        onDevice.flatMap(([name, use]) =>
          use === undefined ? [] : [[name, { unit: use.unit, used: use.used }]],
        ),
      ),
      storageBits: bits(weights.storage.totalBits),
      fetchedBits: bits(weights.fetchedBits),
    },
  };
}
