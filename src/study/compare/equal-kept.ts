import { bankBalanced } from '../../bbs/patterns/bank-balanced.ts';
import { patternOf, resolvePattern } from '../../bbs/patterns/named-pattern.ts';
import type { PruneTarget } from '../../bbs/patterns/pattern.ts';
import type { AcceleratorConfig } from '../../hw/config/config.ts';
import { requestedTargets, sharedTarget } from '../../run/matrix-targets.ts';
import { placeModel } from '../../run/placed-model.ts';
import type { Platform } from '../../run/platform.ts';
import type { PrepareCache } from '../../run/prepare-cache.ts';
import type { MatrixTarget, PreparedModel, PrunedMatrix } from '../../run/prepared-model.ts';

/**
 * What designs of a comparison have in common. kept: the number of kept weights, which the bank-balanced
 * pattern decides; requested: the sparsity that each prunes to by itself.
 */
export const weightEqualities = ['kept', 'requested'] as const;

/** One of them. */
export type WeightEquality = (typeof weightEqualities)[number];

/**
 * The design that the others are made comparable with: the first whose pattern decides the counts
 * (bank-balanced), else the first.
 */
function referencePlatform(platforms: readonly Platform[]): Platform {
  return platforms.find(({ config }) => patternOf(config.pattern).decidesCounts) ?? platforms[0];
}

/**
 * The same array under the same conditions: designs that leave `weights` to `auto` all keep them where the
 * reference design does on its device, on chip or streamed, even where they would not fit.
 */
export function sameResidency(platforms: readonly Platform[], reference: PreparedModel): Platform[] {
  const platform = referencePlatform(platforms);
  const { residency } = placeModel(platform.config, reference.layers, platform).fit;
  return platforms.map((one) =>
    one.config.weights === 'auto' ? { ...one, config: { ...one.config, weights: residency.kind } } : one,
  );
}

/**
 * The bank-balanced model whose counts the others keep: that of the first bank-balanced design, or of the
 * first design's banks.
 */
export function bankBalancedReference(
  cache: PrepareCache,
  platforms: readonly Platform[],
  sparsity: number,
): PreparedModel {
  const { config } = referencePlatform(platforms);
  const { pes, banks } = config;
  const pattern = patternOf(config.pattern).decidesCounts
    ? config.pattern
    : resolvePattern(bankBalanced.kind, { pes, banks, placement: 'even' });
  const target = () => ({ sparsity });
  return cache.get({ pattern, gateMatrix: config.gateMatrix, format: config.number, target });
}

/**
 * The model as a platform wants it, with as many weights kept as the reference keeps, or pruned to the
 * requested sparsity.
 */
export function prepareEqual(
  cache: PrepareCache,
  { config }: Platform,
  reference: PreparedModel,
  sparsity: number,
  equal: WeightEquality = 'kept',
): PreparedModel {
  const { pattern, gateMatrix, number: format } = config;
  const shape = { layers: reference.layers.map((layer) => layer.shape) };
  const target =
    equal === 'requested'
      ? requestedTargets(pattern, shape, sparsity)
      : equalKeptTarget(config, reference, sparsity);
  return cache.get({ pattern, gateMatrix, format, target });
}

/**
 * The pruning target that makes a design keep as many weights as a bank-balanced reference, matrix by matrix:
 * patterns are compared at equal numbers of kept weights, and the bank-balanced count decides: bank-balanced
 * designs prune to the requested sparsity themselves. docs/timing.md section 8.
 */
function equalKeptTarget(
  { pattern }: AcceleratorConfig,
  reference: PreparedModel,
  sparsity: number,
): MatrixTarget {
  if (patternOf(pattern).decidesCounts) return () => ({ sparsity });
  const shape = { layers: reference.layers.map((layer) => layer.shape) };
  return (layer, role): PruneTarget => {
    const matrices = reference.pruned[layer];
    const keep = sumKept(matrices.filter((matrix) => matrix.role !== 'projection'));
    const shared = sharedTarget(pattern, shape, layer, role, { keep });
    if (shared) return shared;
    const same = matrices.find((matrix) => matrix.role === role);
    if (same) return { keep: same.kept };
    // The reference has the gates the other way: two matrices for our one, or one for our two.
    if (role === 'gates') return { keep };
    const { inputs } = reference.layers[layer].shape;
    const combined = matrices.find((matrix) => matrix.role === 'gates');
    if (!combined) throw new RangeError(`layer ${layer} of the reference has no gate matrix`);
    const keptOfInput = keptInColumns(combined, inputs);
    return { keep: role === 'inputGates' ? keptOfInput : combined.kept - keptOfInput };
  };
}

function sumKept(matrices: readonly PrunedMatrix[]): number {
  return matrices.reduce((sum, { kept }) => sum + kept, 0);
}

/** Kept positions in the first `columns` columns. */
function keptInColumns({ mask, rows, cols }: PrunedMatrix, columns: number): number {
  let kept = 0;
  for (let row = 0; row < rows; row++) {
    for (let c = 0; c < columns; c++) kept += mask[row * cols + c];
  }
  return kept;
}
