import type { RunResult } from '../../run/result.ts';
import { formatNumber } from '../tables/number-text.ts';

/** Of nested models: what of the stored weights a step uses, and what counts which. */
export function nestedNotes({ weights }: RunResult): string[] {
  const { used, kept, total } = weights;
  if (used === undefined) return [];
  const sparsity = (100 * (1 - used / total)).toFixed(1);
  return [
    `A nested model: a step uses ${formatNumber(used, 0)} of the ${formatNumber(kept, 0)} weights that are stored, those of a model of ${sparsity} % sparsity. Utilisation, throughput and errors are of these; kept weights, sparsity, padding, storage and what is fetched are of all.`,
  ];
}
