import type { Footprint } from '../hw/accounts/footprint.ts';
import { tableLogic, tableMemories } from './activation-tables.ts';
import {
  component,
  logicComponent,
  memoryComponent,
  sumOf,
  together,
  wholeBlocks,
  withLogic,
} from './component.ts';
import { broadcastLogic, controllerLogic } from './controller-logic.ts';
import type { Device } from './device.ts';
import { dmaLogic } from './dma-logic.ts';
import { ewopLogic } from './ewop-logic.ts';
import { arbiterLogic, crossbarLogic } from './interconnect-logic.ts';
import { laneCounterLogic, laneStreamLogic } from './lane-logic.ts';
import { clockOverflows } from './memory-clock.ts';
import { type MemoryUse, mapMemory, muxOfRam, noMemory, timesMemory } from './memory-mapping.ts';
import {
  ewopMultipliers,
  laneMultipliers,
  multiplyLogic,
  type PlacedMultipliers,
  placeMultipliers,
} from './multiplier-logic.ts';
import { accumulatorLogic, treeLogic } from './pe-logic.ts';
import { pumpLogic } from './pump-logic.ts';
import type { FamilyCosts, ResourceCosts } from './resource-costs.ts';
import { type ComponentResources, type ResourceReport, resourceReport } from './resource-report.ts';
import { rescalers, scaleComponents, scaleMemories } from './row-scales.ts';
import { bufferMemories, bufferRegisters } from './vector-buffers.ts';
import { deepestWeightMemory, placeWeightMemories, type WeightMemoryUse } from './weight-memory.ts';

export type {
  ComponentResources,
  Overflow,
  Resource,
  ResourceReport,
  ResourceUse,
} from './resource-report.ts';
export { describeOverflow } from './resource-report.ts';
export { packRegions } from './vector-buffers.ts';

/** A footprint whose weight memory depth is still open. */
export type OpenFootprint = Omit<Footprint, 'beatsPerPe'>;

/**
 * Estimates what a design takes of a device: multipliers to DSP blocks first (SpMV lanes, then element-wise
 * lanes) and then to logic; shallow memories to MLABs or LUT RAM and deep ones to block RAM; weight memories
 * to the RAM that is left. A second array is estimated like the first from what that leaves, and is one
 * component. Constants: configs/technology/resource-costs.yaml.
 */
export function estimateResources(
  footprint: Footprint,
  device: Device,
  costs: ResourceCosts,
): ResourceReport {
  const others = otherMemories(footprint, device, costs);
  const { count, width } = weightMemories(footprint);
  const weights = (arrays: number) =>
    placeWeightMemories(arrays * count, width, footprint.beatsPerPe, device, others.freeBlocks);
  const first = weights(1);
  const breakdown = arrayComponents(footprint, device, costs, others, first, device.dsp.count);
  if (footprint.arrays === 2) {
    const both = weights(2);
    const second = { ramBlocks: both.ramBlocks - first.ramBlocks, ultraRam: both.ultraRam - first.ultraRam };
    const dspLeft = device.dsp.count - sumOf(breakdown, 'dsp');
    breakdown.push(
      together(
        'second array',
        arrayComponents(footprint, device, costs, others, second, Math.max(0, dspLeft)),
      ),
    );
  }
  const { clockMhz = 0, pump = 1 } = footprint;
  const tooFast = clockOverflows(device, [
    { ramBlocks: first.ramBlocks, distributedLogic: 0, clockMhz },
    { ...others.buffers, clockMhz: clockMhz * pump },
    { ...others.registers, clockMhz },
    { ...others.ofRows, clockMhz },
    { ...others.scales, clockMhz },
  ]);
  return resourceReport(device, breakdown, tooFast);
}

/** What one array takes, part by part, with so many DSP blocks to choose from. */
function arrayComponents(
  footprint: Footprint,
  device: Device,
  costs: ResourceCosts,
  { buffers, registers, ofRows, tables, scales }: ReturnType<typeof otherMemories>,
  { ramBlocks, ultraRam }: Pick<WeightMemoryUse, 'ramBlocks' | 'ultraRam'>,
  dspBlocks: number,
): ComponentResources[] {
  const family = costs.families[device.family];
  const { multipliers, rescaling, ewop } = placedMultipliers(footprint, device, costs, dspBlocks);
  const selection = family.expander.logic.value;
  const stacked = weightMux(footprint, device, ramBlocks);
  return [
    { ...component('weight memory'), ramBlocks, ultraRam, logic: Math.ceil(selection * stacked) },
    withLogic(memoryComponent('vector buffers', buffers, selection), {
      logic: 0,
      flipFlops: bufferRegisters(footprint, buffers),
    }),
    logicComponent('arbiter', arbiterLogic(footprint, family)),
    logicComponent('crossbar', crossbarLogic(footprint, family)),
    {
      ...logicComponent('multipliers', multiplyLogic(footprint, multipliers, family)),
      dsp: multipliers.dsp,
    },
    logicComponent('adder trees', treeLogic(footprint, family)),
    logicComponent('accumulators', accumulatorLogic(footprint, family)),
    elementWisePart(footprint, costs, family, tables, ewop),
    memoryComponent('register file', registers, selection),
    logicComponent('controller', controllerLogic(footprint, family)),
    logicComponent('broadcast', broadcastLogic(footprint, costs, family)),
    logicComponent('DMA buffers', dmaLogic(footprint, family)),
    ...scaleComponents(footprint, family, scales, rescaling),
    ...laneComponents(footprint, device, costs, ofRows),
    ...pumpComponents(footprint, family),
  ];
}

