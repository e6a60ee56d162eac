import type { Csc } from '../../bbs/formats/csc.ts';
import { lstmPasses, passCycles } from '../../hw/element-wise/passes.ts';
import type { EseConfig, EseMatrix } from './parameters.ts';
import { type QueueTiming, timeQueues } from './queues.ts';

/** What the element-wise unit does between the products of the gates and that of the projection. */
export const esePasses = lstmPasses({ areProductsSeparate: true, hasPeepholes: true });

/** A slot of the step: one product, and beside it the fetch of what the next slot needs. */
export interface EseSlot {
  readonly name: string;
  /** Stored entries of the fullest PE: the product without any waiting. */
  readonly idealCycles: number;
  readonly spmv: QueueTiming;
  /** Element-wise passes that must end before the product can begin. */
  readonly elementWiseCycles: number;
  /** The fetch of the next slot's matrix, which runs beside this slot; 0 in the last. */
  readonly fetchCycles: number;
  /** Cycles of the slot: those of the product or those of the fetch, whichever are more. */
  readonly cycles: number;
}

/** One step of ESE: the fetch of the first matrix, which nothing hides, and the slots. */
export interface EseStep {
  readonly firstFetchCycles: number;
  readonly slots: readonly EseSlot[];
  readonly cycles: number;
  /** Sum of the slots' ideal cycles: what the paper calls the theoretical time. */
  readonly idealCycles: number;
}

/**
 * Bytes of a matrix off chip: entries of weightBits + indexBits, and for every PE of a channel a pointer per
 * column.
 */
export function matrixBytes({ entries, cols }: EseMatrix, config: EseConfig): number {
  const { weightBits, indexBits, pointerBits, pesPerChannel } = config;
  return (entries * (weightBits + indexBits) + cols * pesPerChannel * pointerBits) / 8;
}

/** Bytes that the fetch of a matrix moves: its own, or those of the largest matrix. */
export function fetchedBytes(matrix: EseMatrix, config: EseConfig): number {
  const fetched = config.fetch === 'matrix' ? [matrix] : config.matrices;
  return Math.max(...fetched.map((each) => matrixBytes(each, config)));
}

/** Cycles of the fetch of a matrix over the memory modules. */
export function matrixFetchCycles(matrix: EseMatrix, config: EseConfig): number {
  const { dramGbPerS, dramEfficiency, clockMhz } = config;
  return Math.ceil((fetchedBytes(matrix, config) * clockMhz) / (dramGbPerS * dramEfficiency * 1000));
}

/**
 * The cycles of one step on every channel (all do the same in step): slot after slot computes a product while
 * the next matrix is fetched into the other half of the weight buffers; the slot lasts as long as the longer
 * of both. The element-wise passes need all gates and the projection needs them, so they stand in front of
 * the last product. Han et al., FPGA 2017, section 4. `encoded` are the matrices of the configuration, in
 * order.
 */
export function timeStep(encoded: readonly Csc[], config: EseConfig): EseStep {
  const { queueDepth, emptyColumnCycles, spmvFillCycles } = config;
  const options = { queueDepth, emptyColumnCycles, fillCycles: spmvFillCycles };
  const cells = config.matrices[config.matrices.length - 1].cols;
  const passes = passCycles(esePasses, cells, config.elementWiseMultipliers);
  return stepOf(config, passes, (_, s) => timeQueues(encoded[s], options));
}

/**
 * The step of the null model, which is the theoretical time of the paper beside the fetches: every PE holds
 * an equal share of a matrix's stored entries and never waits, no pipeline is filled, and the element-wise
 * passes are hidden behind the products.
 */
export function idealStep(config: EseConfig): EseStep {
  const { pesPerChannel } = config;
  return stepOf(config, 0, ({ entries }) => {
    const share = Math.ceil(entries / pesPerChannel);
    return {
      cycles: share,
      entriesEnd: share,
      broadcastStallCycles: 0,
      busyCycles: new Uint32Array(pesPerChannel).fill(share),
      starvedCycles: new Uint32Array(pesPerChannel),
    };
  });
}

/** Slot after slot; `passesCycles` stand in front of the last product. */
function stepOf(
  config: EseConfig,
  passesCycles: number,
  timeOf: (matrix: EseMatrix, slot: number) => QueueTiming,
): EseStep {
  const { matrices } = config;
  const last = matrices.length - 1;
  const slots = matrices.map((matrix, s): EseSlot => {
    const spmv = timeOf(matrix, s);
    const elementWiseCycles = s === last ? passesCycles : 0;
    const fetch = s === last ? 0 : matrixFetchCycles(matrices[s + 1], config);
    return {
      name: matrix.name,
      idealCycles: Math.max(...spmv.busyCycles),
      spmv,
      elementWiseCycles,
      fetchCycles: fetch,
      cycles: Math.max(spmv.cycles + elementWiseCycles, fetch),
    };
  });
  const sum = (of: (slot: EseSlot) => number) => slots.reduce((total, slot) => total + of(slot), 0);
  const firstFetchCycles = matrixFetchCycles(matrices[0], config);
  return {
    firstFetchCycles,
    slots,
    cycles: firstFetchCycles + sum(({ cycles }) => cycles),
    idealCycles: sum(({ idealCycles }) => idealCycles),
  };
}
