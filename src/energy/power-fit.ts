import { leastSquares } from '../num/least-squares.ts';
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

/** A design whose power is known; `design` is the same for its variants. */
export interface KnownPower {
  readonly design: string;
  readonly name: string;
  readonly watts: number;
  /** Multipliers in the DSP blocks of the whole device. */
  readonly deviceMultipliers: number;
  readonly activity: ActivityRates;
  /** Energies of the node. */
  readonly technology: Technology;
}

/**
 * Static power = a + b x multipliers of the device; dynamic power = `activityFactor` x what
 * the technology's energies give.
 */
export interface PowerModel {
  readonly baseW: number;
  readonly perMultiplierW: number;
  readonly activityFactor: number;
}

/** A point beside what the model says of it: fitted to all points, and fitted to the others only. */
export interface FittedPower {
  readonly name: string;
  readonly watts: number;
  /** Its activity at the energies of the table. */
  readonly tableW: number;
  /**
   * The part of the fitted power that does not depend on the activity; below 0 where the regression says so.
   */
  readonly staticW: number;
  readonly fittedW: number;
  readonly leftOutW: number;
}

/**
 * Power that energies of a technology give: products (with the operands' widths), memory bits, and
 * off-chip bits at their own; in watts.
 */
export function tableWatts(activity: ActivityRates, { entries, operandBits }: Technology): number {
  const { productsPerS, weightBits, activationBits, memoryBitsPerS } = activity;
  const width = (weightBits * activationBits) / operandBits ** 2;
  const picojoules =
    productsPerS * entries.multiplies.value * width +
    memoryBitsPerS * memoryPjPerBit(entries.weightReadBits) +
    activity.dramBitsPerS * activity.dramPjPerBit;
  return picojoules / 1e12;
}

/** Bits of the accesses that the activities of published designs stand for: the widest of an M20K. */
const ACCESS_BITS = 40;

const memoryPjPerBit = ({ base, perBit }: Technology['entries']['weightReadBits']): number =>
  perBit + base / ACCESS_BITS;

/**
 * Least squares of three parameters over whole designs. Throws a RangeError for fewer points than parameters.
 */
export function fitPower(points: readonly KnownPower[]): PowerModel {
  const [baseW, perMultiplierW, activityFactor] = leastSquares(
    points.map(({ deviceMultipliers, activity, technology }) => [
      1,
      deviceMultipliers,
      tableWatts(activity, technology),
    ]),
    points.map(({ watts }) => watts),
  );
  return { baseW, perMultiplierW, activityFactor };
}

/** What a model says of a design, in watts. */
export function predictPower(
  { baseW, perMultiplierW, activityFactor }: PowerModel,
  { deviceMultipliers, activity, technology }: Omit<KnownPower, 'design' | 'name' | 'watts'>,
): number {
  return baseW + perMultiplierW * deviceMultipliers + activityFactor * tableWatts(activity, technology);
}

/** Every point by the model that is fitted to all, and by the one that is fitted to all other designs. */
export function leaveOneOut(points: readonly KnownPower[]): FittedPower[] {
  const model = fitPower(points);
  return points.map((point) => {
    const others = points.filter(({ design }) => design !== point.design);
    return {
      name: point.name,
      watts: point.watts,
      tableW: tableWatts(point.activity, point.technology),
      staticW: model.baseW + model.perMultiplierW * point.deviceMultipliers,
      fittedW: predictPower(model, point),
      leftOutW: predictPower(fitPower(others), point),
    };
  });
}
