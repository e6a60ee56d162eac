import type { PruneTarget } from '../../bbs/patterns/pattern.ts';
import type { AcceleratorConfig } from '../../hw/config/config.ts';
import { shareKept } from '../../run/matrix-targets.ts';
import { buildDesign } from '../../run/placed-model.ts';
import type { Platform } from '../../run/platform.ts';
import type { PrepareCache } from '../../run/prepare-cache.ts';
import type { MatrixRole, MatrixTarget, PreparedModel, PrunedMatrix } from '../../run/prepared-model.ts';

/** The design that the others are made comparable with: the first bank-balanced one, else the first. */
function referencePlatform(platforms: readonly Platform[]): Platform {
  return platforms.find(({ config }) => config.pattern.kind === 'bank-balanced') ?? platforms[0];
}

/**
 * The same array under the same conditions: designs that leave `weights` to `auto` all keep them where the reference design does on its
 * device, on chip or streamed, even where they would not fit.
 */
export function sameResidency(platforms: readonly Platform[], reference: PreparedModel): Platform[] {
  const platform = referencePlatform(platforms);
  const { residency } = buildDesign(platform.config, reference.layers, platform).fit;
  return platforms.map((one) =>
    one.config.weights === 'auto' ? { ...one, config: { ...one.config, weights: residency.kind } } : one,
  );
}

/** The bank-balanced model whose counts the others keep: that of the first bank-balanced design, or of the first design's banks. */
export function bankBalancedReference(
  cache: PrepareCache,
  platforms: readonly Platform[],
  sparsity: number,
): PreparedModel {
  const { config } = referencePlatform(platforms);
  const own = config.pattern;
  const pattern =
    own.kind === 'bank-balanced'
      ? own
      : { kind: 'bank-balanced' as const, banks: config.banks, placement: 'even' as const, steps: 1 };
  const target = () => ({ sparsity });
  return cache.get({ pattern, gateMatrix: config.gateMatrix, format: config.number, target });
}

/** The model as a platform wants it, with as many weights kept as the reference keeps. */
export function prepareEqual(
  cache: PrepareCache,
  { config }: Platform,
  reference: PreparedModel,
  sparsity: number,
): PreparedModel {
  const { pattern, gateMatrix, number: format } = config;
  const target = equalKeptTarget(config, reference, sparsity);
  return cache.get({ pattern, gateMatrix, format, target });
}

/**
 * The pruning target that makes a design keep as many weights as a bank-balanced reference, matrix by matrix: patterns are compared at
 * equal numbers of kept weights, and the bank-balanced count decides. Bank-balanced designs prune to the requested sparsity themselves,
 * dense ones keep everything. docs/timing.md section 8.
 */
function equalKeptTarget(
  config: AcceleratorConfig,
  reference: PreparedModel,
  sparsity: number,
): MatrixTarget {
  if (config.pattern.kind === 'bank-balanced') return () => ({ sparsity });
  if (config.pattern.kind === 'dense') return () => ({ sparsity: 0 });
  const { pattern } = config;
  return (layer, role): PruneTarget => {
    const matrices = reference.pruned[layer];
    if (pattern.kind === 'row-balanced' && pattern.recurrentDensity !== 1 && isGateOf(role)) {
      const kept = sumKept(matrices.filter((matrix) => matrix.role !== 'projection'));
      return { keep: shareKept(kept, reference.layers[layer].shape, pattern.recurrentDensity)[role] };
    }
    const same = matrices.find((matrix) => matrix.role === role);
    if (same) return { keep: same.kept };
    // The reference has the gates the other way: two matrices for our one, or one for our two.
    if (role === 'gates') return { keep: sumKept(matrices.filter((matrix) => matrix.role !== 'projection')) };
    const { inputs } = reference.layers[layer].shape;
    const combined = matrices.find((matrix) => matrix.role === 'gates');
    if (!combined) throw new RangeError(`layer ${layer} of the reference has no gate matrix`);
    const keptOfInput = keptInColumns(combined, inputs);
    return { keep: role === 'inputGates' ? keptOfInput : combined.kept - keptOfInput };
  };
}

function isGateOf(role: MatrixRole): role is 'inputGates' | 'recurrentGates' {
  return role === 'inputGates' || role === 'recurrentGates';
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
