/** What every chart says besides its data. */
export interface ChartText {
  readonly title: string;
  /** Accelerator, workload, units: what a reader needs who sees the picture alone. */
  readonly subtitle: string;
  /** Hash of the configuration that the data came from; in the footer. */
  readonly configHash: string;
  readonly toolVersion: string;
}

/** A quantity on an axis or a colour bar; an empty unit is not shown. */
export interface Quantity {
  readonly title: string;
  readonly unit: string;
}
