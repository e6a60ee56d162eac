import { measuredEdgeDrnn } from './edgedrnn.ts';
import { eie } from './eie.ts';
import { hisparse } from './hisparse.ts';
import type { AnyMeasuredDesign } from './measured-design.ts';

/** Hardware that others wrote and that was measured: the only place where one is registered. */
export const measuredDesigns: readonly AnyMeasuredDesign[] = [measuredEdgeDrnn, eie, hisparse];
