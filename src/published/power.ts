import { fitPower, type KnownPower, leaveOneOut, predictPower } from '../energy/power-fit.ts';
import type { PublishedPower } from '../energy/published-power.ts';
import { BadInput } from '../errors/bad-input.ts';
import { loadDevice, loadTechnology } from '../run/load-config.ts';
import type { Design } from './design.ts';
import type { Reproduction } from './result.ts';
import type { SeedFigures } from './simulation.ts';

/** A design with what it was simulated to do. */
interface Simulated {
  readonly design: Design;
  readonly measured: SeedFigures;
}

/** A published power with the activity that belongs to it. */
interface Powered {
  readonly power: PublishedPower;
  readonly point: KnownPower;
  /** The known power with the DSP blocks of the device in place of their multipliers. */
  readonly byBlocks: KnownPower;
}

/** The energies that are used for a node. Throws BadInput where there are none. */
function technologyOf(nodeNm: number) {
  return loadTechnology(`fpga-${nodeNm}nm`).config;
}

function poweredOf({ design, measured }: Simulated): Powered[] {
  return design.power.map((power) => {
    const { config: device } = loadDevice(power.device);
    const activity = measured.activities.get(power.variant ?? '');
    if (!activity)
      throw new BadInput(
        power.variant === undefined
          ? `design ${design.kind}: a power without a variant, but nothing is simulated without one`
          : `design ${design.kind}: power of a variant ${power.variant}, which is not simulated`,
      );
    const name = power.variant ? `${design.title} ${power.variant}` : design.title;
    const technology = technologyOf(device.nodeNm);
    const point = { design: design.kind, name, watts: power.watts, activity, technology };
    const { count, multipliersPerBlock } = device.dsp;
    return {
      power,
      point: { ...point, deviceMultipliers: count * multipliersPerBlock },
      byBlocks: { ...point, deviceMultipliers: count },
    };
  });
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

/** One power model for all designs, fitted to the powers that were published. */
export function fitPowers(simulated: readonly Simulated[]): FittedPowers {
  const powered = simulated.flatMap((one) =>
    poweredOf(one).map((each) => ({ ...each, kind: one.design.kind })),
  );
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
