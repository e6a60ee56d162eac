/** What a cell of a sweep's results holds. */
export type Value = string | number | boolean | null;

/**
 * What became of a point: simulated; not simulated, because the design does not fit its device, cannot be
 * built, or misses a constraint of the sweep; or ended by an error.
 */
export type PointStatus = 'ok' | 'infeasible' | 'failed';

/** One point of a sweep as the store keeps it: a line of a shard. */
export interface PointRecord {
  /**
   * 32 hexadecimal digits over everything that decides the result: configuration,
   * workload, seed, version of the model.
   */
  readonly key: string;
  /** 12 hexadecimal digits that stand for the sweep (its specification) that the point belongs to. */
  readonly sweep: string;
  /** Number of the point in its sweep: the order of every table. */
  readonly index: number;
  readonly status: PointStatus;
  /** Why a point is infeasible or failed. */
  readonly reason: string | null;
  readonly accelerator: string;
  readonly workload: string;
  readonly seed: string;
  /** The value of every axis, by the path of its field. */
  readonly axes: Readonly<Record<string, Value>>;
  /** Units in the names; an infeasible point has only its resources, or nothing, a failed one nothing. */
  readonly metrics: Readonly<Record<string, Value>>;
}

/** How the reason of a point begins that misses a constraint; no design is infeasible otherwise with it. */
const MISSES = 'misses the constraint ';

/** The reason of a point that misses a constraint, with what is known of it. */
export const constraintReason = (constraint: string, found: readonly string[]): string =>
  `${MISSES}${constraint}: ${found.join(', ')}`;

/**
 * Whether a point was not simulated because it misses a constraint. That is so in its sweep alone, so another
 * one does not take it over.
 */
export function isConstrained({ status, reason }: Pick<PointRecord, 'status' | 'reason'>): boolean {
  return status === 'infeasible' && reason !== null && reason.startsWith(MISSES);
}
