import type { LayerShape } from '../lstm/shape.ts';
import type { Workload } from '../lstm/workload.ts';
import { decidedBy, type FirstReads, type Stage } from './decides.ts';

/**
 * Where a run first reads a field of its workload. Not listed, and so read from the first stage on: `layers`,
 * which decide the dense weights.
 */
export const workloadFields: FirstReads = {
  name: 'never',
  description: 'never',
  source: 'never',
  date: 'never',
  sparsity: 'prepared',
  steps: 'result',
};

/**
 * The fields of a workload that decide a stage. Version 0.1.0 had no cells but those of an LSTM and no word
 * for them, so that its digests are found again where there is still none.
 */
export function decidedByWorkload(
  workload: Omit<Workload, 'sparsity'> & { readonly sparsity: number | null },
  stage: Stage,
): Readonly<Record<string, unknown>> {
  return decidedBy({ ...workload, layers: digestedLayers(workload.layers) }, stage, workloadFields);
}

/** What digests hold of the layers of a workload. */
export function digestedLayers(layers: readonly LayerShape[]): readonly object[] {
  return layers.map(({ kind, ...layer }) => (kind === 'lstm' ? layer : { kind, ...layer }));
}
