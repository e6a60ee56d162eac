/** Logic (ALM or LUT) and flip-flops of a part of the design, not yet rounded. */
export interface LogicUse {
  readonly logic: number;
  readonly flipFlops: number;
}
