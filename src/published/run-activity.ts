import type { ActivityRates } from '../energy/power-fit.ts';
import type { RunResult } from '../run/result.ts';

/** Bits of an operand. */
const WORD_BITS = 16;

/**
 * What a run counted of its matrices: products of the lanes, padding included, weights and vector words. As
 * of the others, nothing element-wise.
 */
export function activityOfRun({ energy, latencyUs, weights }: RunResult): ActivityRates {
  if (weights.residency !== 'resident')
    throw new RangeError('only a design with its weights on chip has no off-chip traffic');
  const seconds = latencyUs / 1e6;
  const count = (name: string) => energy.components.find(({ component }) => component === name)?.count ?? 0;
  return {
    productsPerS: count('multipliers') / seconds,
    weightBits: WORD_BITS,
    activationBits: WORD_BITS,
    memoryBitsPerS: (count('weight memory') + count('vector buffers') * WORD_BITS) / seconds,
    dramBitsPerS: 0,
    dramPjPerBit: 0,
  };
}
