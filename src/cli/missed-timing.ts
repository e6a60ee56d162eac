import { type ClockedDesign, meetsTiming, missedTimingText } from '../run/timing-check.ts';
import type { Io } from './io.ts';

/** Says of a design that was run all the same that it does not meet timing. */
export function noteMissedTiming(io: Pick<Io, 'note'>, name: string, design: ClockedDesign): void {
  if (!meetsTiming(design)) io.note(`${name} ${missedTimingText(design)}`);
}
