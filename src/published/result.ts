import type { Mark } from '../energy/mark.ts';
import type { FittedPower, PowerModel } from '../energy/power-fit.ts';
import type { ResultHeader } from '../run/result-header.ts';
import type { Origin } from './parameter.ts';
import type { Curve, Detail } from './simulation.ts';

/** A published figure beside the simulated one. */
export interface ReproducedRow {
  readonly design: string;
  readonly id: string;
  readonly figure: string;
  readonly unit: string;
  readonly published: number;
  /** The simulated figure; null where nothing is simulated, and `note` says why. */
  readonly simulated: number | null;
  readonly errorPercent: number | null;
  readonly mark: Mark;
  /** Where the published figure comes from, with the operations behind it. */
  readonly source: string;
  /** True when a parameter was fitted to this figure, or to the same one in another unit. */
  readonly calibrated: boolean;
  readonly barPercent: number | null;
  /** Whether the error is within the bar; null without a bar. */
  readonly withinBar: boolean | null;
  readonly note: string | null;
}

/** A parameter as it is listed. */
export interface ListedParameter {
  readonly name: string;
  readonly value: string;
  readonly from: Origin;
  readonly source: string;
  readonly fittedTo: readonly string[];
}

/** What was found out about one design. */
export interface ReproducedDesign {
  readonly kind: string;
  readonly name: string;
  readonly paper: string;
  readonly description: string;
  readonly parameters: readonly ListedParameter[];
  readonly rows: readonly ReproducedRow[];
  /** Figures behind the published ones. */
  readonly details: readonly Detail[];
  readonly curves: readonly Curve[];
  readonly checked: string;
  readonly difference: string;
}

/** The power of a design beside the fit. */
export interface ReproducedPower extends FittedPower {
  readonly of: 'chip' | 'board' | 'not stated';
  readonly mark: Mark;
  /** Fitted with the DSP blocks of the device in place of their multipliers. */
  readonly byBlocksW: number;
}

/** A reproduction: the published figures of several designs beside the simulated ones. */
export interface Reproduction extends ResultHeader {
  readonly configHash: string;
  readonly seed: string;
  readonly target: string;
  readonly designs: readonly ReproducedDesign[];
  readonly power: { readonly model: PowerModel; readonly points: readonly ReproducedPower[] };
  /** All rows of all designs, in order. */
  readonly rows: readonly ReproducedRow[];
  /** Ids of the rows that missed their bar: design/id. */
  readonly missed: readonly string[];
}
