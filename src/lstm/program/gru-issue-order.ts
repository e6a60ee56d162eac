import type { GateMatrix } from '../shape.ts';
import type { SpmvSlices } from './issue-order.ts';

/** What decides the order of a GRU's steps: each combination has its own. */
export interface GruOrderKey {
  /** The reset gate multiplies the products of n over h, and not h before them. */
  readonly resetAfter: boolean;
  readonly gateMatrix: GateMatrix;
  readonly spmvSlices: SpmvSlices;
}

/**
 * Orders of issue, by step name (lower-instruction-gru.ts), found as those of issue-order.ts: the fastest on
 * a GRU of 1500 inputs and 1500 cells with M = N = E = 64, where no step in another place improves them, as
 * test/lstm/program/gru-issue-order.test.ts checks. Where the reset gate multiplies products and matrices
 * are whole, those over h go first, and the part of the candidate that it multiplies is made while those
 * over x run. Where it comes before them, r is first in everything, and z is worked on while the products
 * over r h run.
 */
const orders: Readonly<Record<string, string>> = {
  'after separate matrix': `
    load.h load.x spmv.h spmv.x add.nh round.nh
    join.r add.nx add.r join.z sigmoid.r add.z reset sigmoid.z addReset complement tanh.n kept fresh output`,
  'after separate gate': `
    load.x load.h spmv.x.z spmv.h.z spmv.h.r
    join.z add.z spmv.x.r sigmoid.z kept spmv.h.n join.r complement add.r sigmoid.r spmv.x.n
    add.nh round.nh reset add.nx addReset tanh.n fresh output`,
  'before separate matrix': `
    load.x load.h spmv.x spmv.h
    join.r add.r sigmoid.r rh join.z load.rh add.z spmv.rh sigmoid.z complement kept
    join.n add.n tanh.n fresh output`,
  'before separate gate': `
    load.x load.h spmv.x.r spmv.h.r spmv.x.z
    join.r add.r spmv.h.z sigmoid.r rh spmv.x.n join.z load.rh add.z spmv.rh sigmoid.z kept complement
    join.n add.n tanh.n fresh output`,
  'before combined matrix': `
    load.xh spmv.xh
    add.r sigmoid.r rh add.z load.xrh sigmoid.z spmv.xrh complement kept add.n tanh.n fresh output`,
  'before combined gate': `
    load.xh spmv.xh.r spmv.xh.z
    add.r sigmoid.r rh load.xrh spmv.xrh add.z sigmoid.z kept complement add.n tanh.n fresh output`,
};

/**
 * The names of a GRU's steps in the order of issue; some name steps that a layer without biases does not
 * have. Where the reset gate multiplies products the matrices are separate, whatever `gateMatrix` says.
 */
export function gruIssueOrder({ resetAfter, gateMatrix, spmvSlices }: GruOrderKey): readonly string[] {
  const matrices = resetAfter ? 'after separate' : `before ${gateMatrix}`;
  return orders[`${matrices} ${spmvSlices}`].trim().split(/\s+/);
}
