import type { Evaluated } from './archive.ts';
import type { Genome } from './discrete-space.ts';
import type { Evaluation } from './evaluation.ts';

/** A search of a discrete space whose levels are ordered: neighbouring ones are similar. */
export interface SearchProblem {
  /** Of each gene, how many levels it has; a genome has gene g in 0..levels[g]-1. */
  readonly levels: readonly number[];
  /** How many genomes may be evaluated, at least 1. */
  readonly budget: number;
  readonly seed: number | string;
  /** At least 2. Default: a fifth of the budget, but from 4 to 40. */
  readonly populationSize?: number;
  /**
   * Genomes for which it is false are neither evaluated nor counted. Must not change its
   * mind. Default: all are allowed.
   */
  readonly isAllowed?: (genome: Genome) => boolean;
  /**
   * Evaluates a batch, in any order; the answers are in the order of the
   * genomes. No genome is asked for twice.
   */
  readonly evaluate: (genomes: readonly Genome[]) => Promise<readonly Evaluation[]>;
  /** Called after each batch. */
  readonly onGeneration?: (generation: Generation) => void;
}

/** Where a search is after a batch. */
export interface Generation {
  /** Counted from 1, which is the random population. */
  readonly generation: number;
  /** Genomes evaluated so far. */
  readonly evaluated: number;
  /** Feasible genomes among them that no other feasible one dominates. */
  readonly frontSize: number;
}

/**
 * Why a search ended. `enumerated`: the space is no larger than the budget, and all that is allowed of it was
 * evaluated. `budget`: all of it was used. `exhausted`: nothing else is allowed in the space. `none-found`:
 * sampling found nothing else that is allowed in a space that is too large to scan.
 */
export type Ending = 'enumerated' | 'budget' | 'exhausted' | 'none-found';

/** What a search found. */
export interface SearchResult {
  /** In the order of evaluation, each genome once. */
  readonly evaluated: readonly Evaluated[];
  /**
   * Indices in `evaluated` of the feasible genomes that no other feasible one dominates, ascending: of
   * all, not of the last population.
   */
  readonly front: readonly number[];
  /** Batches that were evaluated. */
  readonly generations: number;
  readonly ending: Ending;
}
