import { z } from 'zod';

/** What a simulated figure is, beside the published one. */
export const FigureClassSchema = z.enum([
  'predicted',
  'arithmetic',
  'fitted',
  'assumption',
  'unpublished-choice',
]);

/**
 * What a simulated figure is: `predicted` by the mechanism; `arithmetic` on published inputs, which could not
 * come out otherwise; `fitted`, or resting on something that was fitted to it or on the fitted power model;
 * decided by an `assumption` of ours (a figure that is not simulated is assumed to be as printed); or by an
 * `unpublished-choice` of the designers, so that it is worth as much as its spread over the choices.
 */
export type FigureClass = z.output<typeof FigureClassSchema>;

/** Where a figure's class comes from. */
export interface ClassOrigin {
  /** What the design's file says. */
  readonly stated: FigureClass | undefined;
  /** Whether a parameter was fitted to it, or what it rests on was fitted. */
  readonly isFitted: boolean;
  readonly isSimulated: boolean;
  /** The class of the figure that it is in another unit; null where there is none. */
  readonly ofSame: FigureClass | null;
}

/** The class of a figure: what its file says, else what follows from the design. */
export function classOf({ stated, isFitted, isSimulated, ofSame }: ClassOrigin): FigureClass {
  if (stated !== undefined) return stated;
  if (!isSimulated) return 'assumption';
  if (isFitted) return 'fitted';
  return ofSame ?? 'predicted';
}

/** Whether a figure of that class would have come out near print whatever the mechanism does. */
export function isCalibrated(figureClass: FigureClass): boolean {
  return figureClass === 'fitted' || figureClass === 'arithmetic';
}
