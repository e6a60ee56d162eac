import type { PatternConfig } from '../bbs/patterns/index.ts';
import { patternOf } from '../bbs/patterns/named-pattern.ts';
import type { PruneTarget } from '../bbs/patterns/pattern.ts';
import { type GatePart, gateParts, type MatrixRole } from '../lstm/gate-parts.ts';
import { gateRows, type LstmShape, recurrentLength } from '../lstm/shape.ts';
import type { MatrixTarget } from './prepared-model.ts';

/**
 * How far each matrix is pruned for a requested sparsity: every matrix to this sparsity, except
 * that a pattern may share it between the two gate matrices. Throws BadInput where one of them
 * would have to be denser than dense.
 */
export function requestedTargets(pattern: PatternConfig, shape: LstmShape, sparsity: number): MatrixTarget {
  return (layer, role) => sharedTarget(pattern, shape, layer, role, { sparsity }) ?? { sparsity };
}

/** What the rows of some gates keep of what those of all `gates` keep together. */
function keptIn({ from, gates: own }: GatePart, kept: number, gates: number): number {
  const before = (gate: number) => Math.floor((kept * gate) / gates);
  return before(from + own) - before(from);
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
  const shape = layers[layer];
  const part = gateParts(shape, 'separate').find((each) => each.role === role);
  if (part === undefined) return null;
  const rows = gateRows(shape);
  const pair = { layer, rows, inputs: shape.inputs, recurrent: recurrentLength(shape) };
  const targets = patternOf(pattern).shares?.(pattern, pair, together);
  if (!targets) return null;
  const target = part.over === 'x' ? targets.inputGates : targets.recurrentGates;
  return 'keep' in target ? { keep: keptIn(part, target.keep, rows / shape.hidden) } : target;
}
