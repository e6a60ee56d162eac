import { bankBalanced } from '../../bbs/patterns/bank-balanced.ts';
import { patternOf, resolvePattern } from '../../bbs/patterns/named-pattern.ts';
import type { PruneTarget } from '../../bbs/patterns/pattern.ts';
import type { AcceleratorConfig } from '../../hw/config/config.ts';
import { type GatePart, gateParts, type MatrixRole } from '../../lstm/gate-parts.ts';
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
    return { keep: keptOfPart(reference, layer, role) };
  };
}

function sumKept(matrices: readonly PrunedMatrix[]): number {
  return matrices.reduce((sum, { kept }) => sum + kept, 0);
}

/** What the gate matrices of the reference keep in the rows and columns of another, by its role. */
function keptOfPart({ layers, pruned }: PreparedModel, layer: number, role: MatrixRole): number {
  const { shape, gateMatrix } = layers[layer];
  const other = gateMatrix === 'combined' ? 'separate' : 'combined';
  const part = gateParts(shape, other).find((each) => each.role === role);
  if (part === undefined) throw new RangeError(`layer ${layer} has no matrix of role ${role}`);
  return gateParts(shape, gateMatrix).reduce((sum, whole, m) => {
    const [top, bottom] = [part, whole].map(({ from, gates }) => [from, from + gates]);
    const rows = [Math.max(top[0], bottom[0]), Math.min(top[1], bottom[1])].map(
      (gate) => (gate - whole.from) * shape.hidden,
    );
    return sum + keptIn(pruned[layer][m], rows, columnsIn(whole, part, shape.inputs));
  }, 0);
}

/** The columns of a matrix, from and to, that another one has too. */
function columnsIn(whole: GatePart, part: GatePart, inputs: number): readonly number[] {
  if (whole.over !== 'xh') return part.over === 'xh' || part.over === whole.over ? [0, Infinity] : [0, 0];
  return { x: [0, inputs], h: [inputs, Infinity], xh: [0, Infinity] }[part.over];
}

/** Kept positions in some rows and columns, from and to. */
function keptIn({ mask, cols }: PrunedMatrix, rows: readonly number[], columns: readonly number[]): number {
  let kept = 0;
  const end = Math.min(columns[1], cols);
  for (let row = rows[0]; row < rows[1]; row++) {
    for (let c = columns[0]; c < end; c++) kept += mask[row * cols + c];
  }
  return kept;
}
