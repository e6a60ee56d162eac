import type { PartData } from '../report/page/page-data.ts';

/** A part that is on the page. */
export interface MountedPart<Data extends PartData = PartData> {
  /** Shows other data in its place, and keeps what the reader has chosen as far as it is still there. */
  update(data: Data): void;
}

/** Draws a part in the stage of its figure, an empty block. */
export type MountPart<Data extends PartData> = (stage: HTMLElement, data: Data) => MountedPart<Data>;
