import type { LstmModel } from '../lstm/model.ts';
import { bankBalancedReference, prepareEqual } from './equal-kept.ts';
import type { Platform } from './platform.ts';
import { PrepareCache } from './prepare-cache.ts';
import type { CompareResult } from './result.ts';
import { simulate } from './simulate.ts';

/**
 * Latency of every platform at every requested sparsity, timing only, weights kept equal as in a comparison. One sparsity's models are
 * held at a time.
 */
export function sweepSparsity(
  model: LstmModel,
  platforms: readonly Platform[],
  sparsities: readonly number[],
  onProgress: (label: string) => void,
): CompareResult['latencyBySparsity'] {
  const series = platforms.map(({ name }) => ({
    label: name,
    points: [] as CompareResult['latencyBySparsity'][number]['points'],
  }));
  for (const sparsity of sparsities) {
    onProgress(`latency at ${(100 * sparsity).toFixed(1)} % sparsity`);
    const cache = new PrepareCache(model);
    const reference = bankBalancedReference(cache, platforms, sparsity);
    platforms.forEach((platform, i) => {
      const prepared = prepareEqual(cache, platform, reference, sparsity);
      const { timelines } = simulate(platform, prepared, { steps: 1, sequence: null, mustFit: false });
      const cycles = timelines.reduce((sum, timeline) => sum + timeline.cycles, 0);
      const latencyUs = cycles / platform.config.clockMhz;
      series[i].points.push({
        requestedSparsity: sparsity,
        achievedSparsity: achieved(prepared),
        cycles,
        latencyUs,
      });
    });
  }
  return sparsities.length === 0 ? [] : series;
}

function achieved({ pruned }: ReturnType<PrepareCache['get']>): number {
  const matrices = pruned.flat();
  const total = matrices.reduce((sum, { rows, cols }) => sum + rows * cols, 0);
  return 1 - matrices.reduce((sum, { kept }) => sum + kept, 0) / total;
}
