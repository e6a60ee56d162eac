import type { CountedAction } from '../hw/accounts/actions.ts';
import type { BlockName } from './blocks.ts';
import type { ChargedRun } from './charged-run.ts';
import { logicEnergy, operandToggle, type ToggleSpan, toggleFactor } from './fabric-energy.ts';
import { boundedBy, type Known, nothing, productOf, sumKnown, times } from './known.ts';
import type { Mark } from './mark.ts';
import type { MemoryEnergy, OperationEnergy, Scaling, Technology } from './technology.ts';

/** What an action is counted in. */
export type ActionUnit = 'bit' | 'word' | 'operation';

/** Energy of one action: `count` of `unit` took `energyUj` together, between `lowUj` and `highUj`. */
export interface ActionEnergy {
  readonly action: string;
  readonly words: string;
  readonly count: number;
  readonly unit: ActionUnit;
  readonly energyUj: number;
  readonly lowUj: number;
  readonly highUj: number;
  /** How the figure that it is charged by is known: an action in logic by that of a lookup table. */
  readonly mark: Mark;
}

const PJ_PER_UJ = 1e6;

/** Factor on the energy of an operation given at `operandBits`, for operands of `bits`. */
export function scalingFactor(scaling: Scaling, bits: number, operandBits: number): number {
  if (scaling === 'none') return 1;
  const ratio = bits / operandBits;
  return scaling === 'bits' ? ratio : ratio * ratio;
}

/** Energy of a counted action. Throws a RangeError for one of which the technology knows no energy. */
export function energyOfAction(run: ChargedRun, { name, words, count }: CountedAction): ActionEnergy {
  const charged = charges.get(name);
  if (charged === undefined) throw new RangeError(`${run.technology.name} knows no energy of ${name}`);
  const { value, low, high } = charged.energy(run, count);
  const entry = run.technology.entries[name as keyof Technology['entries']];
  const mark = entry === 'logic' ? (run.technology.fabric?.logic.mark ?? 'assumption') : entry.mark;
  return { action: name, words, count, unit: charged.unit, energyUj: value, lowUj: low, highUj: high, mark };
}

interface Charge {
  readonly unit: ActionUnit;
  /** Microjoules of so many. */
  energy(run: ChargedRun, count: number): Known;
}

const charges: ReadonlyMap<string, Charge> = new Map<string, Charge>([
  ['weightReadBits', { unit: 'bit', energy: weightBits('weightReadBits') }],
  ['weightWriteBits', { unit: 'bit', energy: weightBits('weightWriteBits') }],
  ['bufferReads', { unit: 'word', energy: bufferWords('bufferReads') }],
  ['bufferWrites', { unit: 'word', energy: bufferWords('bufferWrites') }],
  ['multiplies', { unit: 'operation', energy: multiplies }],
  ['treeAdds', { unit: 'operation', energy: laneLogic('treeAdds', ['adder trees', 'accumulators']) }],
  [
    'crossbarTransfers',
    { unit: 'operation', energy: laneLogic('crossbarTransfers', ['arbiter', 'crossbar']) },
  ],
  ['elementAdds', { unit: 'operation', energy: elementOperation('elementAdds') }],
  ['elementMultiplies', { unit: 'operation', energy: elementOperation('elementMultiplies') }],
  ['activations', { unit: 'operation', energy: elementOperation('activations') }],
  ['registerReads', { unit: 'word', energy: registerWords('registerReads') }],
  ['registerWrites', { unit: 'word', energy: registerWords('registerWrites') }],
  [
    'dramBits',
    {
      unit: 'bit',
      energy: ({ technology: { entries, bounds } }, count) =>
        times(boundedBy(entries.dramBits.value, entries.dramBits.mark, bounds), count / PJ_PER_UJ),
    },
  ],
]);

type MemoryAction = {
  readonly [Name in keyof Technology['entries']]: Technology['entries'][Name] extends MemoryEnergy
    ? Name
    : never;
}[keyof Technology['entries']];

/** Microjoules of bits of words that lie side by side in blocks: each block that a word needs is accessed. */
function memoryBits(
  { technology: { bounds }, device }: ChargedRun,
  { base, perBit, mark }: MemoryEnergy,
  wordBits: number,
  bits: number,
): Known {
  const widest = Math.max(...device.ram.widths.map(({ width }) => width));
  const picojoules = perBit + (base * Math.ceil(wordBits / widest)) / wordBits;
  return times(boundedBy(picojoules, mark, bounds), bits / PJ_PER_UJ);
}

function weightBits(name: MemoryAction): Charge['energy'] {
  return (run, count) => memoryBits(run, run.technology.entries[name], run.widths.weightWordBits, count);
}

