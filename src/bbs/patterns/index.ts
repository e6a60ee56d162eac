import { bankBalanced } from './bank-balanced.ts';
import { block } from './block.ts';
import { blockColumns } from './block-columns.ts';
import { circulant } from './circulant.ts';
import { columnBalanced } from './column-balanced.ts';
import { complementary } from './complementary.ts';
import { dense } from './dense.ts';
import { loadBalanced } from './load-balanced.ts';
import { nToM } from './n-m.ts';
import { oneByN } from './one-by-n.ts';
import { periodic } from './periodic.ts';
import { powersOfTwo } from './power-of-two.ts';
import { refill } from './refill.ts';
import { regroup } from './regroup.ts';
import { rowBalanced } from './row-balanced.ts';
import { unstructured } from './unstructured.ts';
import { vector } from './vector.ts';

/** Every pattern, in the order in which they are listed: the only place where a pattern is registered. */
export const patterns = [
  bankBalanced,
  unstructured,
  block,
  vector,
  rowBalanced,
  columnBalanced,
  loadBalanced,
  nToM,
  oneByN,
  blockColumns,
  circulant,
  periodic,
  complementary,
  powersOfTwo,
  refill,
  regroup,
  dense,
] as const;

/** What a matrix is pruned to, in full. docs/timing.md section 8. */
export type PatternConfig = ReturnType<(typeof patterns)[number]['resolve']>;

/** The patterns' names. */
export type PatternKind = PatternConfig['kind'];
