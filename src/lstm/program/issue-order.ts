import type { GateMatrix } from '../shape.ts';

/** How the instruction style cuts its SpMVs: whole matrices, or one gate of H rows at a time. */
export type SpmvSlices = 'matrix' | 'gate';

/** What decides the order: each combination has its own. */
export interface OrderKey {
  readonly gateMatrix: GateMatrix;
  readonly spmvSlices: SpmvSlices;
  readonly peepholes: boolean;
}

/**
 * Orders of issue, by step name (lower-instruction.ts). Issue is in order, so an instruction that waits holds
 * up all behind it: each order puts independent work between a result and its use, products of peepholes and
 * biases under the LOAD and the SpMVs, and, with slices, the next SpMV before the work on the gate that has
 * just arrived. With peepholes the orders are the fastest found on TIMIT (153 inputs, 1024 cells, projection
 * 512, M = N = E = 64), without peepholes on PTB (1500 inputs, 1500 cells): no step in another place improves
 * them there, as test/lstm/program/issue-order.test.ts checks.
 */
const orders: Readonly<Record<string, string>> = {
  'combined matrix peepholes': `
    load.xh peep.i spmv peep.f peepBias.i peepBias.f
    add.i add.f add.g sigmoid.i sigmoid.f tanh.g fc ig add.o cell peep.o tanh.c addPeep.o sigmoid.o output`,
  'combined matrix plain': `
    load.xh spmv
    add.i add.f add.g sigmoid.i sigmoid.f tanh.g fc ig add.o cell sigmoid.o tanh.c output`,
  'separate matrix peepholes': `
    load.x peep.i load.h spmv.x peep.f peepBias.i spmv.h peepBias.f
    join.i join.f add.i add.f join.g sigmoid.i add.g sigmoid.f tanh.g fc ig join.o cell add.o
    peep.o tanh.c addPeep.o sigmoid.o output`,
  'separate matrix plain': `
    load.x load.h spmv.x spmv.h
    join.i join.f add.i add.f join.g sigmoid.i add.g sigmoid.f tanh.g fc ig join.o cell add.o
    tanh.c sigmoid.o output`,
  'combined gate peepholes': `
    peep.f load.xh spmv.f peep.i peepBias.f spmv.i peepBias.i
    add.f spmv.g add.i sigmoid.f spmv.o add.g sigmoid.i tanh.g fc ig add.o cell
    peep.o tanh.c addPeep.o sigmoid.o output`,
  'combined gate plain': `
    load.xh spmv.f spmv.i
    add.f sigmoid.f spmv.g fc add.i sigmoid.i spmv.o add.g tanh.g ig cell tanh.c add.o sigmoid.o output`,
  'separate gate peepholes': `
    load.x peep.f load.h spmv.x.f peep.i peepBias.f spmv.h.f peepBias.i spmv.x.i
    join.f add.f spmv.h.i sigmoid.f fc spmv.x.g join.i add.i spmv.h.g sigmoid.i spmv.x.o
    join.g add.g spmv.h.o tanh.g ig join.o cell add.o peep.o tanh.c addPeep.o sigmoid.o output`,
  'separate gate plain': `
    load.x load.h spmv.x.f spmv.h.f spmv.x.i
    join.f add.f spmv.h.i sigmoid.f fc spmv.x.g join.i add.i spmv.h.g sigmoid.i spmv.x.o
    join.g add.g tanh.g spmv.h.o ig cell tanh.c join.o add.o sigmoid.o output`,
};

/**
 * The names of a layer's steps in the order of issue; some name steps that a
 * layer without biases does not have.
 */
export function issueOrder({ gateMatrix, spmvSlices, peepholes }: OrderKey): readonly string[] {
  return orders[`${gateMatrix} ${spmvSlices} ${peepholes ? 'peepholes' : 'plain'}`].trim().split(/\s+/);
}
