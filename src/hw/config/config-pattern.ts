/** What an accelerator's weights are pruned to: the patterns that are registered in src/bbs/patterns/index.ts. */
export type { ArraySizes as Banked } from '../../bbs/array-sizes.ts';
export { PatternSchema, patternKinds, resolvePattern } from '../../bbs/patterns/named-pattern.ts';
