/**
 * What the hardware did in a run, counted where it happens. Energy is the sum of count times energy per action; nothing else is
 * charged but static power over time. Units: bits for memories that differ in width, events of one word or one lane elsewhere.
 */
export interface ActionCounts {
  /** Bits read from the PEs' weight memories (whole beats, padding and empty lanes included). */
  weightReadBits: number;
  /** Bits written into weight memories by the DMA (streamed weights). */
  weightWriteBits: number;
  /** Words read from vector buffer banks (padding lanes included). */
  bufferReads: number;
  /** Words written into vector buffer banks: one per element and copy. */
  bufferWrites: number;
  /** Products of the SpMV lanes (padding included). */
  multiplies: number;
  /** Additions in the adder trees and accumulators. */
  treeAdds: number;
  /** Lanes granted by a bank arbiter and carried by the data crossbar. */
  crossbarTransfers: number;
  /** Element operations of the element-wise unit. */
  elementAdds: number;
  elementMultiplies: number;
  activations: number;
  /** Words read from and written to the element-wise register file. */
  registerReads: number;
  registerWrites: number;
  /** Bits moved from off-chip memory, whole bursts. */
  dramBits: number;
}

/** No action yet. */
export function noActions(): ActionCounts {
  return {
    weightReadBits: 0,
    weightWriteBits: 0,
    bufferReads: 0,
    bufferWrites: 0,
    multiplies: 0,
    treeAdds: 0,
    crossbarTransfers: 0,
    elementAdds: 0,
    elementMultiplies: 0,
    activations: 0,
    registerReads: 0,
    registerWrites: 0,
    dramBits: 0,
  };
}

/** Adds `more`, `times` over, to `total`. */
export function addActions(total: ActionCounts, more: Readonly<ActionCounts>, times = 1): void {
  for (const name of Object.keys(total) as (keyof ActionCounts)[]) total[name] += more[name] * times;
}
