import type { Footprint } from '../hw/accounts/footprint.ts';
import type { Device } from './device.ts';
import { type MemoryUse, mapMemory } from './memory-mapping.ts';
import type { ResourceCosts } from './resource-costs.ts';
import { besideBits, stagesOf } from './stages.ts';

/** Banks of all vector buffers: every PE has one or copies of it, or all have one together. */
function allBanks({ sharedBuffer, pes, lanes, banks = lanes, vectorCopies = 1 }: VectorBuffers): number {
  return (sharedBuffer ? 1 : pes) * vectorCopies * banks;
}

type VectorBuffers = Omit<Footprint, 'beatsPerPe'>;

/**
 * Banks of a vector buffer. A bank's regions share a shallow memory as far as they fit into one, a deeper
 * region is a memory of its own. That one is never written while an SpMV reads it (hazard rule (d) of
 * docs/timing.md section 5), so a true-dual-port block serves two read ports.
 */
export function bufferMemories(footprint: VectorBuffers, device: Device, costs: ResourceCosts): MemoryUse {
  const { bits, regionWords, ports } = footprint;
  const banks = allBanks(footprint);
  const shallow = costs.distributedRamWords.value;
  let ramBlocks = 0;
  let distributedLogic = 0;
  let muxLogic = 0;
  for (const depth of packRegions(regionWords, shallow)) {
    const use = mapMemory({ width: bits, depth, readPorts: ports }, device, shallow);
    ramBlocks += use.ramBlocks * banks;
    distributedLogic += use.distributedLogic * banks;
    muxLogic += use.muxLogic * banks;
  }
  return { ramBlocks, distributedLogic, muxLogic };
}

/**
 * Depths of the memories that hold regions of these depths: first fit, deepest first, into
 * memories of at most `shallow` words.
 */
export function packRegions(regionWords: readonly number[], shallow: number): number[] {
  const memories: number[] = [];
  for (const words of [...regionWords].sort((a, b) => b - a)) {
    const roomy = memories.findIndex((used) => used + words <= shallow);
    if (roomy >= 0) memories[roomy] += words;
    else memories.push(words);
  }
  return memories;
}

/**
 * Flip-flops at the outputs of all banks: the word that was read where the memory is logic (a block of RAM
 * has that register; the second word of a cycle is with double pumping), with `bankOutputRegister` another,
 * and the weights of lanes beside them, with what says that they are there. rtl/vector_bank.sv; rtl/pe.sv,
 * stage S2.
 */
export function bufferRegisters(footprint: Footprint, { distributedLogic }: MemoryUse): number {
  const { pes, lanes, bits, weightBits = bits, ports, pump = 1 } = footprint;
  const { bankOutputRegister } = stagesOf(footprint);
  const words = allBanks(footprint) * ports * bits;
  const beside = pes * lanes * weightBits + besideBits(footprint);
  return (
    (distributedLogic > 0 ? words : 0) + bankOutputRegister * pump * words + (1 + bankOutputRegister) * beside
  );
}
