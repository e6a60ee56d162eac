import { BadInput } from '../../errors/bad-input.ts';
import { symmetricInverse } from '../../num/symmetric-inverse.ts';
import type { DenseMatrix } from '../matrix.ts';
import type { BalancedGroups } from '../patterns/pattern.ts';
import type { Calibration, Criterion } from './criterion.ts';
import { eliminateRow, openElimination } from './eliminate.ts';

/**
 * Optimal Brain Surgeon with a cap for every group of columns: in each row the weight goes whose absence
 * changes the products of the row least, the others take over what they can, and so on until every group
 * has as many as the pattern keeps. The rule of Frantar and Alistarh, "Optimal Brain Compression" (NeurIPS
 * 2022, arXiv 2208.11580), for N:M, with banks as its groups. Nothing is trained: it needs the inputs of
 * the layer.
 *
 * H = 2/n X X^T with a share of its mean diagonal added (damping). A column that is never driven has a zero
 * on the diagonal: there H is 1, and its weights are 0. Where the file's own mask has cut a position it
 * stays zero, and goes before all others. The choice is greedy: what stays is the best fit on its columns,
 * but other columns may fit better, and with inputs that are hardly correlated a row of a few hundred is
 * worse off than by magnitude. Of equal costs the higher column goes, so that with uncorrelated inputs of
 * equal power the mask is that of magnitude pruning.
 */
export const obs: Criterion<'obs'> = {
  kind: 'obs',
  says: 'Optimal Brain Surgeon: what the products miss least goes, and the weights that stay make up for it',
  isCalibrated: true,
  update(weights, calibration, groups, onRow) {
    if (calibration === null) throw new RangeError('obs: no calibration');
    const { rows, cols } = weights;
    const { inverse, isIdle } = inverseOf(weights, calibration);
    const elimination = openElimination(
      inverse,
      groupOf(cols, groups),
      surplusOf(groups),
      weights.mask !== null,
    );
    const mask = new Uint8Array(rows * cols);
    const values = new Float64Array(rows * cols);
    for (let row = 0; row < rows; row++) {
      const [from, to] = [row * cols, (row + 1) * cols];
      const own = values.subarray(from, to);
      const kept = weights.mask?.subarray(from, to) ?? null;
      for (let j = 0; j < cols; j++)
        own[j] = isIdle[j] !== 0 || kept?.[j] === 0 ? 0 : weights.values[from + j];
      eliminateRow(elimination, own, mask.subarray(from, to), kept);
      onRow(row);
    }
    return { mask, values };
  },
};

/** The inverse of H with its damping, and 1 for every column that is never driven. */
function inverseOf({ tensor, cols }: DenseMatrix, { hessian, steps, damping }: Calibration) {
  const damped = hessian.slice();
  const isIdle = new Uint8Array(cols);
  let sum = 0;
  for (let j = 0; j < cols; j++) sum += hessian[j * cols + j];
  const added = (damping * sum) / cols;
  for (let j = 0; j < cols; j++) {
    isIdle[j] = Number(hessian[j * cols + j] === 0);
    damped[j * cols + j] += isIdle[j] === 0 ? added : 1;
  }
  const inverse = symmetricInverse(damped, cols);
  if (inverse !== null) return { inverse, isIdle };
  throw new BadInput(
    `tensor ${tensor}: its ${cols} inputs depend on each other in the ${steps} steps of calibration, expected more steps, or a damping above ${damping}`,
  );
}

function groupOf(cols: number, { sizes }: BalancedGroups): Uint32Array {
  const result = new Uint32Array(cols);
  let from = 0;
  sizes.forEach((size, group) => {
    result.fill(group, from, from + size);
    from += size;
  });
  return result;
}

function surplusOf({ sizes, perGroup }: BalancedGroups): Uint32Array {
  return Uint32Array.from(sizes, (size) => Math.max(0, size - perGroup));
}
