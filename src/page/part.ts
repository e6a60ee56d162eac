import type { PartData } from '../report/page/page-data.ts';
import type { ChartDrawing } from './framed-picture.ts';

/** A part that is on the page. */
export interface MountedPart<Data extends PartData = PartData> {
  /** Shows other data in its place, and keeps what the reader has chosen as far as it is still there. */
  update(data: Data): void;
  /** What it shows now as an SVG in the colours of paper, for print and export; a part may have none. */
  drawing?(): ChartDrawing;
  /** Its data, a row of headers first, for a CSV file; a part may have none. */
  rows?(): readonly (readonly string[])[];
}

/** Draws a part in the stage of its figure, an empty block. */
export type MountPart<Data extends PartData> = (stage: HTMLElement, data: Data) => MountedPart<Data>;
