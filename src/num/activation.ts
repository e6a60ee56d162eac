import { type NumberFormat, toCode } from './fixed.ts';

/** A non-linearity of the LSTM. */
export type Activation = 'sigmoid' | 'tanh';

/** The exact functions that the tables approximate. */
export const exactActivation: Readonly<Record<Activation, (s: number) => number>> = {
  sigmoid: (s) => 1 / (1 + Math.exp(-s)),
  tanh: Math.tanh,
};

/** What of a format its tables follow from. */
export type ActivationFormat = Pick<NumberFormat, 'bits' | 'fractionBits' | 'activation'>;

/** The activation tables of a format: `segments` equal ones over the reals of [-range, range). */
export interface TableShape {
  readonly range: number;
  readonly segments: number;
}

/** The half of all reals that a format has: 2^(W-1-F), for [-range, range). */
export function wholeRange({ bits, fractionBits }: ActivationFormat): number {
  return 2 ** (bits - 1 - fractionBits);
}

/** Codes in [-range, range): the most segments that a table can have. */
export function codesWithin(range: number, { fractionBits }: ActivationFormat): number {
  return 2 * range * 2 ** fractionBits;
}

const DEFAULT_RANGE = 8;

/**
 * The tables of a format, what it leaves open filled in: a range of 8, or all that the format has if that is
 * less, and 64 segments over a whole range, 128 where the table ends before it; never more than codes.
 * docs/timing.md section 6 has the reason.
 */
export function tableShape(format: ActivationFormat): TableShape {
  const whole = wholeRange(format);
  const range = format.activation?.range ?? Math.min(DEFAULT_RANGE, whole);
  const most = codesWithin(range, format);
  const segments = format.activation?.segments ?? Math.min(most, range < whole ? 128 : 64);
  return { range, segments };
}

/** The hardware's piecewise linear table of a function. docs/timing.md section 6. */
export interface ActivationTable {
  /** The code where the table ends: range * 2^F; it begins at minus that. */
  readonly end: number;
  /** Bits of a code below the number of its segment. */
  readonly stepBits: number;
  /** T, a code for each end of a segment: one more than segments. */
  readonly boundaries: Int32Array;
}

/** The table of one function in a format. */
export function activationTable(f: Activation, format: ActivationFormat): ActivationTable {
  const { range, segments } = tableShape(format);
  const boundaries = new Int32Array(segments + 1);
  const step = (2 * range) / segments;
  for (let i = 0; i <= segments; i++) {
    boundaries[i] = toCode(exactActivation[f]((i - segments / 2) * step), format.fractionBits);
  }
  const stepBits = Math.log2(codesWithin(range, format) / segments);
  return { end: codesWithin(range, format) / 2, stepBits, boundaries };
}

/**
 * The table's value at code `s`: y = T[seg] + (((T[seg+1] - T[seg]) * dx) >> stepBits), and outside of the
 * table that of its nearer end. docs/timing.md section 6.
 */
export function lookUp({ end, stepBits, boundaries }: ActivationTable, s: number): number {
  const offset = s + end;
  if (offset < 0) return boundaries[0];
  if (offset >= 2 * end) return boundaries[boundaries.length - 1];
  const segment = offset >> stepBits;
  const y = boundaries[segment];
  return y + (((boundaries[segment + 1] - y) * (offset & ((1 << stepBits) - 1))) >> stepBits);
}
