import type { z } from 'zod';

/** A count or a cycle, a hash as text, or null where there is nothing to measure. */
export type MeasuredValue = number | string | null;

/** A quantity of one step of a point, as it was measured and as the simulator computes it. */
export interface MeasuredField {
  readonly step: number;
  readonly field: string;
  readonly measured: MeasuredValue;
  readonly computed: MeasuredValue;
}

/**
 * Hardware that others wrote, whose cycles were measured: how its points look, and what
 * bbsim makes of them.
 */
export interface MeasuredDesign<Point> {
  readonly name: string;
  readonly says: string;
  /** A point of the file. Fields that it does not name are left alone. */
  readonly point: z.ZodType<Point>;
  /** Why a point is not compared; null for one that is. */
  skips(point: Point): string | null;
  /** Every measured quantity of a point beside the computed one, in the order of time. Makes the inputs. */
  compute(point: Point): readonly MeasuredField[];
}

/** A design whose points are read by its own schema, so that nobody else needs their type. */
export interface AnyMeasuredDesign {
  readonly name: string;
  readonly says: string;
  readonly point: z.ZodType;
  skips(point: unknown): string | null;
  compute(point: unknown): readonly MeasuredField[];
}

/** The design as the registry holds it: `point` has checked what `skips` and `compute` are given. */
export function measuredDesign<Point>(design: MeasuredDesign<Point>): AnyMeasuredDesign {
  const { name, says, point } = design;
  return {
    name,
    says,
    point,
    skips: (one) => design.skips(one as Point),
    compute: (one) => design.compute(one as Point),
  };
}
