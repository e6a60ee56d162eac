import type {
  ElementInstruction,
  GruCellInstruction,
  GruResetInstruction,
  Program,
  Slice,
} from '../../lstm/program/program.ts';
import { type BeatImage, beatsOfRows, heldBits } from '../array/beat-matrix.ts';
import type { EncodedMatrix, SpmvArray } from '../array/spmv-array.ts';
import type { SpmvJob } from '../array/spmv-unit.ts';
import type { AcceleratorConfig } from '../config/config.ts';
import type { Issued, Timeline } from '../sequencer/timeline.ts';
import { type ActionCounts, noActions } from './actions.ts';
import { furtherTableReads, tableFootprint } from './activation-tables.ts';
import { productsOfRescale } from './row-scales.ts';

/** Counts what the hardware does in one step of one layer. */
export function countActions(
  array: SpmvArray,
  program: Program,
  matrices: readonly EncodedMatrix[],
  timeline: Timeline,
): ActionCounts {
  const counts = noActions();
  for (const issued of timeline.issued) {
    const { instruction } = issued;
    switch (instruction.op) {
      case 'spmv':
        countSpmv(counts, array, matrices[instruction.matrix], issued);
        break;
      case 'load': {
        const elements = instruction.sources.reduce((sum, { length }) => sum + length, 0);
        counts.registerReads += elements;
        counts.bufferWrites += elements * array.bufferCopies;
        break;
      }
      case 'cell':
        countCell(counts, program, instruction.hidden, array.config);
        break;
      case 'gruReset':
      case 'gruCell':
        countGru(counts, instruction, array.config);
        break;
      case 'writeBack':
        countRegisters(counts, program, array.config, [instruction.source], instruction.destination);
        break;
      default:
        countElement(counts, program, instruction, array.config);
    }
  }
  return counts;
}

function countElement(
  counts: ActionCounts,
  program: Program,
  { op, operands, destination }: ElementInstruction,
  config: AcceleratorConfig,
): void {
  const elements = destination.length;
  if (op === 'add' || op === 'complement') counts.elementAdds += elements;
  else if (op === 'multiply') counts.elementMultiplies += elements;
  else if (op !== 'copy') countActivations(counts, elements, config);
  countRegisters(counts, program, config, operands, destination);
}

function countSpmv(
  counts: ActionCounts,
  array: SpmvArray,
  { beats }: EncodedMatrix,
  { instruction, job }: Issued,
): void {
  if (!job) return;
  let beatCount = 0;
  let reads = 0;
  let lost = 0;
  let rows = 0;
  for (const { timing } of job.computes) {
    for (const n of timing.beats) beatCount += n;
    for (const n of timing.bankReads) reads += n;
    rows += timing.order.rows.length;
    if (array.shuffle) for (const n of timing.bankWaits) lost += n;
  }
  const weightBits = heldBits(beats, { rows, beats: beatCount, entries: reads });
  counts.weightReadBits += weightBits;
  counts.bufferReads += reads;
  counts.multiplies += reads;
  // Model: a rescale is charged as the products of lanes whose operands have as many bits together.
  if (beats.scales) counts.multiplies += rows * productsOfRescale(array.config, beats.cols);
  // Every product passes one adder on its way to the sum: the tree's, or the accumulator's.
  counts.treeAdds += reads;
  // Model: a word that passes a reader on its way to the end of a row is charged as another addition.
  if (array.rowPacking) counts.treeAdds += reads;
  // Model: a word that registers collect is charged as if it went through the crossbar once more.
  if (array.shuffle) {
    // Model: a request is as wide as two words, its weight and its address with the tag of its row.
    counts.crossbarTransfers += 2 * (reads + lost);
    // The accumulators of a row that leaves pass the tree.
    if (instruction.op === 'spmv') counts.treeAdds += instruction.rows * (array.config.banks - 1);
  } else if (array.isArbitrated) counts.crossbarTransfers += collectsWords(array) ? 2 * reads : reads;
  counts.dramBits += job.dramBits;
  if (job.isStreamed) counts.weightWriteBits += beats.held ? writtenBits(beats.held, job) : weightBits;
  if (instruction.op === 'spmv') counts.registerWrites += instruction.rows * wordsOf(array.config, true);
}

