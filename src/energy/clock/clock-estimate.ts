/** How long a stage of the pipeline takes, from register to register, and what one register more would do. */
export interface StageDelay {
  /** The stage, in the words of reports: `arbiter`, `adder tree`. */
  readonly stage: string;
  readonly delayNs: number;
  readonly lowNs: number;
  readonly highNs: number;
  /** The field of which one more cuts this path, and what is left of it then; null: there is none. */
  readonly register: { readonly field: string; readonly delayNs: number } | null;
}

/**
 * The highest clock at which every stage of a design meets timing on its device: an estimate from mapped
 * levels, placed delays and the limits of blocks, with an interval over what is not known of them.
 */
export interface ClockEstimate {
  readonly fmaxMhz: number;
  readonly lowMhz: number;
  readonly highMhz: number;
  /** The stage that is slowest. */
  readonly limitedBy: string;
  /** The clock with one register more in the slowest stage; null where no field has one. */
  readonly register: { readonly field: string; readonly fmaxMhz: number } | null;
  readonly stages: readonly StageDelay[];
}
