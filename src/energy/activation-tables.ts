import { areTablesLogic, furtherFunctions } from '../hw/accounts/activation-tables.ts';
import type { Footprint } from '../hw/accounts/footprint.ts';
import type { Device } from './device.ts';
import { type MemoryUse, mapMemory, noMemory, timesMemory } from './memory-mapping.ts';
import type { FamilyCosts, ResourceCosts } from './resource-costs.ts';

/** Tables of an element-wise lane, and interpolations: one for each, or one for both in turn. */
interface LaneTables {
  readonly tables: number;
  readonly interpolations: number;
}

const chained: Readonly<Record<'lstm' | 'gru', LaneTables>> = {
  lstm: { tables: 5, interpolations: 5 },
  gru: { tables: 3, interpolations: 3 },
};
const ofInstructions: LaneTables = { tables: 2, interpolations: 1 };

/** What a lane has: a chained one that computes both cells those of the one that has more. */
function perLane({ ewopStyle, cells = ['lstm'] }: Pick<Footprint, 'ewopStyle' | 'cells'>): LaneTables {
  if (ewopStyle === 'instruction') return ofInstructions;
  return cells.map((cell) => chained[cell]).reduce((most, one) => (one.tables > most.tables ? one : most));
}

type Tables = Pick<Footprint, 'activation' | 'bits' | 'ewopLanes' | 'ewopStyle' | 'cells'>;

/**
 * Logic of the activation tables beyond what a lane has anyway, 64 words read in pairs over all of W bits:
 * functions of six inputs for the words of a deeper table that is logic, and, where the table ends before
 * the format, the comparison of the bits above it and the selection of an end, a function for each bit. A
 * function counts as one of an expander's selections.
 */
export function tableLogic(footprint: Tables, { expander }: FamilyCosts): number {
  const { activation, bits, ewopLanes } = footprint;
  if (!activation) return 0;
  const { segments, clampedBits } = activation;
  const { tables, interpolations } = perLane(footprint);
  const words = areTablesLogic(segments) ? 2 * bits * furtherFunctions(segments) : 0;
  const clamp = clampedBits > 0 ? bits + clampedBits : 0;
  return expander.logic.value * ewopLanes * (tables * words + interpolations * clamp);
}

/** The tables that are too deep for logic: memories with two read ports, for both ends of a segment. */
export function tableMemories(footprint: Tables, device: Device, costs: ResourceCosts): MemoryUse {
  const { activation, bits, ewopLanes } = footprint;
  if (!activation || areTablesLogic(activation.segments)) return noMemory;
  const table = { width: bits, depth: activation.segments, readPorts: 2 };
  const use = mapMemory(table, device, costs.distributedRamWords.value);
  return timesMemory(use, ewopLanes * perLane(footprint).tables);
}
