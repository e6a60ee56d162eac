import { type StallCategory, stallCategories } from '../../src/hw/accounts/stalls.ts';
import { loadModel } from '../../src/run/load-model.ts';
import { loadPlatform } from '../../src/run/platform.ts';
import { runModel } from '../../src/run/run-model.ts';

/**
 * What the BBS paper leaves open: how the gate matrices are organised, and the number of element-wise lanes.
 */
export const openChoices = (['separate', 'combined'] as const).flatMap((gateMatrix) =>
  [32, 64, 128].map((lanes) => ({ gateMatrix, lanes })),
);

/**
 * One step of the TIMIT network on `bbs` for one choice: cycles by category
 * (docs/timing.md section 7) and what was kept.
 */
export interface TimitLatency {
  readonly gateMatrix: 'combined' | 'separate';
  readonly lanes: number;
  readonly cycles: number;
  readonly latencyUs: number;
  readonly kept: number;
  readonly padding: number;
  readonly achievedSparsity: number;
  readonly stalls: Readonly<Record<string, number>>;
}

/**
 * The latency of a TIMIT step on the 64 x 64 design at 200 MHz with vector instructions, for
 * every open choice. Timing only.
 */
export function timitLatencies(): TimitLatency[] {
  const loaded = loadModel({ workload: 'timit', sets: [], weights: null, prefix: null, seed: '1' });
  return openChoices.map(({ gateMatrix, lanes }) => {
    const { result } = runModel({
      platform: loadPlatform('bbs', [`gateMatrix=${gateMatrix}`, `ewop.lanes=${lanes}`]),
      loaded,
      steps: null,
      sparsity: null,
      prunes: true,
      files: null,
      hasValues: false,
      mustFit: true,
      seed: '1',
    });
    const { latencyUs, cycles, stalls, weights } = result;
    const { kept, padding, achievedSparsity } = weights;
    return { gateMatrix, lanes, cycles: cycles.total, latencyUs, kept, padding, achievedSparsity, stalls };
  });
}

/** The categories that any of the steps spends cycles in. */
export function spentCategories(steps: readonly TimitLatency[]): StallCategory[] {
  return stallCategories.filter((category) => steps.some(({ stalls }) => stalls[category] > 0));
}
