/** What a genome costs. */
export interface Evaluation {
  /**
   * One number per objective, all minimised. Finite for feasible genomes; anything,
   * Infinity too, for infeasible ones.
   */
  readonly costs: readonly number[];
  /** How far the genome is from being feasible: 0 when it is, above otherwise. */
  readonly violation: number;
}

/** True when no constraint is violated. */
export function isFeasible({ violation }: Evaluation): boolean {
  return violation === 0;
}
