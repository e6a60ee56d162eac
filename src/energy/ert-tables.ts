import type { Technology } from './technology.ts';

type Action = keyof Technology['entries'];

/** An action of a table: what it is called there, and for which of our actions it stands. */
export interface TableAction {
  readonly name: string;
  readonly of: Action;
  /** Names of the same thing in tables that others wrote. */
  readonly also?: readonly string[];
}

/** A table of the format, by the last part of its name. */
export interface TableClass {
  readonly name: string;
  /** Names of components of others that are the same. */
  readonly also: readonly string[];
  /** memory: an energy for an access and one per bit of it; operation: one energy. */
  readonly form: 'memory' | 'operation';
  readonly actions: readonly TableAction[];
}

const memoryActions = (read: Action, write: Action): readonly TableAction[] => [
  { name: 'read', of: read },
  { name: 'write', of: write, also: ['update', 'fill'] },
];

/** The tables that a technology is written as. Every action of it is in one of them. */
export const tableClasses: readonly TableClass[] = [
  {
    name: 'weight_memory',
    also: ['weight_buffer', 'weights_spad'],
    form: 'memory',
    actions: memoryActions('weightReadBits', 'weightWriteBits'),
  },
  {
    name: 'vector_buffer',
    also: ['input_buffer', 'ifmap_spad'],
    form: 'memory',
    actions: memoryActions('bufferReads', 'bufferWrites'),
  },
  {
    name: 'register_file',
    also: ['regfile'],
    form: 'memory',
    actions: memoryActions('registerReads', 'registerWrites'),
  },
  {
    name: 'mac',
    also: ['intmac', 'multiplier', 'intmultiplier'],
    form: 'operation',
    actions: [{ name: 'mac_random', of: 'multiplies', also: ['mult_random', 'multiply', 'mac', 'compute'] }],
  },
  {
    name: 'adder_tree',
    also: ['adder', 'intadder'],
    form: 'operation',
    actions: [{ name: 'add', of: 'treeAdds' }],
  },
  {
    name: 'crossbar',
    also: ['XY_NoC', 'wire'],
    form: 'operation',
    actions: [{ name: 'transfer_random', of: 'crossbarTransfers', also: ['transfer'] }],
  },
  {
    name: 'element_adder',
    also: [],
    form: 'operation',
    actions: [{ name: 'add', of: 'elementAdds' }],
  },
  {
    name: 'element_multiplier',
    also: [],
    form: 'operation',
    actions: [{ name: 'mult_random', of: 'elementMultiplies', also: ['multiply', 'compute'] }],
  },
  {
    name: 'activation',
    also: [],
    form: 'operation',
    actions: [{ name: 'process', of: 'activations', also: ['compute'] }],
  },
  {
    name: 'DRAM',
    also: ['dram', 'LPDDR'],
    form: 'memory',
    actions: [{ name: 'read', of: 'dramBits' }],
  },
];

/**
 * Tables that stand for several of ours in a file of others that has none of those: one kind of memory on
 * the chip, and element-wise arithmetic as that of the lanes.
 */
export const sharedTables: readonly { readonly ours: string; readonly from: readonly string[] }[] = [
  { ours: 'weight_memory', from: ['SRAM', 'smartbuffer_SRAM', 'sram'] },
  { ours: 'vector_buffer', from: ['SRAM', 'smartbuffer_SRAM', 'sram'] },
  { ours: 'register_file', from: ['SRAM', 'smartbuffer_SRAM', 'sram'] },
  { ours: 'element_adder', from: ['adder_tree', 'adder', 'intadder'] },
  { ours: 'element_multiplier', from: ['mac', 'intmac', 'multiplier', 'intmultiplier'] },
];

/**
 * Actions that tables of others have and that are not charged: what a component takes while it does nothing
 * is leakage, which is the device's, and operands that repeat are told by toggle rates.
 */
export const unchargedActions: ReadonlySet<string> = new Set([
  'idle',
  'leak',
  'mac_reused',
  'mac_gated',
  'mult_reused',
  'mult_gated',
  'transfer_repeated',
  'repeated_transfer',
]);
