import type { BlockName } from './blocks.ts';
import type { ChargedRun } from './charged-run.ts';
import { boundedBy, type Known, nothing, productOf, sumKnown, times } from './known.ts';
import type { ComponentResources } from './resource-report.ts';
import type { ToggleRate } from './toggles.ts';

/** A toggle rate and what it may be, of operands of more than one kind. */
export type ToggleSpan = Omit<ToggleRate, 'mark'>;

const PJ_PER_UJ = 1e6;

/** Lookup tables of a unit of logic: an ALM is counted as two, as its vendor's table does. */
const LUTS = { ALM: 2, LUT: 1 } as const;

/** How much more or less a figure is at a toggle rate than at the one that it is given for. */
export function toggleFactor(toggle: ToggleSpan, atToggle: number | null): Known {
  if (atToggle === null) return { value: 1, low: 1, high: 1 };
  const { rate, lowRate, highRate } = toggle;
  return { value: rate / atToggle, low: lowRate / atToggle, high: highRate / atToggle };
}

/** The rate of the operands of a product: those of weights and words by their bits. */
export function operandToggle({ toggles, widths }: Pick<ChargedRun, 'toggles' | 'widths'>): ToggleSpan {
  const { weights, words } = toggles;
  const share = widths.weightBits / (widths.weightBits + widths.bits);
  const mean = (of: (rate: ToggleRate) => number) => share * of(weights) + (1 - share) * of(words);
  return {
    rate: mean(({ rate }) => rate),
    lowRate: mean(({ lowRate }) => lowRate),
    highRate: mean(({ highRate }) => highRate),
  };
}

/** Logic of a block that is not memory, which is charged per access. */
const logicOf = ({ logic, distributedRam }: ComponentResources): number => logic - distributedRam;

/**
 * Microjoules of the logic of some blocks that work in `busyCycles` of a run's cycles, at most in all of
 * them; nothing in a technology without a fabric.
 */
export function logicEnergy(
  run: ChargedRun,
  names: readonly BlockName[],
  busyCycles: number,
  toggle: ToggleSpan,
): Known {
  const { technology, resources, cycles, device } = run;
  if (technology.fabric === null) return nothing;
  const { value, mark, atToggle } = technology.fabric.logic;
  let luts = 0;
  for (const block of resources.breakdown)
    if (names.includes(block.component)) luts += logicOf(block) * LUTS[device.logic.unit];
  const perCycle = productOf(boundedBy(value, mark, technology.bounds), toggleFactor(toggle, atToggle));
  return times(perCycle, (luts * Math.min(busyCycles, cycles.total)) / PJ_PER_UJ);
}

/**
 * Microjoules of the logic that no action is charged for. The controller works in every cycle, the broadcast
 * while a vector is loaded, the DMA while bits are fetched, and what rescales, queues and pumps as often as
 * lanes multiply.
 */
export function otherLogicEnergy(run: ChargedRun): Known {
  const { cycles, offChip, toggles } = run;
  const count = (name: string) => run.actions.find((action) => action.name === name)?.count ?? 0;
  const lanes = run.lanes * run.arrays;
  const multiplying = lanes === 0 ? 0 : count('multiplies') / lanes;
  const fetching = offChip === null ? 0 : (count('dramBits') * offChip.clockMhz) / (8000 * offChip.gbPerS);
  const operands = operandToggle(run);
  return sumKnown([
    logicEnergy(run, ['controller'], cycles.total, toggles.words),
    logicEnergy(run, ['broadcast'], cycles.load, toggles.words),
    logicEnergy(run, ['DMA buffers'], fetching, toggles.weights),
    logicEnergy(run, ['row scales', 'lane queues', 'double pumping', 'second array'], multiplying, operands),
  ]);
}

/** Microjoules of the clock tree: every flip-flop in every cycle, since no block's clock is gated. */
export function clockTreeEnergy({ technology, resources, cycles }: ChargedRun): Known {
  if (technology.fabric === null) return nothing;
  const { value, mark } = technology.fabric.clockTree;
  const edges = resources.flipFlops.used * cycles.total;
  return times(boundedBy(value, mark, technology.bounds), edges / PJ_PER_UJ);
}
