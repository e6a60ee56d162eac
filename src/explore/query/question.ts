import { BadInput } from '../../errors/bad-input.ts';

/** What is asked of the results of a sweep, as it was written. */
export type Question =
  | { readonly kind: 'rows' }
  /** The best simulated points in a column: `top` of them, or with null all that are as good as the best. */
  | {
      readonly kind: 'best';
      readonly metric: string;
      readonly isMaximised: boolean;
      readonly top: number | null;
    }
  /** `latency_us,max:utilisation`; distinct: of points that are equal in every metric the first alone. */
  | { readonly kind: 'pareto'; readonly objectives: string; readonly isDistinct?: boolean }
  | { readonly kind: 'sensitivity'; readonly metric: string }
  /** `by`: one column, or two with a comma between. */
  | { readonly kind: 'marginal'; readonly metric: string; readonly by: string }
  | { readonly kind: 'sql'; readonly statement: string };

/** The options of `bbsim query` that ask, by the names that they have there. */
export interface Asked {
  readonly minimize?: string | undefined;
  readonly maximize?: string | undefined;
  readonly top?: number | undefined;
  readonly pareto?: string | undefined;
  readonly distinct?: boolean | undefined;
  readonly sensitivity?: string | undefined;
  readonly marginal?: string | undefined;
  readonly by?: string | undefined;
  readonly sql?: string | undefined;
}

const questions = ['minimize', 'maximize', 'pareto', 'sensitivity', 'marginal', 'sql'] as const;

/**
 * The one question that is asked; all rows where there is none. Throws BadInput naming two
 * options that do not go together.
 */
export function questionOf(asked: Asked): Question {
  const [first, second] = questions.filter((name) => asked[name] !== undefined);
  if (second !== undefined)
    throw new BadInput(`--${first} and --${second} are two questions, expected one at a time`);
  if (asked.marginal !== undefined && asked.by === undefined)
    throw new BadInput('--marginal: expected --by <column> or --by <column,column> beside it');
  const { top, minimize, maximize, pareto, sensitivity, marginal, by, sql } = asked;
  const best = minimize ?? maximize;
  if (best !== undefined)
    return { kind: 'best', metric: best, isMaximised: maximize !== undefined, top: top ?? null };
  if (pareto !== undefined)
    return { kind: 'pareto', objectives: pareto, isDistinct: asked.distinct === true };
  if (sensitivity !== undefined) return { kind: 'sensitivity', metric: sensitivity };
  if (marginal !== undefined && by !== undefined) return { kind: 'marginal', metric: marginal, by };
  return sql === undefined ? { kind: 'rows' } : { kind: 'sql', statement: sql };
}
