import type { Footprint } from '../hw/accounts/footprint.ts';

/** Logic (ALM or LUT) and flip-flops of a part of the design, not yet rounded. */
export interface LogicUse {
  readonly logic: number;
  readonly flipFlops: number;
}

/** Bits of a product of a lane. */
export function productBits({ bits, weightBits = bits }: Pick<Footprint, 'bits' | 'weightBits'>): number {
  return bits + weightBits;
}
