import type { CountedAction } from '../hw/accounts/actions.ts';
import type { Device } from './device.ts';
import type { Mark } from './mark.ts';
import type { Scaling, Technology } from './technology.ts';

/** Energy of one action: `count` of `unit`, each `energyPj` picojoules at the operand bits of the design. */
export interface ActionEnergy {
  readonly action: string;
  readonly words: string;
  readonly count: number;
  readonly unit: 'bit' | 'word' | 'operation';
  readonly energyPj: number;
  readonly energyUj: number;
  readonly mark: Mark;
}

/**
 * Energy of a component: the sum of its actions, whose counts share one unit. `static`: no action, and
 * `count` is the latency in us.
 */
export interface ComponentEnergy {
  readonly component: string;
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

/** Operand bits of a design (W), and those of a weight. */
export interface OperandWidths {
  readonly bits: number;
  readonly weightBits: number;
}

/**
 * Energy of a run: the sum over all actions of count x energy per action at the operand bits (W) and those of
 * weights, plus static power x time (1 W for 1 us is 1 uJ). Components come in the order in which the actions
 * first name them. Throws a RangeError on a count or a latency that is negative or not finite, bits below 1,
 * or an action of which the technology knows no energy.
 */
export function energyOf(
  counted: readonly CountedAction[],
  latencyUs: number,
  technology: Technology,
  device: Device,
  widths: OperandWidths,
): EnergyReport {
  if (!(Number.isFinite(latencyUs) && latencyUs >= 0)) throw new RangeError(`latency of ${latencyUs} us`);
  for (const bits of [widths.bits, widths.weightBits])
    if (!(Number.isInteger(bits) && bits >= 1)) throw new RangeError(`operands of ${bits} bits`);
  const watts = technology.staticPowerW === 'device' ? device.staticPowerW : technology.staticPowerW;
  const staticUj = watts.value * latencyUs;
  const components: ComponentEnergy[] = [
    ...[...new Set(counted.map(({ component }) => component))].map((component) =>
      componentEnergy(
        component,
        counted
          .filter((action) => action.component === component)
          .map((action) => actionEnergy(action, technology, widths)),
      ),
    ),
    { component: 'static', energyUj: staticUj, count: latencyUs, unit: 'us', actions: [] },
  ];
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

/**
 * What an action costs with weights of other bits than the vector, as a share of what it would with both of
 * W: a product of a lane by the product of the widths, an addition in its tree by the bits of a product
 * (assumption). 1 of all others, and where the energy does not follow the bits at all.
 */
function shareOfWeights(action: string, scaling: Scaling, { bits, weightBits }: OperandWidths): number {
  if (scaling === 'none') return 1;
  if (action === 'multiplies') return weightBits / bits;
  return action === 'treeAdds' ? (bits + weightBits) / (2 * bits) : 1;
}

/** Factor on the energy of an action given at `operandBits`, for operands of `bits`. */
export function scalingFactor(scaling: Scaling, bits: number, operandBits: number): number {
  if (scaling === 'none') return 1;
  const ratio = bits / operandBits;
  return scaling === 'bits' ? ratio : ratio * ratio;
}

function componentEnergy(component: string, actions: readonly ActionEnergy[]): ComponentEnergy {
  return {
    component,
    energyUj: sum(actions.map(({ energyUj }) => energyUj)),
    count: sum(actions.map(({ count }) => count)),
    unit: actions[0].unit,
    actions,
  };
}

function actionEnergy(
  { name: action, words, count }: CountedAction,
  technology: Technology,
  widths: OperandWidths,
): ActionEnergy {
  if (!(Number.isFinite(count) && count >= 0)) throw new RangeError(`${action}: count of ${count}`);
  const entry = new Map(Object.entries(technology.entries)).get(action);
  if (entry === undefined) throw new RangeError(`${technology.name} knows no energy of ${action}`);
  const { value, scaling, per, mark } = entry;
  const share = shareOfWeights(action, scaling, widths);
  const energyPj = value * scalingFactor(scaling, widths.bits, technology.operandBits) * share;
  return { action, words, count, unit: per, energyPj, energyUj: (count * energyPj) / pjPerUj, mark };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
