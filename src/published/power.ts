import type { Device } from '../energy/device.ts';
import { fitPower, type KnownPower, leaveOneOut, predictPower } from '../energy/power-fit.ts';
import type { PublishedPower } from '../energy/published-power.ts';
import type { Technology } from '../energy/technology.ts';
import { BadInput } from '../errors/bad-input.ts';
import { loadDevice, loadTechnology } from '../run/load-config.ts';
import type { Design } from './design.ts';
import type { Reproduction } from './result.ts';
import type { SeedFigures } from './simulation.ts';

/** A published power with its device and the energies of the device's node. */
export interface PowerPoint {
  readonly design: Design;
  readonly power: PublishedPower;
  readonly device: Device;
  readonly technology: Technology;
}

/** The published powers of some designs, each with its device. Throws BadInput. */
export function powerPoints(designs: readonly Design[]): PowerPoint[] {
  return designs.flatMap((design) =>
    design.power.map((power) => {
      const { config: device } = loadDevice(power.device);
      return { design, power, device, technology: loadTechnology(`fpga-${device.nodeNm}nm`).config };
    }),
  );
}

/** Lookup tables of a unit of logic: an ALM is counted as two, as in the technology's figures. */
const LUTS = { ALM: 2, LUT: 1 } as const;

function clockOfDesign({ kind, parameters }: Design): number {
  const clockMhz = parameters.clockMhz?.value;
  if (typeof clockMhz === 'number') return clockMhz;
  throw new BadInput(`design ${kind}: expected a parameter clockMhz, since it has a power`);
}

function knownPower(
  { design, power, device, technology }: PowerPoint,
  measured: SeedFigures | undefined,
): KnownPower {
  const activity = measured?.activities.get(power.variant ?? '');
  if (!activity)
    throw new BadInput(
      power.variant === undefined
        ? `design ${design.kind}: a power without a variant, but nothing is simulated without one`
        : `design ${design.kind}: power of a variant ${power.variant}, which is not simulated`,
    );
  return {
    design: design.kind,
    name: power.variant ? `${design.title} ${power.variant}` : design.title,
    watts: power.watts,
    isBoard: power.of === 'board',
    leakageW: device.staticPowerW.value,
    fabric: {
      lookupTables: power.logic.value * LUTS[device.logic.unit],
      flipFlops: power.flipFlops.value,
      clockMhz: clockOfDesign(design),
    },
    activity,
    technology,
    toggleRate: technology.toggleRate.value,
  };
}

/** Watts by design kind and variant, `kind/variant`. */
export type Watts = ReadonlyMap<string, number>;

/** The powers of all designs by one model, and what other models that are as good say of them. */
export interface FittedPowers {
  readonly power: Reproduction['power'];
  readonly watts: Watts;
  /**
   * The same by all stated models: fitted to all powers; to those of other designs only; with every power
   * that does not say what it is of taken for that of a board; and with all operands at the lowest and at the
   * highest toggle rate, by the model that was fitted at the assumed one and by one that is fitted anew.
   */
  readonly byModel: readonly Watts[];
}

/**
 * One power model for all designs, fitted to the powers that were published; what the designs were simulated
 * to do, by their kinds.
 */
export function fitPowers(
  published: readonly PowerPoint[],
  measured: ReadonlyMap<string, SeedFigures>,
): FittedPowers {
  const points = published.map((each) => knownPower(each, measured.get(each.design.kind)));
  const model = fitPower(points);
  const fitted = leaveOneOut(points);
  const mapOf = (watts: readonly number[]): Watts =>
    new Map(published.map(({ design, power }, i) => [`${design.kind}/${power.variant ?? ''}`, watts[i]]));
  const others = otherModels(published, points);
  const wattsOf = [fitted.map(({ fittedW }) => fittedW), fitted.map(({ leftOutW }) => leftOutW), ...others];
  const rows = fitted.map((each, i) => ({
    ...each,
    of: published[i].power.of,
    mark: published[i].power.mark,
    lowW: Math.min(...wattsOf.map((watts) => watts[i])),
    highW: Math.max(...wattsOf.map((watts) => watts[i])),
  }));
  return { power: { model, points: rows }, watts: mapOf(wattsOf[0]), byModel: wattsOf.map(mapOf) };
}

/** Watts of every point by models that are as good as the one of `points`. */
function otherModels(published: readonly PowerPoint[], points: readonly KnownPower[]): number[][] {
  const model = fitPower(points);
  const asBoards = points.map((point, i) => ({
    ...point,
    isBoard: point.isBoard || published[i].power.of === 'not stated',
  }));
  const atEnds = (['low', 'high'] as const).map((end) =>
    points.map((point) => ({ ...point, toggleRate: point.technology.toggleRate[end] })),
  );
  const predicted = (by: typeof model, of: readonly KnownPower[]) =>
    of.map((point) => predictPower(by, point));
  return [
    predicted(fitPower(asBoards), asBoards),
    ...atEnds.flatMap((end) => [predicted(model, end), predicted(fitPower(end), end)]),
  ];
}
