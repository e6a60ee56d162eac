import type { FirstReads } from './decides.ts';

/**
 * Where a run on the FPGA array first reads a field of its accelerator. What is below `pattern` is not
 * listed, since a pattern brings its fields along: it is taken to be read from the first stage on.
 */
export const arrayFields: FirstReads = {
  name: 'never',
  description: 'never',
  date: 'never',
  // These are names of files; what the files hold decides, and that is in the digest.
  device: 'never',
  technology: 'never',
  toggleRate: 'result',
  gateMatrix: 'prepared',
  number: {
    bits: 'prepared',
    fractionBits: 'prepared',
    accumulatorBits: 'result',
    weightBits: 'prepared',
    weightScale: 'prepared',
    activation: { range: 'result', segments: 'result', interpolation: 'result' },
  },
  kind: 'encoded',
  banks: 'encoded',
  sharedBanks: 'encoded',
  placement: 'encoded',
  keepPerBank: 'encoded',
  pes: 'dealt',
  rowOrder: 'dealt',
  vectorCopies: 'timed',
  ports: 'timed',
  pump: 'timed',
  window: 'timed',
  queueDepth: 'timed',
  retryCycles: 'timed',
  openRows: 'encoded',
  rowsApart: 'timed',
  emptyRow: 'encoded',
  packRows: 'encoded',
  rowsPerCycle: 'dealt',
  arbiter: 'timed',
  arbiterStyle: 'result',
  timing: {
    mulLatency: 'timed',
    bankOutputRegister: 'timed',
    crossbarRegister: 'timed',
    addLatency: 'result',
    activationLatency: 'result',
    ewMulLatency: 'result',
  },
  clockMhz: 'streamed',
  dram: { gbPerS: 'streamed', latencyNs: 'streamed', burstBytes: 'streamed', stream: 'streamed' },
  directions: 'result',
  weights: 'result',
  weightMemory: { beatsPerPe: 'result' },
  ewop: { style: 'result', lanes: 'result', chaining: 'result' },
  program: { spmvSlices: 'result' },
};

/**
 * The same table for a run whose weights are kept as a bank-balanced array of as many banks would keep them:
 * then the banks decide what is pruned, too.
 */
export const arrayFieldsAsBankBalanced: FirstReads = {
  ...arrayFields,
  banks: 'prepared',
  sharedBanks: 'prepared',
};
