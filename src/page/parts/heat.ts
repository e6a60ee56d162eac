import type { HeatData } from '../../report/page/page-data.ts';
import type { MountPart } from '../part.ts';

/** A map of counts. */
export const mountHeat: MountPart<HeatData> = (stage, data) => {
  stage.textContent = data.title;
  return {
    update({ title }) {
      stage.textContent = title;
    },
  };
};
