import type { ChartSize, ChartSpec } from '../charts/spec.ts';
import type { Paragraph, TextStyle } from './slide-text.ts';

/** A slide in points, 16 : 9, and what stays free at its edges. */
export const SLIDE = { widthPt: 960, heightPt: 540, marginPt: 36 } as const;

/** Width of texts and charts, in points. */
export const TEXT_WIDTH_PT = SLIDE.widthPt - 2 * SLIDE.marginPt;

/** Where titles begin, in points from the upper edge. */
export const TITLE_TOP_PT = 28;

/** A rectangle on a slide, in points from its left and its upper edge. */
export interface Box {
  readonly leftPt: number;
  readonly topPt: number;
  readonly widthPt: number;
  readonly heightPt: number;
}

/** A box with text in it. */
export interface TextBox extends Box {
  readonly role: 'title' | 'subtitle' | 'body' | 'footer' | 'number';
  readonly style: TextStyle;
  readonly paragraphs: readonly Paragraph[];
  readonly hasBullets: boolean;
  /** Of the text behind a bullet, in points; 0 without. */
  readonly indentPt: number;
  /** Between two paragraphs, in points. */
  readonly gapPt: number;
}

/** A chart that fills a box. */
export interface ChartBox extends Box {
  /** Without its title and subtitle, which are on the slide. */
  readonly spec: ChartSpec;
  /** The sheet that it is drawn on, which is then made as large as the box. */
  readonly size: ChartSize;
  /** What it is, for who does not see it. */
  readonly says: string;
}

/** A slide with everything in its place. */
export interface PlacedSlide {
  readonly texts: readonly TextBox[];
  readonly chart: ChartBox | null;
  /** For the speaker, a line each. */
  readonly notes: readonly string[];
}
