/** What stands on a page and in every chart of it: which data it is, and from when. */
export interface PageFacts {
  readonly configHash: string;
  readonly toolVersion: string;
  /** The date that the input files record, as they write it; null: they record none. */
  readonly inputDate: string | null;
}

/** What every part of a page says that its scripts draw. */
interface PartText extends PageFacts {
  readonly title: string;
  readonly subtitle: string;
}

/** A step cycle by cycle: slices on tracks. */
export interface TimelineData extends PartText {
  readonly part: 'timeline';
  readonly cycles: number;
  readonly clockMhz: number;
  /** From top to bottom; tracks of one group follow each other. */
  readonly tracks: readonly { readonly name: string; readonly group: string }[];
  /** Words for what a slice is; the place in the list is the place of its colour in the palette. */
  readonly categories: readonly string[];
  readonly names: readonly string[];
  /**
   * A column for each field, in the order of the tracks, of one track by their begin. Slices of a track do
   * not overlap, or lie within each other.
   */
  readonly slices: {
    readonly track: readonly number[];
    /** Cycles from .. from + cycles - 1 of the step, 1 its first. */
    readonly from: readonly number[];
    readonly cycles: readonly number[];
    /** Places in `categories` and in `names`. */
    readonly category: readonly number[];
    readonly name: readonly number[];
  };
}

/** Rows or columns of a map: their numbers are `first`, `first + step`, ... */
export interface MapSide {
  readonly title: string;
  readonly count: number;
  readonly first: number;
  readonly step: number;
}

/** A count for every pair of two numbered things: banks and PEs, banks and cycles. */
export interface HeatData extends PartText {
  readonly part: 'heat';
  readonly value: { readonly title: string; readonly unit: string };
  readonly rows: MapSide;
  readonly columns: MapSide;
  /** Row after row. */
  readonly values: readonly number[];
}

/** Values of a column of a sweep: numbers, or places in a list of words; null: none. */
export type SweepValues =
  | { readonly kind: 'numbers'; readonly values: readonly (number | null)[] }
  | {
      readonly kind: 'words';
      readonly words: readonly string[];
      readonly places: readonly (number | null)[];
    };

/** A column of a sweep. */
export interface SweepColumn {
  /** As `bbsim query` calls it. */
  readonly name: string;
  readonly title: string;
  readonly unit: string;
  readonly role: 'identity' | 'axis' | 'metric';
  /** Which end a designer wants; null: none. */
  readonly better: 'lower' | 'higher' | null;
  readonly scale: 'linear' | 'log';
  readonly data: SweepValues;
}

/** The points of a sweep, to be asked by the page's reader. */
export interface SweepData extends PartText {
  readonly part: 'sweep';
  readonly count: number;
  /** Points of the sweep, those that are not there yet included, and what became of the others. */
  readonly points: {
    readonly all: number;
    readonly ok: number;
    readonly infeasible: number;
    readonly failed: number;
  };
  /**
   * A column for whatever differs; `index`, the number of a point in its sweep, comes first. Of `status` the
   * words are `ok`, `infeasible` and `failed`, if it is there: else all are `ok`.
   */
  readonly columns: readonly SweepColumn[];
  /** Places of the colours of the accelerators, in the order of the words of their column. */
  readonly seriesPlaces: readonly number[];
  /** What is the same in all points, or in all that have it. */
  readonly constants: readonly { readonly title: string; readonly unit: string; readonly text: string }[];
  /** Names of the columns that the first view is over. */
  readonly shown: {
    readonly x: string;
    readonly y: string;
    readonly parallel: readonly string[];
    readonly heat: { readonly rows: string; readonly columns: string; readonly value: string } | null;
  };
  /** The command of each point: how it begins, a place in `templates` (-1: none), and its own words. */
  readonly commands: {
    readonly templates: readonly string[];
    readonly places: readonly number[];
    readonly rests: readonly string[];
    /** Where the commands have to be run, in a sentence; null: anywhere. */
    readonly where: string | null;
  };
  /** The configuration that a point changes by its axes, by accelerator, as YAML or JSON text for people. */
  readonly bases: Readonly<Record<string, string>>;
}

/** A part of a page that its scripts draw, in a figure with the name of the part. */
export type PartData = TimelineData | HeatData | SweepData;
