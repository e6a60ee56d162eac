import type { Footprint } from '../hw/accounts/footprint.ts';
import type { FamilyCosts } from './resource-costs.ts';

/** Logic (ALM or LUT) and flip-flops of a part of the design, not yet rounded. */
export interface LogicUse {
  readonly logic: number;
  readonly flipFlops: number;
}

/** Nothing. */
export const noLogic: LogicUse = { logic: 0, flipFlops: 0 };

/** So many of a unit. */
export const scaled = (unit: FamilyCosts['hostInterface'], factor: number): LogicUse => ({
  logic: unit.logic.value * factor,
  flipFlops: unit.flipFlops.value * factor,
});

/** Both together. */
export const plus = (a: LogicUse, b: LogicUse): LogicUse => ({
  logic: a.logic + b.logic,
  flipFlops: a.flipFlops + b.flipFlops,
});

/** Bits of a product of a lane. */
export function productBits({ bits, weightBits = bits }: Pick<Footprint, 'bits' | 'weightBits'>): number {
  return bits + weightBits;
}
