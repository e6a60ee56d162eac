import { timesPowerOfTwo } from '../num/times-power-of-two.ts';

/** Of a block-circulant matrix: the side of its blocks. The vectors are the values of the matrix itself. */
export interface CirculantFactors {
  readonly kind: 'wrapped-diagonals';
  readonly block: number;
}

/**
 * Coefficients that are powers of two, and small bases, as SmartExchange has them (Zhao et al., ISCA 2020). A
 * row of the matrix is cut into runs of `columns` columns, its runs into parts (`basisParts`); the weights of
 * run i of a part are its coefficients times the basis of the part, a matrix of `columns` x `columns`:
 *
 *     w[j] = (c[0] B[0][j] + c[1] B[1][j] + ...) 2^exponent,   c = 0 or +-2^e with e from -1 to 5
 */
export interface BasisFactors {
  readonly kind: 'basis';
  /** Columns of a run; the last of a row may be cut. */
  readonly columns: number;
  /** 12 bits, which hold that of any double: every code of every basis is times 2^exponent. */
  readonly exponent: number;
  /** -127 to 127: of every part, row by row of the matrix, its basis in row-major order. */
  readonly bases: Int8Array;
  /** 4 bits each (`coefficientOf`): of every run that is kept, in row-major order, `columns` of them. */
  readonly coefficients: Uint8Array;
}

/** What rebuilt weights are rebuilt from. */
export type Factors = CirculantFactors | BasisFactors;

/** How many runs a row has, and how these are cut into parts. */
export interface BasisParts {
  readonly runs: number;
  /** Parts of a row, and the runs of each; the last may have fewer. */
  readonly parts: number;
  readonly runsOfPart: number;
}

/** Runs of a part, at most, for each column of a run: the limit of SmartExchange. */
const RUNS_PER_COLUMN = 64;

/**
 * How a row of `cols` columns is cut: into runs of `columns`, and these as evenly as can be into the fewest
 * parts of at most 64 * `columns` runs (of 1,024 columns 2 x 171 runs of three).
 */
export function basisParts(cols: number, columns: number): BasisParts {
  const runs = Math.ceil(cols / columns);
  const parts = Math.ceil(runs / (RUNS_PER_COLUMN * columns));
  return { runs, parts, runsOfPart: parts === 0 ? 0 : Math.ceil(runs / parts) };
}

/** The sign of a coefficient's code; below it 0 is zero, and 1 to 7 are 2^-1 to 2^5. */
export const NEGATIVE = 8;

/** The value of a coefficient by its code of 4 bits. */
export const coefficientOf: Readonly<Float64Array> = Float64Array.from({ length: 16 }, (_, code) => {
  const magnitude = code & (NEGATIVE - 1);
  if (magnitude === 0) return 0;
  return (code & NEGATIVE ? -1 : 1) * 2 ** (magnitude - 2);
});

/**
 * The weights of a run in `out`, of `columns` values: exact unless they are subnormal, for a sum of `columns`
 * codes of 8 bits times powers of two from 2^-1 to 2^5 has less than 20 bits.
 */
export function rebuildRun(
  { columns, exponent, bases, coefficients }: BasisFactors,
  { kept, part }: { readonly kept: number; readonly part: number },
  out: Float64Array,
): void {
  const basis = part * columns * columns;
  out.fill(0);
  for (let i = 0; i < columns; i++) {
    const coefficient = coefficientOf[coefficients[kept * columns + i]];
    if (coefficient === 0) continue;
    for (let j = 0; j < columns; j++) out[j] += coefficient * bases[basis + i * columns + j];
  }
  for (let j = 0; j < columns; j++) out[j] = timesPowerOfTwo(out[j], exponent);
}
