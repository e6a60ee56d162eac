import { BadInput } from '../errors/bad-input.ts';
import { type RecordShape, readSpmvRecord, type SpmvRecord } from './spmv-record.ts';

/**
 * One step as the RTL ran it: the counts of its SpMVs together, the cycle in which each
 * instruction issued, and h and c after it.
 */
export interface StepRecord extends SpmvRecord {
  readonly issuedAt: readonly number[];
  readonly h: readonly number[];
  readonly c: readonly number[];
}

/**
 * Reads the records that rtl/harness/lstm_harness.sv prints, step by step. Throws BadInput when
 * the run did not come to its end.
 */
export function readStepRecords(
  log: string,
  shape: RecordShape & { readonly wordBits: number },
): StepRecord[] {
  const [, ...steps] = log.split(/^s \d+\n/m);
  if (steps.length === 0)
    throw new BadInput(`the RTL did not run a step: ${log.trim().split('\n').slice(-2).join('; ')}`);
  return steps.map((text) => {
    const issuedAt: number[] = [];
    const state: Record<'h' | 'v', number[]> = { h: [], v: [] };
    for (const line of text.split('\n')) {
      const [kind, first, second] = line.split(' ');
      if (kind === 'i') issuedAt[Number(second)] = Number(first);
      else if (kind === 'h' || kind === 'v') state[kind][Number(first)] = codeOf(second, shape.wordBits);
    }
    return { ...readSpmvRecord(text, shape), issuedAt, h: state.h, c: state.v };
  });
}

function codeOf(hex: string, bits: number): number {
  const value = /^[0-9a-f]+$/.test(hex) ? Number.parseInt(hex, 16) : Number.NaN;
  return value >= 2 ** (bits - 1) ? value - 2 ** bits : value;
}
