import type { z } from 'zod';
import { BadInput } from '../errors/bad-input.ts';
import type { Design } from './design.ts';
import type { Detail, SeedFigures, Simulation } from './simulation.ts';

/** A figure that needs a power, or another design. */
export interface CrossFigure {
  readonly value: number;
  /** Whether it rests on the fitted power model, or on a figure that something was fitted to. */
  readonly isCalibrated: boolean;
}

/**
 * What is known once all designs are simulated and the power model is fitted; designs by kind, figures by id.
 */
export interface KnownFigures {
  /** Throws a RangeError for a figure that is not there. */
  published(kind: string, id: string): number;
  /** NaN for a figure that is not simulated. */
  simulated(kind: string, id: string): number;
  /** Whether the mechanism of a design predicts a figure. */
  isPredicted(kind: string, id: string): boolean;
  /** Fitted watts of a design, or of one of its variants; NaN where no power is published. */
  watts(kind: string, variant?: string): number;
}

/** A simulated figure that something else rests on. Throws BadInput where nothing simulates it. */
export function simulatedFigure({ simulated }: KnownFigures, kind: string, id: string): number {
  const value = simulated(kind, id);
  if (Number.isNaN(value)) throw new BadInput(`design ${kind}: nothing simulates the figure ${id}`);
  return value;
}

/** A figure that rests on something fitted. */
export const fitted = (value: number): CrossFigure => ({ value, isCalibrated: true });

/** Everything that a published design is, in one record; it is registered in index.ts and nowhere else. */
export interface PublishedDesign<D extends Design = Design> {
  /** The value of `kind` in its file, and its name in results. */
  readonly kind: string;
  /** Its preset in configs/designs, or a path; the kind where nothing is said. */
  readonly file?: string;
  /** The name by which `reproduce` is asked for it; the kind where nothing is said. */
  readonly target?: string;
  /** The schema of `parameters`. */
  readonly parameters: z.ZodType<D['parameters']>;
  /** Fields of its file that other designs do not have. */
  readonly fields?: z.ZodRawShape;
  /** Simulates the design. Throws Mismatch where it computes a wrong value. */
  simulate(design: D, seed: string): Simulation;
  /**
   * What of `simulate` another seed changes, without details and checks. Left out only where no figure and no
   * activity depends on the seed.
   */
  measure?(design: D, seed: string): SeedFigures;
  /** Its figures that need powers or other designs, by id. */
  crossFigures?(design: D, known: KnownFigures): ReadonlyMap<string, CrossFigure>;
  /** Details that need powers or other designs; they stand before its own. */
  comparisons?(known: KnownFigures): readonly Detail[];
}
