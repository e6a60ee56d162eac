import { BadInput } from '../../errors/bad-input.ts';
import { noSaturations } from '../../num/fixed.ts';
import { basisParts, rebuildRun } from '../factors.ts';
import type { StoredCodes, StoredRounding } from '../matrix.ts';
import { rebuiltMatrix } from '../rebuilt.ts';
import { storeEntries } from '../store.ts';
import type { SizedFormat } from './format.ts';
import type { StorageBits } from './storage.ts';

/**
 * Weights that are rebuilt from powers of two and small bases, as SmartExchange stores them (Zhao et al.,
 * ISCA 2020):
 *
 *     flags          a bit for every run of `columns` columns of every row: whether it is stored
 *     coefficients   `columns` of 4 bits for every run that is (sign; 0 is zero, 1 to 7 are 2^-1 to 2^5)
 *     values         of every part of every row (`basisParts`) a basis: columns x columns codes of 8 bits
 *     exponent       12 bits: every code is times 2^exponent
 */
export interface Basis {
  readonly tensor: string;
  readonly rows: number;
  readonly cols: number;
  readonly columns: number;
  readonly flags: Uint8Array;
  readonly coefficients: Uint8Array;
  readonly values: Int16Array;
  readonly exponent: number;
  /** How the array makes codes of the weights, which is not stored. */
  readonly rounding: StoredRounding;
}

/** Of zeros, which are zeros in every format. */
const ZEROS: StoredRounding = { raw: true, number: { bits: 16, fractionBits: 0, accumulatorBits: 48 } };

const [FLAG_BITS, COEFFICIENT_BITS, CODE_BITS, EXPONENT_BITS] = [1, 4, 8, 12];

/**
 * The factors of a matrix that was rebuilt. A matrix of zeros without factors, which says where weights are
 * alone, has zeros for factors, as many of them. Throws BadInput for other weights that were not rebuilt, and
 * where a run is stored in part.
 */
export function encodeBasis(stored: StoredCodes, columns: number): Basis {
  const { tensor, rows, cols, codes } = stored;
  const flags = runFlags(stored, columns);
  const factors = factorsOf(stored, columns);
  if (factors === null && codes.some((code) => code !== 0))
    throw new BadInput(
      `tensor ${tensor}: its weights were not rebuilt from bases of ${columns} x ${columns}, expected pattern power-of-two`,
    );
  const kept = flags.reduce((sum, flag) => sum + flag, 0);
  const bases = rows * basisParts(cols, columns).parts * columns * columns;
  return {
    tensor,
    rows,
    cols,
    columns,
    flags,
    coefficients: factors?.coefficients ?? new Uint8Array(kept * columns),
    values: Int16Array.from(factors?.bases ?? new Int8Array(bases)),
    exponent: factors?.exponent ?? 0,
    rounding: factors?.rounding ?? ZEROS,
  };
}

/** The factors of a matrix that was rebuilt from bases of such runs. */
function factorsOf({ factors }: StoredCodes, columns: number) {
  return factors?.kind === 'basis' && factors.columns === columns ? factors : null;
}

function runFlags({ tensor, rows, cols, rowStart, columns }: StoredCodes, ofRun: number): Uint8Array {
  const { runs } = basisParts(cols, ofRun);
  const flags = new Uint8Array(rows * runs);
  for (let row = 0; row < rows; row++) {
    for (let e = rowStart[row]; e < rowStart[row + 1]; ) {
      const run = Math.floor(columns[e] / ofRun);
      const width = Math.min(ofRun, cols - run * ofRun);
      const isWhole = columns[e] === run * ofRun && columns[e + width - 1] === columns[e] + width - 1;
      if (!isWhole || e + width > rowStart[row + 1])
        throw new BadInput(
          `tensor ${tensor}: row ${row} stores a part of columns ${run * ofRun} to ${run * ofRun + width - 1}, expected all of them or none`,
        );
      flags[row * runs + run] = 1;
      e += width;
    }
  }
  return flags;
}

/** The weights, exactly, row-major; 0 where none is stored. */
export function basisWeights(encoded: Basis): Float64Array {
  const { rows, cols, columns, flags, coefficients, exponent } = encoded;
  const { runs, parts, runsOfPart } = basisParts(cols, columns);
  const bases = Int8Array.from(encoded.values);
  const weights = new Float64Array(rows * cols);
  const out = new Float64Array(columns);
  for (let at = 0, kept = 0; at < flags.length; at++) {
    if (flags[at] === 0) continue;
    const row = Math.floor(at / runs);
    const run = at - row * runs;
    const part = row * parts + Math.floor(run / runsOfPart);
    rebuildRun({ kind: 'basis', columns, exponent, bases, coefficients }, { kept: kept++, part }, out);
    weights.set(out.subarray(0, Math.min(columns, cols - run * columns)), row * cols + run * columns);
  }
  return weights;
}

/** The entries: the rebuilt weights as the array rounds them to codes. */
export function decodeBasis(encoded: Basis): StoredCodes {
  const { tensor, rows, cols, columns, flags } = encoded;
  const { runs } = basisParts(cols, columns);
  const mask = Uint8Array.from({ length: rows * cols }, (_, at) => {
    const row = Math.floor(at / cols);
    return flags[row * runs + Math.floor((at - row * cols) / columns)];
  });
  const { number, ...kept } = encoded.rounding;
  const values = new Float64Array(rows * cols);
  const weights = { tensor, rows, cols, values, mask: null, ...kept };
  const rebuilt = rebuiltMatrix(weights, { values: basisWeights(encoded) }, number.bits);
  const { weights: _, scales: __, ...entries } = storeEntries(rebuilt, mask, number, noSaturations());
  return entries;
}

/**
 * Storage whatever the bits of an array's values are: flags as indices; coefficients and bases; and of the
 * scales the exponent.
 */
export function basisStorage({ flags, coefficients, values }: Basis): StorageBits {
  const valueBits = COEFFICIENT_BITS * coefficients.length + CODE_BITS * values.length;
  const indexBits = FLAG_BITS * flags.length;
  return {
    valueBits,
    indexBits,
    pointerBits: 0,
    scaleBits: EXPONENT_BITS,
    totalBits: valueBits + indexBits + EXPONENT_BITS,
  };
}

/** The format of pattern power-of-two. */
export const basis: SizedFormat<{ readonly columns: number }, Basis, 'basis'> = {
  name: 'basis',
  of: ({ columns }) => ({
    name: 'basis',
    says: 'weights are rebuilt from powers of two and bases, of 4 and 8 bits whatever the array computes with',
    cannotHold: 'weights that were not rebuilt from such bases',
    encode: (stored) => encodeBasis(stored, columns),
    decode: decodeBasis,
    storage: basisStorage,
  }),
};
