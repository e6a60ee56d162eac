import type { PatternConfig } from '../bbs/patterns/pattern.ts';
import { BadInput } from '../errors/bad-input.ts';
import { type LayerShape, type LstmShape, recurrentLength } from '../lstm/shape.ts';
import type { MatrixTarget } from './prepared-model.ts';

/**
 * How far each matrix is pruned for a requested sparsity: all to it, dense designs not at all, and the two gate matrices of a row-balanced pattern with a
 * `recurrentDensity` so that both together have it. Throws BadInput where one of them would have to be denser than dense.
 */
export function requestedTargets(
  pattern: PatternConfig,
  { layers }: LstmShape,
  sparsity: number,
): MatrixTarget {
  if (pattern.kind === 'dense') return () => ({ sparsity: 0 });
  if (pattern.kind !== 'row-balanced' || pattern.recurrentDensity === 1) return () => ({ sparsity });
  const { recurrentDensity: ratio } = pattern;
  return (layer, role) => {
    if (role !== 'inputGates' && role !== 'recurrentGates') return { sparsity };
    const inputs = layers[layer].inputs;
    const recurrent = recurrentLength(layers[layer]);
    const ofInput = ((1 - sparsity) * (inputs + recurrent)) / (inputs + ratio * recurrent);
    const density = role === 'inputGates' ? ofInput : ratio * ofInput;
    if (density <= 1) return { sparsity: 1 - density };
    throw new BadInput(
      `pattern.recurrentDensity: ${ratio} at a sparsity of ${sparsity} needs ${density.toFixed(3)} of the ${role === 'inputGates' ? 'input' : 'recurrent'} gate matrix of layer ${layer}, expected at most 1`,
    );
  };
}

/**
 * Shares a number of kept gate weights between the input and the recurrent matrix as `recurrentDensity` says. Throws BadInput where one of them would
 * have to be denser than dense.
 */
export function shareKept(kept: number, { inputs, hidden, ...shape }: LayerShape, ratio: number) {
  const recurrent = recurrentLength({ inputs, hidden, ...shape });
  const inputGates = Math.round((kept * inputs) / (inputs + ratio * recurrent));
  const recurrentGates = kept - inputGates;
  if (inputGates <= 4 * hidden * inputs && recurrentGates <= 4 * hidden * recurrent) {
    return { inputGates, recurrentGates };
  }
  throw new BadInput(
    `pattern.recurrentDensity: ${ratio} cannot share ${kept} kept weights between gate matrices of ${4 * hidden} x ${inputs} and ${4 * hidden} x ${recurrent}`,
  );
}
