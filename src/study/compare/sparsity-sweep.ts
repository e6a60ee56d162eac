import { patternOf } from '../../bbs/patterns/named-pattern.ts';
import { clockMhzOf } from '../../hw/config/clock.ts';
import type { LstmModel } from '../../lstm/model.ts';
import { canonicalJson } from '../../num/digest.ts';
import { machineOf } from '../../run/machines.ts';
import { paddingShare, stepCycles } from '../../run/placed-model.ts';
import type { Platform } from '../../run/platform.ts';
import { PrepareCache } from '../../run/prepare-cache.ts';
import type { PreparedModel } from '../../run/prepared-model.ts';
import type { CompareResult } from '../../run/result.ts';
import { simulate } from '../../run/simulate.ts';
import { bankBalancedReference, prepareEqual, sameResidency, type WeightEquality } from './equal-kept.ts';

type Series = CompareResult['latencyBySparsity'][number];
type Point = Series['points'][number];

/** What is swept: the platforms of a comparison, over its sparsities. */
export interface SparsitySweep {
  readonly model: LstmModel;
  readonly platforms: readonly Platform[];
  readonly sweep: readonly number[];
  readonly equal: WeightEquality;
  readonly onProgress: (label: string) => void;
}

/**
 * Latency of every platform at every requested sparsity: timing only, weights equal in what a comparison has
 * them equal, and resident or streamed as in one. One sparsity's models are held at a
 * time; a dense design that stays as it is is timed once.
 */
export function sweepSparsity({ model, platforms, sweep, equal, onProgress }: SparsitySweep): Series[] {
  const series = platforms.map(({ name: label }) => ({ label, points: [] as Point[] }));
  const timed = platforms.map(() => new Map<string, TimedPoint>());
  for (const sparsity of sweep) {
    onProgress(`latency at ${(100 * sparsity).toFixed(1)} % sparsity`);
    const cache = new PrepareCache(model);
    const reference = bankBalancedReference(cache, platforms, sparsity);
    for (const [i, platform] of sameResidency(platforms, reference).entries()) {
      const key = timingKey(platform, sparsity);
      const point =
        timed[i].get(key) ?? timeOne(platform, prepareEqual(cache, platform, reference, sparsity, equal));
      timed[i].set(key, point);
      series[i].points.push({ ...point, requestedSparsity: sparsity });
    }
  }
  return sweep.length === 0 ? [] : series;
}

type TimedPoint = Omit<Point, 'requestedSparsity'>;

/**
 * A design that keeps every weight is the same at every sparsity, if its weights are in the same place.
 * Device and costs are the platform's at all of them.
 */
function timingKey({ config }: Platform, sparsity: number): string {
  const decided = machineOf(config).decides(config, 'result');
  return canonicalJson([decided, patternOf(config.pattern).keepsAll ? null : sparsity]);
}

function timeOne(platform: Platform, prepared: PreparedModel): TimedPoint {
  const { design } = simulate(platform, prepared, { steps: 1, sequence: null, mustFit: false });
  const cycles = stepCycles(design);
  return {
    achievedSparsity: achieved(prepared),
    paddingShare: paddingShare(design.layers),
    cycles,
    latencyUs: cycles / clockMhzOf(design.array.config),
    residency: design.fit.residency.kind,
  };
}

function achieved({ pruned }: PreparedModel): number {
  const matrices = pruned.flat();
  const total = matrices.reduce((sum, { rows, cols }) => sum + rows * cols, 0);
  return 1 - matrices.reduce((sum, { kept }) => sum + kept, 0) / total;
}
