import { solve } from '../num/linear-system.ts';
import { coefficientOf, NEGATIVE } from './factors.ts';

/** Rounds of the fit of a part, at most. */
const MOST_ROUNDS = 30;

/** The exponent that the largest coefficient of a part has: 2^5. */
const LARGEST_EXPONENT = 5;

/** The kept runs of a part, `columns` weights each, row-major. */
export interface PartWeights {
  readonly values: Float64Array;
  readonly runs: number;
  readonly columns: number;
}

/** Coefficients and a basis whose product is near a part's weights. */
export interface PartFit {
  /** Codes of 4 bits (`coefficientOf`), as the weights lie. */
  readonly coefficients: Uint8Array;
  /** `columns` x `columns`, row-major, in real numbers. */
  readonly basis: Float64Array;
  /** The sum of squared errors after each round. */
  readonly errors: readonly number[];
}

/**
 * Fits a part as SmartExchange does (Zhao et al., ISCA 2020, algorithm 1), from B = I and C = W on, up to 30
 * times: each coefficient becomes the nearest of 0 and +-2^e (of two equally near the lower), with seven
 * exponents e, the largest that of the part's largest coefficient; B is scaled so that this is 2^5, and then
 * the least squares of W over C; C is that of W over B. It ends when a round finds the coefficients of the
 * one before. Where C has too few ranks to decide B, as with fewer runs than columns, B stays what it was;
 * where B has, that round is the last. The best round counts, of equal ones the first.
 */
export function fitPart(weights: PartWeights): PartFit {
  const { values, columns } = weights;
  const real = values.slice();
  const basis = identity(columns);
  let best: Omit<PartFit, 'errors'> = { coefficients: new Uint8Array(values.length), basis: basis.slice() };
  let before = best.coefficients;
  const errors: number[] = [];
  let least = Number.POSITIVE_INFINITY;
  while (errors.length < MOST_ROUNDS) {
    const coefficients = toPowers(real, basis);
    if (errors.length > 0 && coefficients.every((code, i) => code === before[i])) break;
    before = coefficients;
    decideBasis(weights, coefficients, basis);
    const error = squaredError(weights, coefficients, basis);
    errors.push(error);
    if (error < least) {
      least = error;
      best = { coefficients, basis: basis.slice() };
    }
    if (!decideCoefficients(weights, basis, real)) break;
  }
  return { ...best, errors };
}

function identity(n: number): Float64Array {
  return Float64Array.from({ length: n * n }, (_, i) => Number(i % (n + 1) === 0));
}

/**
 * The nearest powers of real coefficients, as codes: all are scaled so that the largest is nearest to 2^5,
 * and the basis the other way.
 */
function toPowers(real: Float64Array, basis: Float64Array): Uint8Array {
  const codes = new Uint8Array(real.length);
  let largest = 0;
  for (let i = 0; i < real.length; i++) largest = Math.max(largest, Math.abs(real[i]));
  if (largest === 0) return codes;
  const scale = 2 ** (LARGEST_EXPONENT - nearestExponent(largest));
  for (let i = 0; i < codes.length; i++) {
    const magnitude = powerCode(Math.abs(real[i]) * scale);
    codes[i] = magnitude > 0 && real[i] < 0 ? magnitude | NEGATIVE : magnitude;
  }
  for (let i = 0; i < basis.length; i++) basis[i] /= scale;
  return codes;
}

/** The exponent of the power of two nearest to a value above 0; of two equally near the lower. */
function nearestExponent(value: number): number {
  const near = Math.round(Math.log2(value));
  if (value <= 1.5 * 2 ** (near - 1)) return near - 1;
  return value > 1.5 * 2 ** near ? near + 1 : near;
}

/** The code without sign of the nearest of 0 and 2^-1 to 2^5: the midpoints between them that it is above. */
function powerCode(magnitude: number): number {
  if (magnitude <= 0.25) return 0;
  let code = 1;
  for (let midpoint = 0.75; code < 7 && magnitude > midpoint; midpoint *= 2) code++;
  return code;
}

/** B = (C^T C)^-1 C^T W; unchanged where C^T C is singular. */
function decideBasis(
  { values, runs, columns: n }: PartWeights,
  codes: Uint8Array,
  basis: Float64Array,
): void {
  const normal = new Float64Array(n * n);
  const right = new Float64Array(n * n);
  for (let run = 0, at = 0; run < runs; run++, at += n) {
    for (let i = 0; i < n; i++) {
      const coefficient = coefficientOf[codes[at + i]];
      if (coefficient === 0) continue;
      for (let j = 0; j < n; j++) {
        normal[i * n + j] += coefficient * coefficientOf[codes[at + j]];
        right[i * n + j] += coefficient * values[at + j];
      }
    }
  }
  if (solve(normal, right, n, n)) basis.set(right);
}

/** C = W B^-1, the least squares for a square basis. False, and C as it was, where B is singular. */
function decideCoefficients(
  { values, runs, columns: n }: PartWeights,
  basis: Float64Array,
  real: Float64Array,
): boolean {
  const inverse = identity(n);
  if (!solve(basis.slice(), inverse, n, n)) return false;
  for (let run = 0, at = 0; run < runs; run++, at += n) {
    for (let j = 0; j < n; j++) {
      let sum = 0;
      for (let i = 0; i < n; i++) sum += values[at + i] * inverse[i * n + j];
      real[at + j] = sum;
    }
  }
  return true;
}

function squaredError(
  { values, runs, columns: n }: PartWeights,
  codes: Uint8Array,
  basis: Float64Array,
): number {
  let sum = 0;
  for (let run = 0, at = 0; run < runs; run++, at += n) {
    for (let j = 0; j < n; j++) {
      let left = values[at + j];
      for (let i = 0; i < n; i++) left -= coefficientOf[codes[at + i]] * basis[i * n + j];
      sum += left * left;
    }
  }
  return sum;
}
