import type { ModelPicture } from '../../study/inspect/model-picture.ts';
import type { PatternStudyResult } from '../../study/patterns/patterns-result.ts';

/** A study of patterns, with what is drawn of the model. */
export interface ShownPatterns {
  readonly result: PatternStudyResult;
  /** The same tile under every pattern; null: nobody asked for pictures. */
  readonly picture: ModelPicture | null;
}
