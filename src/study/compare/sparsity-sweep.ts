import type { LstmModel } from '../../lstm/model.ts';
import { paddingShare } from '../../run/placed-model.ts';
import type { Platform } from '../../run/platform.ts';
import { PrepareCache } from '../../run/prepare-cache.ts';
import type { PreparedModel } from '../../run/prepared-model.ts';
import type { CompareResult } from '../../run/result.ts';
import { simulate } from '../../run/simulate.ts';
import { bankBalancedReference, prepareEqual, sameResidency } from './equal-kept.ts';

type Series = CompareResult['latencyBySparsity'][number];
type Point = Series['points'][number];

/** What is swept: the platforms of a comparison, over its sparsities. */
export interface SparsitySweep {
  readonly model: LstmModel;
  readonly platforms: readonly Platform[];
  readonly sweep: readonly number[];
  readonly onProgress: (label: string) => void;
}

/**
 * Latency of every platform, and of the `fitting` one if there is one, at every requested sparsity: timing only, weights kept equal and
 * resident or streamed as in a comparison. One sparsity's models are held at a time; a dense design that stays as it is is timed once.
 */
export function sweepSparsity(
  { model, platforms, sweep, onProgress }: SparsitySweep,
  fitting: Platform | null,
): Series[] {
  const names = [...platforms, ...(fitting ? [fitting] : [])].map(({ name }) => name);
  const series = names.map((label) => ({ label, points: [] as Point[] }));
  for (const sparsity of sweep) {
    onProgress(`latency at ${(100 * sparsity).toFixed(1)} % sparsity`);
    const cache = new PrepareCache(model);
    const reference = bankBalancedReference(cache, platforms, sparsity);
    const comparable = sameResidency(platforms, reference);
    for (const [i, platform] of [...comparable, ...(fitting ? [fitting] : [])].entries()) {
      const point =
        timedBefore(platform, series[i]) ??
        timeOne(platform, prepareEqual(cache, platform, reference, sparsity));
      series[i].points.push({ ...point, requestedSparsity: sparsity });
    }
  }
  return sweep.length === 0 ? [] : series;
}

/** The point of a dense design at another sparsity, if its weights were in the same place. */
function timedBefore({ config }: Platform, { points }: Series): Point | undefined {
  if (config.pattern.kind !== 'dense') return undefined;
  return points.find(({ residency }) => residency === config.weights);
}

function timeOne(platform: Platform, prepared: PreparedModel): Omit<Point, 'requestedSparsity'> {
  const { timelines, design } = simulate(platform, prepared, { steps: 1, sequence: null, mustFit: false });
  const cycles = timelines.reduce((sum, timeline) => sum + timeline.cycles, 0);
  return {
    achievedSparsity: achieved(prepared),
    paddingShare: paddingShare(design.layers),
    cycles,
    latencyUs: cycles / platform.config.clockMhz,
    residency: design.fit.residency.kind,
  };
}

function achieved({ pruned }: PreparedModel): number {
  const matrices = pruned.flat();
  const total = matrices.reduce((sum, { rows, cols }) => sum + rows * cols, 0);
  return 1 - matrices.reduce((sum, { kept }) => sum + kept, 0) / total;
}
