import { type ActionEnergy, type ActionUnit, energyOfAction } from './action-energy.ts';
import { type ChargedRun, checkRun } from './charged-run.ts';
import { clockTreeEnergy, otherLogicEnergy } from './fabric-energy.ts';
import { boundedBy, type Known, nothing, sumKnown, times } from './known.ts';
import type { Mark } from './mark.ts';
import type { Toggles } from './toggles.ts';

/** Which of the three parts of an energy a component belongs to. */
export type EnergyPart = 'dynamic' | 'static' | 'off-chip';

/**
 * Energy of a component: the sum of its actions, whose counts share one unit; without actions that of what is
 * charged by the cycle or by time, which `count` is then.
 */
export interface ComponentEnergy {
  readonly component: string;
  readonly part: EnergyPart;
  readonly energyUj: number;
  readonly lowUj: number;
  readonly highUj: number;
  readonly count: number;
  readonly unit: ActionUnit | 'cycle' | 'us';
  readonly actions: readonly ActionEnergy[];
}

/**
 * Energy of a run in microjoules. `totalUj` = `dynamicUj` + `staticUj` + `offChipUj`, and each of them is the
 * sum of its components, added in their order.
 */
export interface EnergyReport {
  readonly technology: string;
  readonly device: string;
  readonly totalUj: number;
  /** What the total may be when every figure is at the same end of what its mark and toggles leave open. */
  readonly lowUj: number;
  readonly highUj: number;
  readonly dynamicUj: number;
  readonly staticUj: number;
  readonly offChipUj: number;
  /** Leakage of the chip, which is known as `staticMark` says. The board's watts are not part of it. */
  readonly staticPowerW: number;
  readonly staticMark: Mark;
  readonly toggles: Toggles;
  readonly components: readonly ComponentEnergy[];
}

/**
 * Energy of a run: leakage and board over its time, the clock tree and the logic of its blocks over its
 * cycles, and all that is counted at the energy of its kind, width and toggle rate; no term is negative.
 * Components come in the order in which the actions first name them. Throws a RangeError on a count, a number
 * of cycles or a latency that is negative or not finite, bits below 1, or an action of which the technology
 * knows no energy.
 */
export function energyOf(run: ChargedRun): EnergyReport {
  checkRun(run);
  const { technology, device, toggles } = run;
  const watts = technology.staticPowerW === 'device' ? device.staticPowerW : technology.staticPowerW;
  const components = [
    ...countedComponents(run),
    ...fabricComponents(run),
    overTime('static', 'static', boundedBy(watts.value, watts.mark, technology.bounds), run),
    ...boardComponents(run),
  ];
  const part = (asked: EnergyPart) => totalOf(components.filter((component) => component.part === asked));
  const parts = [part('dynamic'), part('static'), part('off-chip')];
  const { value: totalUj, low: lowUj, high: highUj } = sumKnown(parts);
  const [dynamicUj, staticUj, offChipUj] = parts.map(({ value }) => value);
  return {
    technology: technology.name,
    device: device.name,
    totalUj,
    lowUj,
    highUj,
    dynamicUj,
    staticUj,
    offChipUj,
    staticPowerW: watts.value,
    staticMark: watts.mark,
    toggles,
    components,
  };
}

/** The components that actions name; bits that leave the chip are a part of their own. */
function countedComponents(run: ChargedRun): ComponentEnergy[] {
  const byComponent = new Map<string, ActionEnergy[]>();
  for (const action of run.actions) {
    const actions = byComponent.get(action.component) ?? [];
    actions.push(energyOfAction(run, action));
    byComponent.set(action.component, actions);
  }
  return [...byComponent].map(([component, actions]) => ({
    ...energies(component, component === 'off-chip memory' ? 'off-chip' : 'dynamic', totalOf(actions)),
    count: actions.reduce((total, { count }) => total + count, 0),
    unit: actions[0].unit,
    actions,
  }));
}

/** What every cycle takes: logic that no action is charged for, and the clock. */
function fabricComponents(run: ChargedRun): ComponentEnergy[] {
  if (run.technology.fabric === null) return [];
  const overCycles = { count: run.cycles.total, unit: 'cycle', actions: [] } as const;
  return [
    { ...energies('other logic', 'dynamic', otherLogicEnergy(run)), ...overCycles },
    { ...energies('clock tree', 'dynamic', clockTreeEnergy(run)), ...overCycles },
  ];
}

/** The board, and the interface to off-chip memory of a design that has one. */
function boardComponents(run: ChargedRun): ComponentEnergy[] {
  const { board, bounds } = run.technology;
  if (board === null) return [];
  const { baseW, perGbPerS } = board;
  const offered = boundedBy(perGbPerS.value, perGbPerS.mark, bounds);
  return [
    overTime('board', 'static', boundedBy(baseW.value, baseW.mark, bounds), run),
    overTime(
      'off-chip interface',
      'off-chip',
      run.offChip === null ? nothing : times(offered, run.offChip.gbPerS),
      run,
    ),
  ];
}

/** A power over the time of a run: 1 W for 1 us is 1 uJ. */
function overTime(
  component: string,
  part: EnergyPart,
  watts: Known,
  { latencyUs }: ChargedRun,
): ComponentEnergy {
  return {
    ...energies(component, part, times(watts, latencyUs)),
    count: latencyUs,
    unit: 'us',
    actions: [],
  };
}

function energies(component: string, part: EnergyPart, { value, low, high }: Known) {
  return { component, part, energyUj: value, lowUj: low, highUj: high };
}

const totalOf = (parts: readonly Pick<ComponentEnergy, 'energyUj' | 'lowUj' | 'highUj'>[]): Known =>
  sumKnown(parts.map(({ energyUj: value, lowUj: low, highUj: high }) => ({ value, low, high })));
