/** A row that has ended (its position in the order), its sum, and what it lost as accumulators wrapped. */
export interface RowResult {
  readonly row: number;
  readonly sum: number;
  readonly lost: number;
}
