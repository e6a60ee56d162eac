import { patternOf } from '../../bbs/patterns/named-pattern.ts';
import { kindOf } from '../../hw/array/kinds/index.ts';
import type { AcceleratorConfig } from '../../hw/config/config.ts';

/**
 * What baselines have in common that an architect would build in one of several ways. crossbar: every PE has
 * one between its lanes and banks; owned: lanes own their banks; copied: lanes have copies of the vector;
 * unpruned: every weight is stored.
 */
export type BaselineFamily = 'crossbar' | 'owned' | 'copied' | 'unpruned';

/**
 * The family of a design, by what its kind says of itself. Null for what is no baseline: weights of a pattern
 * that decides how many the others keep, and PEs that share one vector memory.
 */
export function familyOf({ kind, pattern }: AcceleratorConfig): BaselineFamily | null {
  const { issue, storesZeros, needsBalance, placements } = kindOf(kind);
  if (needsBalance || patternOf(pattern).decidesCounts || issue === 'shared') return null;
  if (storesZeros) return 'unpruned';
  if (issue === 'decoupled') return 'owned';
  if (issue !== 'parallel') return 'crossbar';
  return placements.length === 0 ? 'copied' : 'owned';
}
