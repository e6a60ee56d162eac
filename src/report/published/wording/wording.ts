import type { DetailValue } from '../../../published/simulation.ts';

/** The figures that belong to all rows of a detail. */
export type Facts = Readonly<Record<string, DetailValue>>;

/** A column of a detail's table. */
export interface ColumnWording {
  readonly key: string;
  readonly title: string;
  readonly digits?: number;
  /** The column beside it has the unit already. */
  readonly bare?: true;
}

/** How a detail of a design is shown as a table. */
export interface DetailWording {
  readonly title: (design: string) => string;
  readonly columns: readonly ColumnWording[];
  /** What stands for a word in the rows, by key, then by word. */
  readonly labels?: Readonly<Record<string, Readonly<Record<string, string | ((facts: Facts) => string)>>>>;
  readonly notes?: (facts: Facts) => readonly string[];
}

/** How a curve of a design is drawn. */
export interface CurveWording {
  readonly title: (design: string) => string;
  readonly x: string;
  readonly y: string;
  /** Names of the series, by id. */
  readonly series: Readonly<Record<string, string>>;
}

/** A chart of some of a design's figures beside the published ones. */
export interface FiguresChart {
  readonly file: string;
  readonly title: string;
  readonly quantity: string;
  readonly unit: string;
  readonly isShown: (id: string) => boolean;
  readonly digits: number;
}

/** The words for what a published design shows beside its figures; what has none is shown by its keys. */
export interface DesignWording {
  readonly details: Readonly<Record<string, DetailWording>>;
  readonly curves?: Readonly<Record<string, CurveWording>>;
  readonly charts?: readonly FiguresChart[];
}

/** A number of the facts. */
export const factNumber = (facts: Facts, key: string): number => Number(facts[key]);
