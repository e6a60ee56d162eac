import type { PatternConfig } from '../bbs/patterns/index.ts';
import { patternOf } from '../bbs/patterns/named-pattern.ts';
import type { PruneTarget } from '../bbs/patterns/pattern.ts';
import { type LstmShape, recurrentLength } from '../lstm/shape.ts';
import type { MatrixRole, MatrixTarget } from './prepared-model.ts';

/**
 * How far each matrix is pruned for a requested sparsity: every matrix to this sparsity, except
 * that a pattern may share it between the two gate matrices. Throws BadInput where one of them
 * would have to be denser than dense.
 */
export function requestedTargets(pattern: PatternConfig, shape: LstmShape, sparsity: number): MatrixTarget {
  return (layer, role) => sharedTarget(pattern, shape, layer, role, { sparsity }) ?? { sparsity };
}

/**
 * The target of one of the two gate matrices of a layer, for a pattern that shares between them what both
 * `together` are pruned to; null for other patterns and matrices. Throws BadInput as the pattern does.
 */
export function sharedTarget(
  pattern: PatternConfig,
  { layers }: LstmShape,
  layer: number,
  role: MatrixRole,
  together: PruneTarget,
): PruneTarget | null {
  if (role !== 'inputGates' && role !== 'recurrentGates') return null;
  const { inputs, hidden } = layers[layer];
  const pair = { layer, rows: 4 * hidden, inputs, recurrent: recurrentLength(layers[layer]) };
  return patternOf(pattern).shares?.(pattern, pair, together)?.[role] ?? null;
}
