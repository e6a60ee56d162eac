import type { LstmModel } from '../lstm/model.ts';
import type { Design } from './design.ts';
import { bankBalancedReference, prepareEqual } from './equal-kept.ts';
import type { Platform } from './platform.ts';
import { PrepareCache } from './prepare-cache.ts';
import type { PreparedModel } from './prepared-model.ts';
import type { CompareResult } from './result.ts';
import { simulate } from './simulate.ts';

type Series = CompareResult['latencyBySparsity'][number];
type Point = Series['points'][number];

/**
 * Latency of every platform at every requested sparsity, timing only, weights kept equal as in a comparison. One sparsity's models are
 * held at a time; a dense design is the same at all of them and is timed once.
 */
export function sweepSparsity(
  model: LstmModel,
  platforms: readonly Platform[],
  sparsities: readonly number[],
  onProgress: (label: string) => void,
): Series[] {
  const series = platforms.map(({ name }) => ({ label: name, points: [] as Point[] }));
  for (const sparsity of sparsities) {
    onProgress(`latency at ${(100 * sparsity).toFixed(1)} % sparsity`);
    const cache = new PrepareCache(model);
    const reference = bankBalancedReference(cache, platforms, sparsity);
    platforms.forEach((platform, i) => {
      const [timed] = platform.config.pattern.kind === 'dense' ? series[i].points : [];
      const point = timed ?? timeOne(platform, prepareEqual(cache, platform, reference, sparsity));
      series[i].points.push({ ...point, requestedSparsity: sparsity });
    });
  }
  return sparsities.length === 0 ? [] : series;
}

function timeOne(platform: Platform, prepared: PreparedModel): Omit<Point, 'requestedSparsity'> {
  const { timelines, design } = simulate(platform, prepared, { steps: 1, sequence: null, mustFit: false });
  const cycles = timelines.reduce((sum, timeline) => sum + timeline.cycles, 0);
  return {
    achievedSparsity: achieved(prepared),
    paddingShare: paddingShare(design),
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

/** Padding over all stored entries. */
function paddingShare({ layers }: Design): number {
  const matrices = layers.flatMap((layer) => layer.matrices);
  const padding = matrices.reduce((sum, { beats }) => sum + beats.padding, 0);
  const entries = matrices.reduce((sum, { beats }) => sum + beats.values.length, 0);
  return entries === 0 ? 0 : padding / entries;
}