/** Bits of all beats of the rows of a job, whatever is read of them. */
function writtenBits(held: BeatImage, { computes }: SpmvJob): number {
  let bits = 0;
  for (const { timing } of computes) {
    const rows = timing.order.rows.length;
    const beats = beatsOfRows(held, timing.order, 0, rows);
    bits += heldBits(held, { rows, beats, entries: beats * held.lanes });
  }
  return bits;
}

/** Whether words of a beat wait for one another in registers. */
function collectsWords({ window, rowPacking }: SpmvArray): boolean {
  return window > 1 || rowPacking !== null;
}

/**
 * The chained pipeline: c' = f c + i g, h' = o tanh(c'), with the bias and
 * peephole additions that the layer has.
 */
function countCell(
  counts: ActionCounts,
  { constants }: Program,
  hidden: number,
  config: AcceleratorConfig,
): void {
  const { bias, peepholes } = constants;
  const biasAdds = bias === null ? 0 : 4;
  const peepholeTerms = peepholes === null ? 0 : 3;
  counts.elementAdds += hidden * (1 + biasAdds + peepholeTerms);
  counts.elementMultiplies += hidden * (3 + peepholeTerms);
  countActivations(counts, hidden * 5, config);
  counts.registerReads += hidden * (4 * wordsOf(config, true) + 1 + biasAdds + peepholeTerms);
  counts.registerWrites += hidden * 2;
}

/**
 * The chained pipeline over a GRU. r h takes a product; h' = (1 - z) n + z h takes two, a complement and a
 * sum; where the reset gate multiplies products over h, these are one more product and sum, and those of r
 * and z are joined with the ones over x.
 */
function countGru(
  counts: ActionCounts,
  instruction: GruResetInstruction | GruCellInstruction,
  config: AcceleratorConfig,
): void {
  const { op, hidden, bias } = instruction;
  const isReset = op === 'gruReset';
  const isJoined = !isReset && instruction.overH !== null;
  const [gates, sums, products] = isReset ? [1, 1, 1] : isJoined ? [3, 6, 3] : [2, 2, 2];
  const biases = bias === null ? 0 : bias.length / hidden;
  const others = (isReset ? 0 : 2) + (isJoined ? 3 : 0);
  counts.elementAdds += hidden * (biases + others);
  counts.elementMultiplies += hidden * products;
  countActivations(counts, hidden * gates, config);
  counts.registerReads += hidden * (sums * wordsOf(config, true) + biases + 1);
  counts.registerWrites += hidden;
}

/**
 * Sigmoids and tanhs. Model: what a table has beyond 64 words is charged as reads of the register file, of
 * which a word costs what one of a table of 64 does; a clamp as an addition, a function for each bit.
 */
function countActivations(counts: ActionCounts, activations: number, { number }: AcceleratorConfig): void {
  const table = tableFootprint(number);
  counts.activations += activations;
  counts.registerReads += activations * furtherTableReads(table);
  if (table.clampedBits > 0) counts.elementAdds += activations;
}

function countRegisters(
  counts: ActionCounts,
  program: Program,
  config: AcceleratorConfig,
  operands: readonly Slice[],
  destination: Slice,
): void {
  const words = ({ vector, length }: Slice) =>
    length * wordsOf(config, program.vectors[vector].kind === 'accumulator');
  for (const operand of operands) counts.registerReads += words(operand);
  counts.registerWrites += words(destination);
}

/** Register words that an element takes: an accumulator takes as many as its bits need. */
function wordsOf({ number }: AcceleratorConfig, isAccumulator: boolean): number {
  return isAccumulator ? Math.ceil(number.accumulatorBits / number.bits) : 1;
}
