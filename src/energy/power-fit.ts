import { nonNegativeLeastSquares } from '../num/non-negative-least-squares.ts';
import type { Technology } from './technology.ts';

/** What a design does in a second: products of operands of two widths, and bits that move. */
export interface ActivityRates {
  readonly productsPerS: number;
  readonly weightBits: number;
  readonly activationBits: number;
  /** Bits read from and written to memories on the chip. */
  readonly memoryBitsPerS: number;
  readonly dramBitsPerS: number;
  /** Energy of an off-chip bit: it follows the memory, not the node of the FPGA. */
  readonly dramPjPerBit: number;
}

/** What a design takes of its fabric, and how fast that is clocked. */
export interface FabricUse {
  readonly lookupTables: number;
  readonly flipFlops: number;
  readonly clockMhz: number;
}

/** A design whose power is known; `design` is the same for its variants. */
export interface KnownPower {
  readonly design: string;
  readonly name: string;
  readonly watts: number;
  /** Whether the power is that of a board, not of the chip alone. */
  readonly isBoard: boolean;
  /** Static power of the device. */
  readonly leakageW: number;
  readonly fabric: FabricUse;
  readonly activity: ActivityRates;
  /** Energies of the node. */
  readonly technology: Technology;
  /** Share of the bits of operands that change from one to the next. */
  readonly toggleRate: number;
}

/**
 * Power = leakage of the device + `boardW` of a board + `fabricFactor` x (clock tree + logic x toggle)
 * + `countedFactor` x sum of count x energy, the energies those of the technology. Nothing is negative.
 */
export interface PowerModel {
  readonly fabricFactor: number;
  readonly countedFactor: number;
  readonly boardW: number;
}

/** The parts of a power, in watts. */
export interface PowerParts {
  readonly leakageW: number;
  readonly boardW: number;
  readonly fabricW: number;
  readonly countedW: number;
}

/** A point beside what the model says of it: fitted to all points, and fitted to the others only. */
export interface FittedPower extends PowerParts {
  readonly name: string;
  readonly watts: number;
  readonly fittedW: number;
  readonly leftOutW: number;
}

/** Bits of the accesses that the activities of published designs stand for: the widest of an M20K. */
const ACCESS_BITS = 40;

const PJ_PER_J = 1e12;

/**
 * Watts of what is counted at the energies of a technology: products (with the operands' widths and toggle
 * rate), memory bits, and off-chip bits at their own.
 */
export function countedWatts({
  activity,
  technology: { entries, operandBits },
  toggleRate,
}: Pick<KnownPower, 'activity' | 'technology' | 'toggleRate'>): number {
  const { productsPerS, weightBits, activationBits, memoryBitsPerS } = activity;
  const { value, atToggle } = entries.multiplies;
  const width = (weightBits * activationBits) / operandBits ** 2;
  const toggle = atToggle === null ? 1 : toggleRate / atToggle;
  const { base, perBit } = entries.weightReadBits;
  const picojoules =
    productsPerS * value * width * toggle +
    memoryBitsPerS * (perBit + base / ACCESS_BITS) +
    activity.dramBitsPerS * activity.dramPjPerBit;
  return picojoules / PJ_PER_J;
}

/**
 * Watts of the clock tree and of the logic, which works in every cycle, at the energies of a technology.
 * Throws a RangeError for a technology without a fabric.
 */
export function fabricWatts({
  fabric: { lookupTables, flipFlops, clockMhz },
  technology: { name, fabric },
  toggleRate,
}: Pick<KnownPower, 'fabric' | 'technology' | 'toggleRate'>): number {
  if (fabric === null) throw new RangeError(`${name} has no fabric`);
  const { clockTree, logic } = fabric;
  const toggle = logic.atToggle === null ? 1 : toggleRate / logic.atToggle;
  const perCycle = flipFlops * clockTree.value + lookupTables * logic.value * toggle;
  return (perCycle * clockMhz * 1e6) / PJ_PER_J;
}

/**
 * The three factors, none of them negative, that leave the smallest squares of relative errors: powers range
 * from 7 to 41 W. Throws a RangeError where the points do not decide them.
 */
export function fitPower(points: readonly KnownPower[]): PowerModel {
  const [fabricFactor, countedFactor, boardW] = nonNegativeLeastSquares(
    points.map((point) => {
      const terms = [fabricWatts(point), countedWatts(point), point.isBoard ? 1 : 0];
      return terms.map((term) => term / point.watts);
    }),
    points.map(({ watts, leakageW }) => (watts - leakageW) / watts),
  );
  return { fabricFactor, countedFactor, boardW };
}

/** What a model says of the parts of a design's power. */
export function partsOfPower(
  model: PowerModel,
  point: Omit<KnownPower, 'design' | 'name' | 'watts'>,
): PowerParts {
  return {
    leakageW: point.leakageW,
    boardW: point.isBoard ? model.boardW : 0,
    fabricW: model.fabricFactor * fabricWatts(point),
    countedW: model.countedFactor * countedWatts(point),
  };
}

/** What a model says of a design, in watts. */
export function predictPower(
  model: PowerModel,
  point: Omit<KnownPower, 'design' | 'name' | 'watts'>,
): number {
  const { leakageW, boardW, fabricW, countedW } = partsOfPower(model, point);
  return leakageW + boardW + fabricW + countedW;
}

/** Every point by the model that is fitted to all, and by the one that is fitted to all other designs. */
export function leaveOneOut(points: readonly KnownPower[]): FittedPower[] {
  const model = fitPower(points);
  return points.map((point) => {
    const others = points.filter(({ design }) => design !== point.design);
    return {
      name: point.name,
      watts: point.watts,
      ...partsOfPower(model, point),
      fittedW: predictPower(model, point),
      leftOutW: predictPower(fitPower(others), point),
    };
  });
}
