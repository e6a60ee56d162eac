import { cutRemarks } from '../../run/saturation-remarks.ts';
import { reachedOf } from './equal-patterns.ts';
import { runningRows } from './pattern-front.ts';
import { chosenRun } from './pattern-rows.ts';
import type { TimedPattern } from './pattern-runs.ts';
import type { PatternStudyResult } from './patterns-result.ts';

/** What the sentences of a study are made from. */
export type StudiedRows = Pick<
  PatternStudyResult,
  'equal' | 'device' | 'logicUnit' | 'aim' | 'rows' | 'frontAxis'
>;

/** Further than this from what all patterns should have in common is worth a remark. */
const NOTABLE = 0.02;

const counted = { kept: 'weights kept', bits: 'bits', magnitude: 'kept magnitude' } as const;

/**
 * How far a row is from what all should have in common, in words; null where that is little: `12.5 % fewer
 * weights kept`.
 */
export function farFromEqual(
  study: Pick<StudiedRows, 'equal' | 'aim'>,
  row: Parameters<typeof reachedOf>[1],
): string | null {
  const off = reachedOf(study, row) - 1;
  if (Math.abs(off) <= NOTABLE) return null;
  const fewer = study.equal === 'magnitude' ? 'less' : 'fewer';
  return `${(100 * Math.abs(off)).toFixed(1)} % ${off > 0 ? 'more' : fewer} ${counted[study.equal]}`;
}

/**
 * That bank-balanced, to which the others are made equal, is far from the requested sparsity: a bank keeps a
 * whole number of weights of a row, and at least one.
 */
export function reachRemarks({
  requestedSparsity,
  aim,
  weights,
}: Pick<PatternStudyResult, 'requestedSparsity' | 'aim' | 'weights'>): string[] {
  const reached = weights === 0 ? requestedSparsity : 1 - aim.kept / weights;
  if (Math.abs(reached - requestedSparsity) <= NOTABLE) return [];
  const [has, wanted] = [reached, requestedSparsity].map((share) => `${(100 * share).toFixed(1)} %`);
  return [
    `bank-balanced prunes ${has} of the weights, not ${wanted}: a bank keeps a whole number of weights of a row, at least one, which fewer banks (--set banks=..) bring nearer`,
  ];
}

/** What is to be said of a study: patterns that could not be as equal, or not at all, and numbers cut. */
export function studyRemarks(study: StudiedRows, timed: readonly TimedPattern[]): string[] {
  const far = runningRows(study.rows).flatMap((row) => {
    const words = farFromEqual(study, row);
    return words === null ? [] : [`${row.pattern} has ${words}`];
  });
  const cuts = timed.flatMap(({ kind, runs }) => {
    const run = chosenRun(runs);
    return run === null
      ? []
      : [{ name: `${kind} on ${run.accelerator}`, saturations: run.outcome.saturations }];
  });
  return [
    ...(far.length === 0
      ? []
      : [`not as equal as the others, nearer a pattern cannot come: ${far.join(', ')} than bank-balanced`]),
    ...study.rows.flatMap(({ pattern, problem }) => (problem === null ? [] : [`${pattern}: ${problem}`])),
    ...cutRemarks(cuts),
  ];
}
