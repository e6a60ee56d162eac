import type { PruneTarget } from '../bbs/patterns/pattern.ts';
import type { AcceleratorConfig } from '../hw/config.ts';
import type { MatrixTarget, PreparedModel, PrunedMatrix } from './prepared-model.ts';

/**
 * The pruning target that makes a design keep as many weights as a bank-balanced reference, matrix by matrix: patterns are compared at
 * equal numbers of kept weights, and the bank-balanced count decides. Bank-balanced designs prune to the requested sparsity themselves,
 * dense ones keep everything. docs/timing.md section 8.
 */
export function equalKeptTarget(config: AcceleratorConfig, reference: PreparedModel, sparsity: number): MatrixTarget {
  if (config.pattern.kind === 'bank-balanced') return () => ({ sparsity });
  if (config.pattern.kind === 'dense') return () => ({ sparsity: 0 });
  return (layer, role): PruneTarget => {
    const matrices = reference.pruned[layer];
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
