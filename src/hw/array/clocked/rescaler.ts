import { type RowScales, rescaleExact, wrapExact } from '../../../num/row-scale.ts';
import { BUBBLE, RegisterChain } from './register-chain.ts';
import type { RowResult } from './row-result.ts';

/** The row that ends in a cycle, or none, with its sum and what it lost; and rows that end beside it. */
export interface RowEnd {
  ends: number;
  sum: number;
  lost: number;
  /** Of a row that ends: those before it. */
  beside: readonly RowResult[];
}

/** A register that no row has come to. */
export function noRowEnd(): RowEnd {
  return { ends: BUBBLE, sum: 0, lost: 0, beside: [] };
}

/** The scales of a matrix, and the rows of a PE in their order, from which its scale memory is filled. */
export interface PeScales extends RowScales {
  readonly rows: Uint32Array;
}

/**
 * From ACC to OUT: with int8 weights a multiplier for each result port, whose registers every row passes. Its
 * scale memory has a word for each row of the PE; a counter addresses it, since rows leave in order. Without
 * scales it is a wire. docs/timing.md sections 3 and 6.
 */
export class Rescaler {
  private readonly registers: RegisterChain<RowEnd>;
  private readonly scales: PeScales | null;
  private readonly bits: number;
  private next = 0;

  /** A rescaler with `stages` registers for accumulators of `bits` bits. */
  constructor(stages: number, bits: number, scales: PeScales | null) {
    this.registers = new RegisterChain(stages, noRowEnd);
    this.scales = scales;
    this.bits = bits;
  }

  /** The clock edge: the first register takes what ACC shows in this cycle, `out` what the last shows. */
  clock(ends: number, sum: number, lost: number, beside: readonly RowResult[], out: RowEnd): void {
    const { registers, scales } = this;
    const { input, output } = registers;
    input.ends = ends;
    input.sum = sum;
    input.lost = lost;
    input.beside = beside;
    if (ends >= 0 && scales !== null) this.rescaleRows(input, scales);
    out.ends = output.ends;
    out.sum = output.sum;
    out.lost = output.lost;
    out.beside = output.beside;
    registers.clock();
  }

  private rescaleRows(input: RowEnd, scales: PeScales): void {
    input.beside = input.beside.map((row) => this.rescaled(row, scales));
    const { sum, lost } = this.rescaled({ row: input.ends, sum: input.sum, lost: input.lost }, scales);
    input.sum = sum;
    input.lost = lost;
  }

  private rescaled(result: RowResult, scales: PeScales): RowResult {
    const { bits } = this;
    const row = scales.rows[this.next++];
    const scale = { multiplier: scales.multipliers[row], shift: scales.shifts[row] };
    const exact = rescaleExact(result.sum, scale);
    const held = wrapExact(exact, bits);
    return { row: result.row, sum: held, lost: result.lost + Number(exact - BigInt(held)) };
  }
}
