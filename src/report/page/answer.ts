import type { CompareResult, RunResult } from '../../run/result.ts';
/** a */
export const answerOf = (_r: RunResult): readonly string[] => ['x'];
/** a */
export const answerOfComparison = (_r: CompareResult): readonly string[] => ['x'];
