import type { CLstmConfig } from './parameters.ts';

/** The three coarse stages of C-LSTM and what follows from them, in cycles. */
export interface CLstmStages {
  /** Products of the gates, and the copy of the recurrent vector into the next input. */
  readonly convolution: number;
  /** The cell, element by element. */
  readonly elementWise: number;
  readonly projection: number;
  /** Between two steps of different utterances: the longest stage. */
  readonly initiationInterval: number;
  /** Every stage takes one interval, because the ping-pong buffers between them change together. */
  readonly latency: number;
}

/**
 * Cycles of a product of `rows` x `cols`: groups of block rows one after the other, then the inverse FFT of
 * all.
 */
function productCycles(rows: number, cols: number, block: number, config: CLstmConfig): number {
  const { rowsInParallel, blockColumnsPerCycle, groupFillCycles, inverseFftRowsPerCycle } = config;
  const blockRows = Math.ceil(rows / block);
  const groups = Math.ceil(blockRows / rowsInParallel);
  const perGroup = Math.ceil(cols / blockColumnsPerCycle) + groupFillCycles;
  return groups * perGroup + Math.ceil(blockRows / inverseFftRowsPerCycle);
}

/**
 * The stages for blocks of `block` on a board with `overheadCycles` (Wang et al., FPGA 2018, section 4, and
 * the authors' open code): the four gates have an engine each; inputs and recurrent vector are cut into
 * blocks apart.
 */
export function timeStages(config: CLstmConfig, block: number, overheadCycles: number): CLstmStages {
  const { inputs, hidden, projection } = config.shape;
  const blocks = (length: number) => Math.ceil(length / block);
  const gateColumns = blocks(inputs) + blocks(projection);
  const copy = Math.ceil(blocks(projection) / config.copiedBlocksPerCycle);
  const convolution = productCycles(hidden, gateColumns, block, config) + copy + overheadCycles;
  const elementWise = Math.ceil(hidden / config.elementWiseLanes) + overheadCycles;
  const projectionCycles = productCycles(projection, blocks(hidden), block, config) + overheadCycles;
  const initiationInterval = Math.max(convolution, elementWise, projectionCycles);
  return {
    convolution,
    elementWise,
    projection: projectionCycles,
    initiationInterval,
    latency: 3 * initiationInterval,
  };
}
