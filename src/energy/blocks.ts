/** The blocks of a design by which resources are reported, in the order of reports. */
export const blockNames = [
  'weight memory',
  'vector buffers',
  'arbiter',
  'crossbar',
  'multipliers',
  'adder trees',
  'accumulators',
  'element-wise lanes',
  'register file',
  'controller',
  'broadcast',
  'DMA buffers',
  'row scales',
  'lane queues',
  'double pumping',
  'second array',
] as const;

/** One of them. */
export type BlockName = (typeof blockNames)[number];