/** The figures of a block's memories: those of block RAM as soon as some of them is, which is the more. */
function memoryOf({ technology, resources }: ChargedRun, block: BlockName, name: MemoryAction): MemoryEnergy {
  const found = resources.breakdown.find(({ component }) => component === block);
  const isDistributed = found !== undefined && found.ramBlocks === 0 && found.distributedRam > 0;
  return isDistributed && technology.fabric ? technology.fabric.distributedMemory : technology.entries[name];
}

function bufferWords(name: MemoryAction): Charge['energy'] {
  return (run, count) => {
    const { bits } = run.widths;
    return memoryBits(run, memoryOf(run, 'vector buffers', name), bits, count * bits);
  };
}

function registerWords(name: MemoryAction): Charge['energy'] {
  return (run, count) => {
    const { bits, registerWordBits } = run.widths;
    return memoryBits(run, memoryOf(run, 'register file', name), registerWordBits, count * bits);
  };
}

/** Picojoules of an operation at the operands of a design, `share` of it with narrower ones. */
function operationOf(
  run: ChargedRun,
  { value, scaling, atToggle, mark }: OperationEnergy,
  toggle: ToggleSpan,
  narrower = 1,
): Known {
  const { technology, widths } = run;
  const share = scaling === 'none' ? 1 : narrower;
  const scaled = value * scalingFactor(scaling, widths.bits, technology.operandBits) * share;
  return productOf(boundedBy(scaled, mark, technology.bounds), toggleFactor(toggle, atToggle));
}

/**
 * Products of lanes: those of multipliers in DSP blocks at the energy of one, those of multipliers in logic
 * through their logic; a product of unlike widths by the product of the widths (assumption).
 */
function multiplies(run: ChargedRun, count: number): Known {
  const { technology, widths } = run;
  const toggle = operandToggle(run);
  const each = operationOf(run, technology.entries.multiplies, toggle, widths.weightBits / widths.bits);
  const inDsp = technology.fabric === null ? 1 : dspShare(run);
  return sumKnown([
    times(each, (count * inDsp) / PJ_PER_UJ),
    logicEnergy(run, ['multipliers'], busyLanes(run, count), toggle),
  ]);
}

/** Share of the lanes whose multipliers are in DSP blocks. */
function dspShare({ resources, device, widths, lanes, arrays }: ChargedRun): number {
  const blocksOf = (name: BlockName) =>
    resources.breakdown.find(({ component }) => component === name)?.dsp ?? 0;
  const beside = blocksOf('element-wise lanes') + blocksOf('row scales');
  const second = Math.max(0, blocksOf('second array') - beside);
  const { dsp, dspPacking } = device;
  const perBlock = widths.weightBits < widths.bits && dspPacking ? dspPacking.value : dsp.multipliersPerBlock;
  const all = lanes * arrays;
  return all === 0 ? 0 : Math.min(1, ((blocksOf('multipliers') + second) * perBlock) / all);
}

/** Cycles in which all lanes work, when so many actions of lanes are done. */
const busyLanes = ({ lanes, arrays }: ChargedRun, count: number): number =>
  lanes === 0 ? 0 : count / (lanes * arrays);

/** What lanes do in logic: the logic of its blocks in the cycles that all lanes together need for it. */
function laneLogic(name: 'treeAdds' | 'crossbarTransfers', blocks: readonly BlockName[]): Charge['energy'] {
  return (run, count) => {
    const { entries } = run.technology;
    const { bits, weightBits: ofWeights } = run.widths;
    const entry = entries[name];
    const toggle = operandToggle(run);
    if (entry === 'logic') return logicEnergy(run, blocks, busyLanes(run, count), toggle);
    // An addition is as wide as the products that it adds; a crossbar carries words of the vector.
    const narrower = name === 'treeAdds' ? (bits + ofWeights) / (2 * bits) : 1;
    return times(operationOf(run, entry, toggle, narrower), count / PJ_PER_UJ);
  };
}

/**
 * An operation of the element-wise unit. What of the unit is logic works in the cycles in which the unit
 * does, and is charged to its operations by their counts.
 */
function elementOperation(name: 'elementAdds' | 'elementMultiplies' | 'activations'): Charge['energy'] {
  return (run, count) => {
    const { technology, cycles, toggles } = run;
    const entry = technology.entries[name];
    const all = run.actions.reduce(
      (sum, action) => sum + (elementActions.has(action.name) ? action.count : 0),
      0,
    );
    const busy = all === 0 ? 0 : (cycles.elementWise * count) / all;
    return sumKnown([
      entry === 'logic' ? nothing : times(operationOf(run, entry, toggles.words), count / PJ_PER_UJ),
      logicEnergy(run, ['element-wise lanes'], busy, toggles.words),
    ]);
  };
}

const elementActions: ReadonlySet<string> = new Set(['elementAdds', 'elementMultiplies', 'activations']);
