import { kindOf } from '../../hw/array/kinds/index.ts';
import type { MappedPoint } from './table.ts';

/** Cells of the resource estimate's parts: a PE without lanes, a lane, a crosspoint of the CSR crossbar and arbiter. In LUTs or ALUTs. */
export interface FittedCells {
  readonly peBase: number;
  readonly peLane: number;
  readonly crosspoint: number;
}

/** What is fitted. */
export type FittedField = 'logic' | 'flipFlops';

/** Families whose points are fitted; the others are held out. */
export const fittedFamilies = { intel: 'cyclonev', xilinx: 'xc7' } as const;

/** Whether a point takes part in the fit: one PE of at most 16 lanes, in a fitted family. All others are held out. */
export function isFitted({ family, pes, lanes }: MappedPoint): boolean {
  return (family === fittedFamilies.intel || family === fittedFamilies.xilinx) && pes === 1 && lanes <= 16;
}

/**
 * Least squares of base + lane * N over the bank-balanced points, and of crosspoint * N^2 over what the CSR points have above that. `points`: those of
 * one family that take part.
 */
export function fitCells(points: readonly MappedPoint[], field: FittedField): FittedCells {
  const balanced = points.filter((point) => !hasCrossbar(point));
  const meanLanes = mean(balanced.map(({ lanes }) => lanes));
  const meanCells = mean(balanced.map((point) => point[field]));
  const sum = (value: (point: MappedPoint) => number) =>
    balanced.reduce((total, point) => total + value(point), 0);
  const peLane =
    sum((point) => (point.lanes - meanLanes) * (point[field] - meanCells)) /
    sum(({ lanes }) => (lanes - meanLanes) ** 2);
  const peBase = meanCells - peLane * meanLanes;
  const arbitrated = points.filter(hasCrossbar);
  const above = (point: MappedPoint) => point[field] - peBase - peLane * point.lanes;
  const weighted = arbitrated.reduce((total, point) => total + point.lanes ** 2 * above(point), 0);
  const crosspoint = weighted / arbitrated.reduce((total, { lanes }) => total + lanes ** 4, 0);
  return { peBase, peLane, crosspoint: Math.max(0, crosspoint) };
}

/** What the fit says of a point. */
export function predictCells(point: MappedPoint, { peBase, peLane, crosspoint }: FittedCells): number {
  const { pes, lanes } = point;
  return pes * (peBase + peLane * lanes + (hasCrossbar(point) ? crosspoint * lanes ** 2 : 0));
}

function hasCrossbar({ kind }: MappedPoint): boolean {
  return kindOf(kind).issue !== 'parallel';
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
