import { bankBalanced } from './bank-balanced.ts';
import { block } from './block.ts';
import { columnBalanced } from './column-balanced.ts';
import { dense } from './dense.ts';
import { loadBalanced } from './load-balanced.ts';
import type { PatternConfig, PatternKind, PatternRule } from './pattern.ts';
import { rowBalanced } from './row-balanced.ts';
import { unstructured } from './unstructured.ts';

type Rules = { readonly [K in PatternKind]: PatternRule<Extract<PatternConfig, { kind: K }>> };

const rules: Rules = {
  'bank-balanced': bankBalanced,
  unstructured,
  'row-balanced': rowBalanced,
  block,
  'load-balanced': loadBalanced,
  'column-balanced': columnBalanced,
  dense,
};

/** Every pattern's name, in the order in which they are listed. */
export const patternKinds: readonly PatternKind[] = Object.freeze(Object.keys(rules) as PatternKind[]);

/** The rule of a pattern. */
export function ruleOf(pattern: PatternConfig): PatternRule<PatternConfig> {
  return rules[pattern.kind] as PatternRule<PatternConfig>;
}
