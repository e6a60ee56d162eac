import type { TimelineData } from '../../report/page/page-data.ts';
import type { MountPart } from '../part.ts';

/** A step cycle by cycle. */
export const mountTimeline: MountPart<TimelineData> = (stage, data) => {
  stage.textContent = data.title;
  return {
    update({ title }) {
      stage.textContent = title;
    },
  };
};
