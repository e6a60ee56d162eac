/** What every chart says besides its data. */
export interface ChartText {
  readonly title: string;
  /** Accelerator, workload, units: what a reader needs who sees the picture alone. */
  readonly subtitle: string;
  /** Hash of the configuration that the data came from; in the footer. */
  readonly configHash: string;
  readonly toolVersion: string;
  /** The latest date that the input files record, as 2026-11-03; in the footer, where there is one. */
  readonly inputDate?: string | undefined;
}

/** What the data of a chart are from, in a line. */
export function originOf({
  toolVersion,
  configHash,
  inputDate,
}: Omit<ChartText, 'title' | 'subtitle'>): string {
  const date = inputDate === undefined ? '' : `, input of ${inputDate}`;
  return `bbsim ${toolVersion}, configuration ${configHash}${date}`;
}

/** A quantity on an axis or a colour bar; an empty unit is not shown. */
export interface Quantity {
  readonly title: string;
  readonly unit: string;
}
