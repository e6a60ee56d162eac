import { timesPowerOfTwo } from '../num/times-power-of-two.ts';
import { type BasisFactors, basisParts, rebuildRun } from './factors.ts';
import type { DenseMatrix } from './matrix.ts';
import { fitPart } from './power-of-two-fit.ts';
import { countedValues, type Rebuilt } from './rebuilt.ts';

/** The largest code of a basis: 8 bits, symmetric. */
const LARGEST_CODE = 127;
/** With the largest, sums of coefficients times codes are finite; below the least all are 0. */
const [LEAST_EXPONENT, LARGEST_EXPONENT] = [-1090, 1008];

/**
 * The kept runs of a matrix (`mask`: whole runs of `columns` columns, that at the right edge cut) rebuilt
 * from coefficients that are powers of two and the bases of their parts (`fitPart`). Bases are codes of 8
 * bits with one exponent for the matrix, the least with which none is above 127; a part without a weight but
 * 0 has a basis of zeros.
 */
export function nearestBasis(weights: DenseMatrix, mask: Uint8Array, columns: number): Rebuilt {
  const runs = keptRuns(weights, mask, columns);
  const unit = unitOf(runs.values);
  const fitted = fitParts(weights, runs, columns, unit);
  const exponent = exponentOf(fitted.bases, unit);
  const codes = Int8Array.from(fitted.bases, (value) => basisCode(timesPowerOfTwo(value, unit - exponent)));
  const factors: BasisFactors = {
    kind: 'basis',
    columns,
    exponent,
    bases: codes,
    coefficients: fitted.coefficients,
  };
  return { values: rebuildRuns(weights, runs, factors), factors };
}

/** The runs that are kept, in row-major order: where each begins, and its weights. */
interface KeptRuns {
  /** Run of the matrix: row * runs of a row + run. */
  readonly at: Uint32Array;
  /** `columns` each; 0 beyond the right edge. */
  readonly values: Float64Array;
}

function keptRuns(weights: DenseMatrix, mask: Uint8Array, columns: number): KeptRuns {
  const { rows, cols } = weights;
  const { runs } = basisParts(cols, columns);
  const counted = countedValues(weights);
  const at = Uint32Array.from({ length: rows * runs }, (_, run) => run).filter(
    (run) => mask[Math.floor(run / runs) * cols + (run % runs) * columns] === 1,
  );
  const values = new Float64Array(at.length * columns);
  for (let kept = 0; kept < at.length; kept++) {
    const row = Math.floor(at[kept] / runs);
    const first = (at[kept] - row * runs) * columns;
    for (let j = 0; j < columns && first + j < cols; j++)
      values[kept * columns + j] = counted[row * cols + first + j];
  }
  return { at, values };
}

/** An exponent near that of the largest weight: the fit squares weights that are times 2^-unit. */
function unitOf(values: Float64Array): number {
  let largest = 0;
  for (let i = 0; i < values.length; i++) largest = Math.max(largest, Math.abs(values[i]));
  return largest === 0 ? 0 : Math.floor(Math.log2(largest));
}

/** The fits of all parts, the bases times 2^-unit. */
function fitParts(
  { rows, cols }: DenseMatrix,
  { at, values }: KeptRuns,
  columns: number,
  unit: number,
): { readonly bases: Float64Array; readonly coefficients: Uint8Array } {
  const { runs, parts, runsOfPart } = basisParts(cols, columns);
  const bases = new Float64Array(rows * parts * columns * columns);
  const coefficients = new Uint8Array(values.length);
  const inUnit = values.map((value) => timesPowerOfTwo(value, -unit));
  for (let part = 0, kept = 0; part < rows * parts; part++) {
    const row = Math.floor(part / parts);
    const end = row * runs + Math.min(runs, ((part % parts) + 1) * runsOfPart);
    const first = kept;
    while (kept < at.length && at[kept] < end) kept++;
    const ofPart = inUnit.subarray(first * columns, kept * columns);
    const fit = fitPart({ values: ofPart, runs: kept - first, columns });
    coefficients.set(fit.coefficients, first * columns);
    if (ofPart.some((value) => value !== 0)) bases.set(fit.basis, part * columns * columns);
  }
  return { bases, coefficients };
}

function exponentOf(bases: Float64Array, unit: number): number {
  let largest = 0;
  for (let i = 0; i < bases.length; i++) largest = Math.max(largest, Math.abs(bases[i]));
  if (largest === 0) return 0;
  const near = Math.floor(Math.log2(largest / LARGEST_CODE));
  const codeAt = (exponent: number) => Math.floor(largest / 2 ** exponent + 0.5);
  const exponent = [near - 1, near, near + 1].find((each) => codeAt(each) <= LARGEST_CODE) ?? near + 1;
  return Math.max(LEAST_EXPONENT, Math.min(LARGEST_EXPONENT, exponent + unit));
}

function basisCode(value: number): number {
  return Math.max(-LARGEST_CODE, Math.min(LARGEST_CODE, Math.floor(value + 0.5)));
}

function rebuildRuns({ rows, cols }: DenseMatrix, { at }: KeptRuns, factors: BasisFactors): Float64Array {
  const { columns } = factors;
  const { runs, parts, runsOfPart } = basisParts(cols, columns);
  const values = new Float64Array(rows * cols);
  const run = new Float64Array(columns);
  for (let kept = 0; kept < at.length; kept++) {
    const row = Math.floor(at[kept] / runs);
    const place = at[kept] - row * runs;
    rebuildRun(factors, { kept, part: row * parts + Math.floor(place / runsOfPart) }, run);
    const width = Math.min(columns, cols - place * columns);
    values.set(run.subarray(0, width), row * cols + place * columns);
  }
  return values;
}
