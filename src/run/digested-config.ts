import { patterns } from '../bbs/patterns/index.ts';
import type { Device } from '../energy/device.ts';
import { lowestClockLimit } from '../energy/memory-clock.ts';
import type { FamilyCosts, ResourceCosts } from '../energy/resource-costs.ts';
import type { AcceleratorConfig } from '../hw/config/config.ts';
import { tableShape, wholeRange } from '../num/activation.ts';
import { machineOf } from './machines.ts';

type Fields = Readonly<Record<string, unknown>>;

/** What a digest holds of an accelerator: all that decides its result. */
export function digestedConfig(config: AcceleratorConfig): Fields {
  const fields = withTables(config, machineOf(config).decides(config, 'result'));
  return withDroppedFields(withoutImage(fields));
}

/** The tables that a format comes to; none for those of version 0.1.0, 64 segments over the whole range. */
function withTables({ number }: AcceleratorConfig, fields: Fields): Fields {
  const { activation, ...others } = mappingOf(fields.number) ?? {};
  const given = { range: null, segments: null, ...mappingOf(activation) };
  const { range, segments } = tableShape({ ...number, activation: given });
  const areFirst = range === wholeRange(number) && segments === 64;
  const known = withoutUnscaled(others);
  return { ...fields, number: areFirst ? known : { ...known, activation: { range, segments } } };
}

/** Weights of the one format are what version 0.1.0 had; nothing is scaled then. */
function withoutUnscaled(number: Fields): Fields {
  const { weightBits, weightScale: _, ...others } = number;
  return weightBits === 8 ? number : others;
}

/** Fields that version 0.1.0 did not have, with the values that leave a design as it was. */
const laterFields: Fields = {
  sharedBanks: null,
  vectorCopies: 1,
  pump: 1,
  packRows: false,
  rowsPerCycle: 2,
  directions: 'sequential',
  keepPerBank: null,
};

function withoutLaterFields(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([name, value]) => laterFields[name] !== value));
}

/**
 * A file that leaves its tables to the format, or its weights in the one format, says no more than one that
 * has no word for them.
 */
function withoutUnsetNumbers(fields: Fields): Fields {
  const given = mappingOf(fields.number);
  if (given === null) return fields;
  const { activation, ...others } = withoutUnscaled(given);
  const { range = null, segments = null } = mappingOf(activation) ?? {};
  const isUnset = activation === undefined || (range === null && segments === null);
  return { ...fields, number: isUnset ? others : { ...others, activation } };
}

/** Version 0.1.0 streamed nothing but images, so its digests have no word for them. */
function withoutImage(fields: Fields): Fields {
  const { stream, ...dram } = mappingOf(fields.dram) ?? {};
  return stream === 'image' ? { ...fields, dram } : fields;
}

/** What decides which costs a digest holds, since version 0.1.0 knew of neither. */
export interface DigestedParts {
  /** The stream may be packed, and so have an expander. */
  readonly mayBePacked: boolean;
  /** A layer is a GRU, and so its lanes are. */
  readonly hasGru: boolean;
}

/**
 * What a digest holds of the costs of logic: those of an expander and of a GRU's lanes only where there
 * are any.
 */
export function digestedCosts(costs: ResourceCosts, { mayBePacked, hasGru }: DigestedParts): object {
  const known = digestedParts.get(costs) ?? new Map<string, object>();
  digestedParts.set(costs, known);
  const key = `${mayBePacked} ${hasGru}`;
  const made = known.get(key) ?? costsOfParts(costs, { mayBePacked, hasGru });
  known.set(key, made);
  return made;
}

/** One object for each, so that its text is written once. */
const digestedParts = new WeakMap<ResourceCosts, Map<string, object>>();

function costsOfParts(
  { ewop, families, ...costs }: ResourceCosts,
  { mayBePacked, hasGru }: DigestedParts,
): object {
  const { chainedGru: _, ...lanes } = ewop;
  const ofFamily = ({ expander, ewopLane, ...others }: FamilyCosts) => {
    const { chainedGru: __, ...ofLstm } = ewopLane;
    return { ...others, ...(mayBePacked && { expander }), ewopLane: hasGru ? ewopLane : ofLstm };
  };
  return {
    ...costs,
    ewop: hasGru ? ewop : lanes,
    families: Object.fromEntries(Object.entries(families).map(([family, of]) => [family, ofFamily(of)])),
  };
}

/**
 * What a digest holds of a device: the highest clocks of its memories only for a design that has a memory
 * above one of them, and what its DSP blocks do for int8 weights only for a design that has those, since none
 * other is changed by them, and version 0.1.0 knew of neither.
 */
export function digestedDevice(device: Device, memoryMhz: number, hasScales: boolean): object {
  const ofScales = hasScales ? device : withoutPacking(device);
  return memoryMhz > lowestClockLimit(device) ? ofScales : withoutClockLimits(ofScales);
}

/** A device, or what is left of one. */
type DevicePart = Pick<Device, 'ram' | 'distributedRam'> & { readonly dsp: object };

const withoutLimits = new WeakMap<DevicePart, object>();
const unpacked = new WeakMap<Device, DevicePart>();

/** The same device for every clock: one object, so that its text is written once. */
function withoutClockLimits(device: DevicePart): object {
  const known = withoutLimits.get(device);
  if (known) return known;
  const { maxMhz: _, ...ram } = device.ram;
  const { maxMhz: __, ...distributedRam } = device.distributedRam;
  const { maxMhz: ___, ...dsp } = { maxMhz: null, ...device.dsp };
  const made = { ...device, ram, distributedRam, dsp };
  withoutLimits.set(device, made);
  return made;
}

function withoutPacking(device: Device): DevicePart {
  const known = unpacked.get(device);
  if (known) return known;
  const { dspPacking: _, dsp, ...others } = device;
  const { operandBits: __, ...ownDsp } = dsp;
  const made = { ...others, dsp: ownDsp };
  unpacked.set(device, made);
  return made;
}

/** What every design reads of a device, as version 0.1.0 knew it. */
export function commonDevice(device: Device): object {
  return digestedDevice(device, 0, false);
}

/**
 * Version 0.1.0 gave every accelerator fields that some kinds and patterns did not read, and
 * its digests have them. They are put back as they were when nobody had set them, and fields that
 * came later are left out where they change nothing, so that what it has simulated is found again.
 */
export function withDroppedFields(fields: Fields): Fields {
  const timing = { crossbarRegister: 0, ...mappingOf(fields.timing) };
  const own = withoutUnsetNumbers(withoutLaterFields(fields));
  const all = { ports: 1, rowOrder: 'natural', arbiter: 'fixed', placement: 'even', ...own, timing };
  const pattern = mappingOf(fields.pattern);
  const hadSteps = pattern !== null && !patterns.find(({ kind }) => kind === pattern.kind)?.keepsAll;
  return hadSteps ? { ...all, pattern: { steps: 1, ...pattern } } : all;
}

function mappingOf(value: unknown): Fields | null {
  return typeof value === 'object' && value !== null ? (value as Fields) : null;
}
