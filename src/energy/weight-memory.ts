import type { Device } from './device.ts';
import { blocksOfRam } from './memory-mapping.ts';

/** Where the weight memories of all PEs are. */
export interface WeightMemoryUse {
  /** Blocks of RAM, those that the device does not have included. */
  readonly ramBlocks: number;
  readonly ultraRam: number;
  /** True when every PE found its memory on the device. */
  readonly fits: boolean;
}

/**
 * Places the weight memories of `pes` PEs, each `beatBits` wide and `beats` deep: block RAM as far as
 * `freeBlocks` go, whole PEs at a time, then UltraRAM where the device has it; what is left over is
 * counted as block RAM that is missing.
 */
export function placeWeightMemories(
  pes: number,
  beatBits: number,
  beats: number,
  device: Device,
  freeBlocks: number,
): WeightMemoryUse {
  const { ram, ultraRam } = device;
  if (beats === 0) return { ramBlocks: 0, ultraRam: 0, fits: true };
  const blocks = blocksOfRam(ram, beatBits, beats);
  const inRam = Math.min(pes, Math.floor(freeBlocks / blocks));
  const ultraBlocks = ultraRam ? Math.ceil(beatBits / ultraRam.width) * Math.ceil(beats / ultraRam.depth) : 0;
  const inUltraRam = ultraRam ? Math.min(pes - inRam, Math.floor(ultraRam.count / ultraBlocks)) : 0;
  return {
    ramBlocks: Math.ceil((pes - inUltraRam) * blocks),
    ultraRam: inUltraRam * ultraBlocks,
    fits: inRam + inUltraRam === pes,
  };
}

/**
 * The most beats that every one of `pes` weight memories can hold in `freeBlocks` of RAM and the device's
 * UltraRAM; 0 when none. Throws a RangeError without PEs or with an empty beat.
 */
export function deepestWeightMemory(
  pes: number,
  beatBits: number,
  device: Device,
  freeBlocks: number,
): number {
  if (!(pes >= 1 && beatBits >= 1))
    throw new RangeError(`weight memories of ${pes} PEs with beats of ${beatBits} bits`);
  const { ram, ultraRam } = device;
  const bits =
    freeBlocks * ram.bitsPerBlock + (ultraRam ? ultraRam.count * ultraRam.width * ultraRam.depth : 0);
  let fitting = 0;
  let tooDeep = Math.floor(bits / (pes * beatBits)) + 1;
  while (tooDeep - fitting > 1) {
    const beats = Math.floor((fitting + tooDeep) / 2);
    if (placeWeightMemories(pes, beatBits, beats, device, freeBlocks).fits) fitting = beats;
    else tooDeep = beats;
  }
  return fitting;
}
