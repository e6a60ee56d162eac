import type { ActionCounts } from '../hw/accounts/actions.ts';
import type { Device } from './device.ts';
import type { Mark } from './mark.ts';
import type { Scaling, Technology } from './technology.ts';

/** What the energy is split into; every action belongs to exactly one component. */
export const energyComponents = {
  'weight memory': ['weightReadBits', 'weightWriteBits'],
  'vector buffers': ['bufferReads', 'bufferWrites'],
  multipliers: ['multiplies'],
  'adder trees': ['treeAdds'],
  'arbiter and crossbar': ['crossbarTransfers'],
  'element-wise unit': ['elementAdds', 'elementMultiplies', 'activations'],
  'register file': ['registerReads', 'registerWrites'],
  'off-chip memory': ['dramBits'],
  static: [],
} as const satisfies Record<string, readonly (keyof ActionCounts)[]>;

/** One of the components. */
export type EnergyComponent = keyof typeof energyComponents;

/** Energy of one action: `count` of `unit`, each `energyPj` picojoules at the operand bits of the design. */
export interface ActionEnergy {
  readonly action: keyof ActionCounts;
  readonly count: number;
  readonly unit: 'bit' | 'word' | 'operation';
  readonly energyPj: number;
  readonly energyUj: number;
  readonly mark: Mark;
}

/**
 * Energy of a component: the sum of its actions, whose counts share one unit.
 * Static: `count` is the latency in us.
 */
export interface ComponentEnergy {
  readonly component: EnergyComponent;
  readonly energyUj: number;
  readonly count: number;
  readonly unit: 'bit' | 'word' | 'operation' | 'us';
  readonly actions: readonly ActionEnergy[];
}

/** Energy of a run in microjoules. `totalUj` is the sum of the components, added in their order. */
export interface EnergyReport {
  readonly technology: string;
  readonly device: string;
  readonly totalUj: number;
  /**
   * Energy of static power over the latency, from a power of `staticPowerW` watts known as `staticMark` says.
   */
  readonly staticUj: number;
  readonly staticPowerW: number;
  readonly staticMark: Mark;
  readonly components: readonly ComponentEnergy[];
}

const pjPerUj = 1e6;

/**
 * Energy of a run: the sum over all actions of count x energy per action at `bits` operand bits (W), plus
 * static power x time (1 W for 1 us is 1 uJ). Throws a RangeError on a count or a latency that is negative
 * or not finite, or bits below 1.
 */
export function energyOf(
  counts: Readonly<ActionCounts>,
  latencyUs: number,
  technology: Technology,
  device: Device,
  bits: number,
): EnergyReport {
  if (!(Number.isFinite(latencyUs) && latencyUs >= 0)) throw new RangeError(`latency of ${latencyUs} us`);
  if (!(Number.isInteger(bits) && bits >= 1)) throw new RangeError(`operands of ${bits} bits`);
  const watts = technology.staticPowerW === 'device' ? device.staticPowerW : technology.staticPowerW;
  const staticUj = watts.value * latencyUs;
  const components = (Object.keys(energyComponents) as EnergyComponent[]).map(
    (component): ComponentEnergy => {
      if (component === 'static')
        return { component, energyUj: staticUj, count: latencyUs, unit: 'us', actions: [] };
      const actions = energyComponents[component].map((action) =>
        actionEnergy(action, counts[action], technology, bits),
      );
      return {
        component,
        energyUj: sum(actions.map(({ energyUj }) => energyUj)),
        count: sum(actions.map(({ count }) => count)),
        unit: actions[0].unit,
        actions,
      };
    },
  );
  return {
    technology: technology.name,
    device: device.name,
    totalUj: sum(components.map(({ energyUj }) => energyUj)),
    staticUj,
    staticPowerW: watts.value,
    staticMark: watts.mark,
    components,
  };
}

/** Factor on the energy of an action given at `operandBits`, for operands of `bits`. */
export function scalingFactor(scaling: Scaling, bits: number, operandBits: number): number {
  if (scaling === 'none') return 1;
  const ratio = bits / operandBits;
  return scaling === 'bits' ? ratio : ratio * ratio;
}

function actionEnergy(
  action: keyof ActionCounts,
  count: number,
  technology: Technology,
  bits: number,
): ActionEnergy {
  if (!(Number.isFinite(count) && count >= 0)) throw new RangeError(`${action}: count of ${count}`);
  const { value, scaling, per, mark } = technology.entries[action];
  const energyPj = value * scalingFactor(scaling, bits, technology.operandBits);
  return { action, count, unit: per, energyPj, energyUj: (count * energyPj) / pjPerUj, mark };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
