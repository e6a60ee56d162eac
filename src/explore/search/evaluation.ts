/** What a point of the design space costs. */
export interface Evaluation {
  /** One number per objective, all minimised. Finite for feasible points; anything, Infinity too, for infeasible ones. */
  readonly costs: readonly number[];
  /** How far the point is from being feasible: 0 when it is, above otherwise. */
  readonly violation: number;
}

/** True when no constraint is violated. */
export function isFeasible({ violation }: Evaluation): boolean {
  return violation === 0;
}
