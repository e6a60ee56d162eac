import type { PartData } from '../report/page/page-data.ts';

/** A page that is served, in the state that its folder was in when it was made. */
export interface LivePage {
  /**
   * Names the state: another state has another one. Up to the hyphen it names what a page keeps while it is
   * open (title, facts, script): where that is another one, it has to be loaded anew.
   */
  readonly revision: string;
  readonly html: string;
  /** What the page may load and run. */
  readonly csp: string;
  /** The sections as HTML, by the ids of their elements. */
  readonly sections: Readonly<Record<string, string>>;
  /** The data of what its scripts draw, by the ids of their figures. */
  readonly parts: Readonly<Record<string, PartData>>;
}

/** Makes the page of the folder as it is now. Throws BadInput for one that cannot be shown. */
export type MakeLivePage = () => Promise<LivePage>;
