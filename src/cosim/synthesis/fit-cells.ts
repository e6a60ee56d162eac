import { kindOf } from '../../hw/array/kinds/index.ts';
import type { MappedSize } from './mapped-table.ts';

/**
 * Cells of the resource estimate's parts: a PE without lanes, a lane, a crosspoint of the CSR crossbar
 * and arbiter. In LUTs or ALUTs.
 */
export interface FittedCells {
  readonly peBase: number;
  readonly peLane: number;
  readonly crosspoint: number;
}

/** What is fitted. */
export type FittedField = 'logic' | 'flipFlops';

/** Families whose sizes are fitted; the others are held out. */
export const fittedFamilies = { intel: 'cyclonev', xilinx: 'xc7' } as const;

/**
 * Whether a size takes part in the fit: one PE of at most 16 lanes, in a fitted
 * family. All others are held out.
 */
export function isFitted({ family, pes, lanes }: MappedSize): boolean {
  return (family === fittedFamilies.intel || family === fittedFamilies.xilinx) && pes === 1 && lanes <= 16;
}

/**
 * Least squares of base + lane * N over the bank-balanced sizes, and of crosspoint * N^2 over what the CSR
 * sizes have above that. `sizes`: those of one family that take part.
 */
export function fitCells(sizes: readonly MappedSize[], field: FittedField): FittedCells {
  const balanced = sizes.filter((size) => !hasCrossbar(size));
  const meanLanes = mean(balanced.map(({ lanes }) => lanes));
  const meanCells = mean(balanced.map((size) => size[field]));
  const sum = (value: (size: MappedSize) => number) =>
    balanced.reduce((total, size) => total + value(size), 0);
  const peLane =
    sum((size) => (size.lanes - meanLanes) * (size[field] - meanCells)) /
    sum(({ lanes }) => (lanes - meanLanes) ** 2);
  const peBase = meanCells - peLane * meanLanes;
  const arbitrated = sizes.filter(hasCrossbar);
  const above = (size: MappedSize) => size[field] - peBase - peLane * size.lanes;
  const weighted = arbitrated.reduce((total, size) => total + size.lanes ** 2 * above(size), 0);
  const crosspoint = weighted / arbitrated.reduce((total, { lanes }) => total + lanes ** 4, 0);
  return { peBase, peLane, crosspoint: Math.max(0, crosspoint) };
}

/** What the fit says of a size. */
export function predictCells(size: MappedSize, { peBase, peLane, crosspoint }: FittedCells): number {
  const { pes, lanes } = size;
  return pes * (peBase + peLane * lanes + (hasCrossbar(size) ? crosspoint * lanes ** 2 : 0));
}

function hasCrossbar({ kind }: MappedSize): boolean {
  return kindOf(kind).issue !== 'parallel';
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
