import type { NamedChart } from '../charts/spec.ts';
import type { Table } from '../tables/table.ts';
import type { PageFacts, PartData } from './page-data.ts';

/** A piece of a page, in reading order. */
export type PageBlock =
  | { readonly kind: 'sentences'; readonly sentences: readonly string[] }
  | { readonly kind: 'notes'; readonly notes: readonly string[] }
  /** A long table is folded under a line that says what it is; one of very many rows is not put on paper. */
  | {
      readonly kind: 'table';
      readonly table: Table;
      readonly folded?: string;
      readonly isOnScreenOnly?: boolean;
      /** The mark of all of its rows, whose `figure` and `value` slides may name. */
      readonly mark?: string;
    }
  | { readonly kind: 'chart'; readonly chart: NamedChart }
  /** What the scripts of the page draw. */
  | { readonly kind: 'part'; readonly data: PartData }
  /** A picture that lies beside the result, and cannot be drawn from it. */
  | { readonly kind: 'picture'; readonly name: string; readonly png: Uint8Array }
  | { readonly kind: 'command'; readonly command: string };

/** A topic of a chapter. */
export interface PageSection {
  readonly title: string;
  readonly blocks: readonly PageBlock[];
}

/** What a page says of one result or one sweep. */
export interface PageChapter {
  readonly title: string;
  readonly facts: PageFacts;
  readonly sections: readonly PageSection[];
  /** Charts of slides in place of what a page's scripts draw. */
  readonly slideCharts?: readonly NamedChart[];
  /** What of its input was left out, one sentence each, for who has the page made; absent: nothing. */
  readonly remarks?: readonly string[];
}

/** The section of what a result stands on, in every chapter that has one. */
export const ASSUMPTIONS = 'Assumptions and their marks';

/** Sections that say something. */
export function filled(sections: readonly PageSection[]): PageSection[] {
  return sections.filter(({ blocks }) => blocks.length > 0);
}
