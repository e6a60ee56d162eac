import type { ModelPicture } from '../inspect/model-picture.ts';
import type { PatternStudyResult } from './patterns-result.ts';

/** What a study of patterns found, and what is drawn of the masks. */
export interface StudiedPatterns {
  readonly result: PatternStudyResult;
  /** The same tile of one matrix under every pattern that it can have; null: nobody draws. */
  readonly picture: ModelPicture | null;
}
