import type { PartData } from '../../report/page/page-data.ts';
import type { MountPart } from '../part.ts';
import { mountHeat } from './heat.ts';
import { mountSweep } from './sweep.ts';
import { mountTimeline } from './timeline.ts';

/** What draws each kind of part: a new kind is a row here. */
export const mounts: {
  readonly [Name in PartData['part']]: MountPart<Extract<PartData, { part: Name }>>;
} = { timeline: mountTimeline, heat: mountHeat, sweep: mountSweep };
