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

/** A published power with the activity that belongs to it. */
interface Powered {
  readonly power: PublishedPower;
  readonly point: KnownPower;
  /** The known power with the DSP blocks of the device in place of their multipliers. */
  readonly byBlocks: KnownPower;
}

function poweredOf(
  { design, power, device, technology }: PowerPoint,
  measured: SeedFigures | undefined,
): Powered {
  const activity = measured?.activities.get(power.variant ?? '');
  if (!activity)
    throw new BadInput(
      power.variant === undefined
        ? `design ${design.kind}: a power without a variant, but nothing is simulated without one`
        : `design ${design.kind}: power of a variant ${power.variant}, which is not simulated`,
    );
  const name = power.variant ? `${design.title} ${power.variant}` : design.title;
  const point = { design: design.kind, name, watts: power.watts, activity, technology };
  const { count, multipliersPerBlock } = device.dsp;
  return {
    power,
    point: { ...point, deviceMultipliers: count * multipliersPerBlock },
    byBlocks: { ...point, deviceMultipliers: count },
  };
}

/** Watts by design kind and variant, `kind/variant`. */
export type Watts = ReadonlyMap<string, number>;

/** The powers of all designs by one model, and what other models that are as good say of them. */
export interface FittedPowers {
  readonly power: Reproduction['power'];
  readonly watts: Watts;
  /**
   * The same by all stated models: fitted to all powers, to those of other designs only, and with DSP blocks
   * in place of multipliers.
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
  const powered = published.map((each) => ({
    ...poweredOf(each, measured.get(each.design.kind)),
    kind: each.design.kind,
  }));
  const points = powered.map(({ point }) => point);
  const model = fitPower(points);
  const blocks = powered.map(({ byBlocks }) => byBlocks);
  const modelByBlocks = fitPower(blocks);
  const fitted = leaveOneOut(points).map((each, i) => ({
    ...each,
    of: powered[i].power.of,
    mark: powered[i].power.mark,
    byBlocksW: predictPower(modelByBlocks, blocks[i]),
  }));
  const wattsBy = (of: 'fittedW' | 'leftOutW' | 'byBlocksW'): Watts =>
    new Map(powered.map(({ kind, power }, i) => [`${kind}/${power.variant ?? ''}`, fitted[i][of]]));
  const watts = wattsBy('fittedW');
  return {
    power: { model, points: fitted },
    watts,
    byModel: [watts, wattsBy('leftOutW'), wattsBy('byBlocksW')],
  };
}
