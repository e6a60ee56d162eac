/**
 * What the hardware did in a run, counted where it happens. Energy is the sum of count times energy per
 * action; nothing else is charged but static power over time. Units: bits for memories that differ in width,
 * events of one word or one lane elsewhere.
 */
export interface ActionCounts {
  /**
   * Bits read from the PEs' weight memories: whole beats, padding and empty lanes included; of lanes with
   * memories of their own the words that each has, and those of rows; and of int8 weights the scales of rows.
   */
  weightReadBits: number;
  /** Bits written into weight memories by the DMA (streamed weights). */
  weightWriteBits: number;
  /** Words read from vector buffer banks (padding lanes included). */
  bufferReads: number;
  /** Words written into vector buffer banks: one per element and copy. */
  bufferWrites: number;
  /** Products of the SpMV lanes (padding included); a rescale of int8 weights counts as several. */
  multiplies: number;
  /** Additions in the adder trees and accumulators, twice for lanes of rows that share beats. */
  treeAdds: number;
  /**
   * Lanes granted by a bank arbiter and carried by the data crossbar; twice where registers collect them.
   * Requests of a shuffle unit, those that came back among them, count twice: they carry weight and address.
   */
  crossbarTransfers: number;
  /** Element operations of the element-wise unit; a clamp of an activation is an addition. */
  elementAdds: number;
  elementMultiplies: number;
  activations: number;
  /** Words read from and written to the element-wise register file, and further words of deep tables. */
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

/**
 * Something that hardware does and is charged for: its name in files, its words, and the
 * component that its energy belongs to.
 */
export interface Action {
  readonly name: string;
  readonly words: string;
  readonly component: string;
}

/** An action and how often it was done. */
export interface CountedAction extends Action {
  readonly count: number;
}

/**
 * The actions of the array with their words; every one belongs to one component, and components
 * come in the order of the list.
 */
export const actionTable: readonly (Action & { readonly name: keyof ActionCounts })[] = [
  { name: 'weightReadBits', words: 'bits read from weight memories', component: 'weight memory' },
  { name: 'weightWriteBits', words: 'bits written into weight memories', component: 'weight memory' },
  { name: 'bufferReads', words: 'words read from vector buffers', component: 'vector buffers' },
  { name: 'bufferWrites', words: 'words written into vector buffers', component: 'vector buffers' },
  { name: 'multiplies', words: 'products of SpMV lanes', component: 'multipliers' },
  { name: 'treeAdds', words: 'additions in adder trees and accumulators', component: 'adder trees' },
  {
    name: 'crossbarTransfers',
    words: 'lanes granted by arbiters and carried by crossbars',
    component: 'arbiter and crossbar',
  },
  { name: 'elementAdds', words: 'element-wise additions', component: 'element-wise unit' },
  { name: 'elementMultiplies', words: 'element-wise multiplications', component: 'element-wise unit' },
  { name: 'activations', words: 'sigmoids and tanhs', component: 'element-wise unit' },
  { name: 'registerReads', words: 'words read from the register file', component: 'register file' },
  { name: 'registerWrites', words: 'words written into the register file', component: 'register file' },
  { name: 'dramBits', words: 'bits moved from off-chip memory', component: 'off-chip memory' },
];

/** The actions with their counts. */
export function countedActions(counts: Readonly<ActionCounts>): CountedAction[] {
  return actionTable.map((action) => ({ ...action, count: counts[action.name] }));
}
