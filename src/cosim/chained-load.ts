import { buildArray } from '../hw/array/kinds/index.ts';
import type { AcceleratorConfig } from '../hw/config/config.ts';
import type { Program, VectorSpec } from '../lstm/program/program.ts';
import { isElementwise } from './program-image.ts';

/**
 * The vector of which a chained LOAD reads elements before the element-wise unit has written them: h' of a
 * projection, or r h of a GRU; null where there is none. docs/timing.md section 5 lets the LOAD issue one
 * latency after its producer; hardware keeps up only if the producer is a single group, or writes at least as
 * many elements per cycle as a LOAD reads, in the same order: a lane for every bank and a cyclic placement.
 */
export function chainedLoadOutruns(config: AcceleratorConfig, program: Program): VectorSpec | null {
  const { ewop } = config;
  const { placement, bufferBanks } = buildArray(config);
  if (!ewop.chaining || (placement === 'cyclic' && ewop.lanes >= bufferBanks)) return null;
  const written = new Set<number>();
  for (const instruction of program.instructions) {
    if (instruction.op === 'load') {
      const early = instruction.sources.find(({ vector }) => written.has(vector));
      if (early && early.length > ewop.lanes) return program.vectors[early.vector];
    }
    if (isElementwise(instruction)) written.add(instruction.destination.vector);
  }
  return null;
}
