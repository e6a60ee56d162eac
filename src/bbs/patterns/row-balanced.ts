import { z } from 'zod';
import { ImpossibleDesign } from '../../errors/impossible-design.ts';
import { ell } from '../formats/ell.ts';
import { unbalancedArrays } from './fields.ts';
import { keptCountOrOne } from './kept-count.ts';
import { keepLargest } from './largest.ts';
import type { GatePair, GateTargets, Pattern } from './pattern.ts';

/**
 * In each row the same number of weights. With separate gate matrices the recurrent one may be denser or
 * sparser than the input one (`recurrentDensity`, its density over the other's): the two ratios of BRDS,
 * which share the requested sparsity between them.
 */
export interface RowBalancedPattern {
  readonly kind: 'row-balanced';
  readonly recurrentDensity: number;
}

const schema = z.strictObject({
  recurrentDensity: z
    .number()
    .min(0.001)
    .max(1000)
    .default(1)
    .describe(
      'Density of the recurrent gate matrix over that of the input one, at the same sparsity of both together (BRDS). No effect with gateMatrix combined',
    ),
});

/**
 * The max(1, floor(keep * cols + 1/2)) largest weights of every row. docs/timing.md section 8. A count that
 * the rows do not divide is met as nearly as whole weights per row can: floor(count / rows + 1/2), at least
 * one.
 */
export const rowBalanced: Pattern<RowBalancedPattern, typeof schema> = {
  kind: 'row-balanced',
  says: 'The largest weights of every row',
  schema,
  accelerators: unbalancedArrays,
  format: () => ell,
  resolve: (given) => given,
  shares({ recurrentDensity: ratio }, pair, together) {
    if (ratio === 1) return null;
    return 'keep' in together
      ? shareKept(together.keep, pair, ratio)
      : shareSparsity(together.sparsity, pair, ratio);
  },
  select({ rows, cols, values }, _pattern, sparsity) {
    const mask = new Uint8Array(values.length);
    const perRow = keptCountOrOne(cols, sparsity);
    const scratch = new Float64Array(cols);
    for (let row = 0; row < rows; row++) {
      keepLargest(values, row * cols, (row + 1) * cols, perRow, mask, scratch);
    }
    return { mask, perBank: null };
  },
  sparsityFor({ rows, cols, values }, _pattern, count) {
    return values.length === 0 ? 0 : 1 - Math.floor(count / rows + 0.5) / cols;
  },
};

/** Both densities have the ratio, and both matrices together the sparsity. */
function shareSparsity(sparsity: number, { layer, inputs, recurrent }: GatePair, ratio: number): GateTargets {
  const ofInput = ((1 - sparsity) * (inputs + recurrent)) / (inputs + ratio * recurrent);
  const target = (name: string, density: number) => {
    if (density <= 1) return { sparsity: 1 - density };
    throw new ImpossibleDesign(
      `pattern.recurrentDensity: ${ratio} at a sparsity of ${sparsity} needs ${density.toFixed(3)} of the ${name} gate matrix of layer ${layer}, expected at most 1`,
    );
  };
  return { inputGates: target('input', ofInput), recurrentGates: target('recurrent', ratio * ofInput) };
}

/** Both counts have the ratio, as nearly as whole weights can, and the sum of `kept`. */
function shareKept(kept: number, { rows, inputs, recurrent }: GatePair, ratio: number): GateTargets {
  const ofInput = Math.round((kept * inputs) / (inputs + ratio * recurrent));
  const ofRecurrent = kept - ofInput;
  if (ofInput <= rows * inputs && ofRecurrent <= rows * recurrent) {
    return { inputGates: { keep: ofInput }, recurrentGates: { keep: ofRecurrent } };
  }
  throw new ImpossibleDesign(
    `pattern.recurrentDensity: ${ratio} cannot share ${kept} kept weights between gate matrices of ${rows} x ${inputs} and ${rows} x ${recurrent}`,
  );
}
