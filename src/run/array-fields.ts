import type { FirstReads } from './decides.ts';

/**
 * Where a run on the FPGA array first reads a field of its accelerator. Not listed, and so read from the first stage on: `pattern`,
 * `gateMatrix`, `number.bits` and `number.fractionBits`, which decide the stored weights.
 */
export const arrayFields: FirstReads = {
  name: 'never',
  description: 'never',
  // Names of files: what they hold decides, and a digest has that.
  device: 'never',
  technology: 'never',
  kind: 'encoded',
  banks: 'encoded',
  placement: 'encoded',
  pes: 'dealt',
  rowOrder: 'dealt',
  ports: 'timed',
  arbiter: 'timed',
  'timing.mulLatency': 'timed',
  'timing.bankOutputRegister': 'timed',
  'timing.crossbarRegister': 'timed',
  clockMhz: 'streamed',
  'dram.gbPerS': 'streamed',
  'dram.latencyNs': 'streamed',
  'dram.burstBytes': 'streamed',
  weights: 'result',
  'weightMemory.beatsPerPe': 'result',
  'timing.addLatency': 'result',
  'timing.activationLatency': 'result',
  'timing.ewMulLatency': 'result',
  'ewop.style': 'result',
  'ewop.lanes': 'result',
  'ewop.chaining': 'result',
  'program.spmvSlices': 'result',
  'number.accumulatorBits': 'result',
};

/** The same when weights are kept as a bank-balanced array of as many banks would: then the banks decide what is pruned, too. */
export const arrayFieldsAsBankBalanced: FirstReads = { ...arrayFields, banks: 'prepared' };