/** Where multipliers are: SpMV lanes find DSP blocks first, then rescalers, then element-wise lanes. */
function placedMultipliers(footprint: Footprint, device: Device, costs: ResourceCosts, dspBlocks: number) {
  const family = costs.families[device.family];
  const { multipliersPerBlock } = device.dsp;
  const multipliers = placeMultipliers(
    [laneMultipliers(footprint, costs, family)],
    productsPerBlock(footprint, device),
    dspBlocks,
  );
  const rescaling = placeMultipliers(
    [rescalers(footprint, device, costs, family)],
    multipliersPerBlock,
    dspBlocks - multipliers.dsp,
  );
  const ewop = placeMultipliers(
    ewopMultipliers(footprint, costs, family),
    multipliersPerBlock,
    dspBlocks - multipliers.dsp - rescaling.dsp,
  );
  return { multipliers, rescaling, ewop };
}

function elementWisePart(
  footprint: Footprint,
  costs: ResourceCosts,
  family: FamilyCosts,
  tables: MemoryUse,
  { dsp, logic }: PlacedMultipliers,
): ComponentResources {
  const lanes = ewopLogic(footprint, costs, family);
  const memory = memoryComponent('element-wise lanes', tables, family.expander.logic.value);
  const all = lanes.logic + logic + tableLogic(footprint, family);
  return { ...withLogic(memory, { logic: all, flipFlops: lanes.flipFlops }), dsp };
}

/** Functions of six inputs that choose between the stacked blocks of weight memories in block RAM. */
function weightMux(footprint: Footprint, { ram }: Device, ramBlocks: number): number {
  const { count, width } = weightMemories(footprint);
  return ramBlocks === 0 ? 0 : count * muxOfRam(ram, width, footprint.beatsPerPe);
}

/**
 * Beats that the weight memory of every PE can hold in the RAM that the other memories leave: what
 * `weights: auto` compares with and a streamed design divides. 0 when not even one beat fits. Throws a
 * RangeError without PEs or with an empty beat.
 */
export function weightMemoryCapacity(footprint: OpenFootprint, device: Device, costs: ResourceCosts): number {
  const { freeBlocks } = otherMemories(footprint, device, costs);
  const { count, width } = weightMemories(footprint);
  const { arrays = 1 } = footprint;
  return deepestWeightMemory(arrays * count, width, device, freeBlocks);
}

/** One memory of a PE's beats, or one for every lane that has an address of its own. */
function weightMemories({ pes, lanes, beatBits, laneMemories }: OpenFootprint) {
  return laneMemories
    ? { count: pes * lanes, width: laneMemories.wordBits }
    : { count: pes, width: beatBits };
}

/** The memories of an array that are mapped before the weight memories, and the blocks that all leave. */
function otherMemories(footprint: OpenFootprint, device: Device, costs: ResourceCosts) {
  const buffers = bufferMemories(footprint, device, costs);
  const registers = registerFileMemory(footprint, device, costs);
  const ofRows = rowMemories(footprint, device, costs);
  const tables = tableMemories(footprint, device, costs);
  const scales = scaleMemories(footprint, device, costs);
  const { arrays = 1 } = footprint;
  const uses = [buffers, registers, ofRows, tables, scales];
  const taken = arrays * uses.reduce((sum, use) => sum + wholeBlocks(use), 0);
  return { buffers, registers, ofRows, tables, scales, freeBlocks: Math.max(0, device.ram.count - taken) };
}

/** Products of SpMV lanes that a DSP block forms: of 8 bits and W by a figure of the device's own. */
function productsPerBlock({ rowScales }: Footprint, { dsp, dspPacking }: Device): number {
  return rowScales && dspPacking ? dspPacking.value : dsp.multipliersPerBlock;
}

/**
 * The memories of all PEs with a word for every row. Each has one read port and is a copy of the others,
 * since the other port of a block writes streamed weights while they are read.
 */
function rowMemories({ laneMemories, pes }: OpenFootprint, device: Device, costs: ResourceCosts): MemoryUse {
  if (!laneMemories || laneMemories.rowBits === 0) return noMemory;
  const memory = { width: laneMemories.rowBits, depth: laneMemories.rowsPerPe, readPorts: 1 };
  const use = mapMemory(memory, device, costs.distributedRamWords.value);
  return timesMemory(use, pes * laneMemories.rowMemories);
}

function pumpComponents(footprint: Footprint, family: FamilyCosts): ComponentResources[] {
  const { pump = 1 } = footprint;
  return pump === 1 ? [] : [logicComponent('double pumping', pumpLogic(footprint, family))];
}

function laneComponents(
  footprint: Footprint,
  device: Device,
  costs: ResourceCosts,
  ofRows: MemoryUse,
): ComponentResources[] {
  const { laneMemories, laneStreams } = footprint;
  if (!laneMemories) return [];
  const family = costs.families[device.family];
  const lanes = laneStreams ? laneStreamLogic(footprint, family) : laneCounterLogic(footprint, family);
  return [withLogic(memoryComponent('lane queues', ofRows, family.expander.logic.value), lanes)];
}

/**
 * Model: the register file is one memory, a word of every element-wise lane wide. Vectors that are read
 * together lie in different blocks of it; further copies for parallel ports are not counted.
 */
function registerFileMemory(footprint: OpenFootprint, device: Device, costs: ResourceCosts): MemoryUse {
  const { ewopLanes, bits, registerFileBits } = footprint;
  const width = ewopLanes * bits;
  const depth = Math.ceil(registerFileBits / width);
  const memory = { width, depth, readPorts: 1 };
  return mapMemory(memory, device, costs.distributedRamWords.value);
}
