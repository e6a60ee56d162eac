import { hasScales, weightValueBits } from '../num/row-scale.ts';
import type { PlacedModel } from './placed-model.ts';
import type { PreparedModel } from './prepared-model.ts';
import type { RunResult } from './result.ts';

/** How the values are stored, and what of a file's int8 codes that has changed. */
export function weightValues(
  { array }: PlacedModel,
  { layers }: PreparedModel,
): Pick<RunResult['weights'], 'valueBits' | 'requantised'> {
  const { number } = array.config;
  const valueBits = weightValueBits(number);
  if (!hasScales(number)) return { valueBits };
  const matrices = layers.flatMap(({ gates, projection }) => [...gates, ...(projection ? [projection] : [])]);
  return {
    valueBits,
    requantised: matrices.reduce((sum, { scales }) => sum + (scales?.requantised ?? 0), 0),
  };
}
