import { everything, magnitudesOf } from '../patterns/magnitudes.ts';
import type { Criterion } from './criterion.ts';

/** The largest |w| stay, as they are. docs/timing.md section 8. */
export const magnitude: Criterion<'magnitude'> = {
  kind: 'magnitude',
  says: 'the largest weights stay, as they are',
  isCalibrated: false,
  score: (weights) => magnitudesOf(weights, everything(weights)),
};
