import { buildArray } from '../hw/array/kinds/index.ts';
import type { AcceleratorConfig } from '../hw/config/config.ts';
import type { Program } from '../lstm/program/program.ts';

/**
 * Whether a chained LOAD of h' (the projection's) reads elements before the element-wise unit has written
 * them. docs/timing.md section 5 lets it issue one latency after its producer; hardware keeps up only if the
 * producer is a single group, or writes at least as many elements per cycle as a LOAD reads, in the same
 * order: a lane for every bank and a cyclic placement.
 */
export function chainedLoadOutruns(config: AcceleratorConfig, program: Program): boolean {
  const { ewop } = config;
  if (!ewop.chaining || !program.matrices.some(({ role }) => role === 'projection')) return false;
  const { length } = program.vectors[program.c];
  const { placement, bufferBanks } = buildArray(config);
  return length > ewop.lanes && !(placement === 'cyclic' && ewop.lanes >= bufferBanks);
}
