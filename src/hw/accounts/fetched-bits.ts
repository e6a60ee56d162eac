import type { Timeline } from '../sequencer/timeline.ts';

/** Bits that a step fetches of each of a layer's matrices, whole bursts; 0 for weights that are resident. */
export function fetchedBits({ issued }: Timeline, matrices: number): number[] {
  const bits = new Array<number>(matrices).fill(0);
  for (const { instruction, job } of issued) {
    if (instruction.op === 'spmv' && job) bits[instruction.matrix] += job.dramBits;
  }
  return bits;
}
