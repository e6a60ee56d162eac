import type { Device } from '../device.ts';
import type { FamilyDelays, Levels } from '../stage-delays.ts';

/** Delays on a device, in nanoseconds: those of its family in proportion to its feature size. */
export type Delays = Readonly<Record<Exclude<keyof FamilyDelays, 'nodeNm'>, number>>;

const known = new WeakMap<FamilyDelays, Map<number, Delays>>();

/** The delays of a family at the feature size of a device. Assumption: all in proportion to it. */
export function delaysOn({ nodeNm }: Device, family: FamilyDelays): Delays {
  const ofFamily = known.get(family) ?? new Map<number, Delays>();
  known.set(family, ofFamily);
  const found = ofFamily.get(nodeNm);
  if (found) return found;
  const { nodeNm: reference, ...figures } = family;
  const made = Object.fromEntries(
    Object.entries(figures).map(([name, { value }]) => [name, (value * nodeNm) / reference]),
  ) as Delays;
  ofFamily.set(nodeNm, made);
  return made;
}

/** Levels of a circuit of size `n`, whole ones: the nearest. */
export function mappedLevels({ base, perDoubling, perRequester }: Levels, n: number): number {
  return Math.max(0, Math.round(base + perDoubling * Math.log2(n) + perRequester * n));
}

/** What so many levels take in a circuit of `lanes` lanes: wires grow with it. */
export function logicNs(levels: number, lanes: number, { level, spread }: Delays): number {
  return levels * (level + spread * Math.max(0, Math.log2(lanes / 4)));
}

/** An addition of so many bits. */
export function additionNs(bits: number, { carryEntry, carryBit }: Delays): number {
  return carryEntry + bits * carryBit;
}

/** What a net takes longer for its loads. */
export function fanOutNs(loads: number, { fanOut }: Delays): number {
  return fanOut * Math.max(0, Math.log2(loads / 16));
}

/** A product whose multiplier has so many registers; more than three are no faster. */
export function multiplierNs(registers: number, delays: Delays): number {
  const { multiplier, multiplierTwoStages, multiplierThreeStages } = delays;
  return [0, multiplier, multiplierTwoStages][registers] ?? multiplierThreeStages;
}
