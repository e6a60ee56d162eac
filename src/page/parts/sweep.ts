import type { SweepData } from '../../report/page/page-data.ts';
import type { MountPart } from '../part.ts';
import { SweepExplorer } from './sweep/explorer.ts';

/** The points of a sweep. */
export const mountSweep: MountPart<SweepData> = (stage, data) => new SweepExplorer(stage, data);
