import type { InspectResult } from '../../study/inspect/inspect-result.ts';
import type { ModelPicture } from '../../study/inspect/model-picture.ts';

/** What is in a file, with what is drawn of it. */
export interface ShownInspection {
  readonly result: InspectResult;
  readonly pictures: readonly ModelPicture[];
}
