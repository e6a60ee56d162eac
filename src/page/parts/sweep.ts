import type { SweepData } from '../../report/page/page-data.ts';
import type { MountPart } from '../part.ts';

/** The points of a sweep. */
export const mountSweep: MountPart<SweepData> = (stage, data) => {
  stage.textContent = data.title;
  return {
    update({ title }) {
      stage.textContent = title;
    },
  };
};
