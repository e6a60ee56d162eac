import { ImpossibleDesign } from '../../errors/impossible-design.ts';
import { columnArray, type StoredCodes } from '../matrix.ts';
import type { Format, SizedFormat } from './format.ts';
import { type StorageBits, widthOf } from './storage.ts';

/** Columns after which the choice of columns repeats. */
export interface PeriodicSizes {
  readonly period: number;
}

/**
 * Every row keeps the columns of the same phases, column mod `period` (Sparse Periodic Systolic, Heo et al.,
 * ISLPED 2022): the values row by row, and one table for the matrix.
 *
 *     row r: values[r * perRow] .., of the columns with a phase of the table, ascending
 *     phases: ascending
 */
export interface Periodic extends PeriodicSizes {
  readonly tensor: string;
  readonly rows: number;
  readonly cols: number;
  readonly phases: Uint16Array;
  readonly values: Int16Array;
}

/**
 * The matrix with its columns in a table of phases. Throws ImpossibleDesign for a row without an entry in a
 * column of a phase that has entries elsewhere, naming the place, and RangeError for a period beyond 65536.
 */
export function encodePeriodic(stored: StoredCodes, { period }: PeriodicSizes): Periodic {
  if (period > 0x10000) throw new RangeError(`period: found ${period}, expected at most 65536`);
  const { tensor, rows, cols, rowStart, columns, codes } = stored;
  const isKept = new Uint8Array(period);
  for (let e = 0; e < columns.length; e++) isKept[columns[e] % period] = 1;
  const phases = Uint16Array.from([...isKept.keys()].filter((phase) => isKept[phase] === 1));
  const kept = columnsOfPhases(cols, period, phases);
  for (let row = 0; row < rows; row++) {
    const ofRow = columns.subarray(rowStart[row], rowStart[row + 1]);
    if (ofRow.length === kept.length) continue;
    const missing = kept.find((column, i) => ofRow[i] !== column);
    throw new ImpossibleDesign(
      `tensor ${tensor}: row ${row}, column ${missing}: found no entry, expected one: other columns of its phase, modulo ${period}, have entries`,
    );
  }
  return { tensor, rows, cols, period, phases, values: codes };
}

/** The columns of these phases, ascending. */
function columnsOfPhases(cols: number, period: number, phases: Uint16Array): number[] {
  const kept: number[] = [];
  for (let first = 0; first < cols; first += period) {
    for (const phase of phases) if (first + phase < cols) kept.push(first + phase);
  }
  return kept;
}

/** The entries of a periodic matrix. */
function decodePeriodic({ tensor, rows, cols, period, phases, values }: Periodic): StoredCodes {
  const kept = columnsOfPhases(cols, period, phases);
  const rowStart = Uint32Array.from({ length: rows + 1 }, (_, row) => row * kept.length);
  const columns = columnArray(cols, values.length);
  for (let row = 0; row < rows; row++) columns.set(kept, row * kept.length);
  return { tensor, rows, cols, rowStart, columns, codes: values };
}

/**
 * Storage with values of `bits` bits: ceil(log2 period) bits for every phase of the table, whatever the
 * number of rows and columns; no pointers.
 */
export function periodicStorage(
  { period, phases, values }: Pick<Periodic, 'period' | 'phases' | 'values'>,
  bits: number,
): StorageBits {
  const valueBits = values.length * bits;
  const indexBits = phases.length * widthOf(period);
  return { valueBits, indexBits, pointerBits: 0, totalBits: valueBits + indexBits };
}

/** The periodic format in results, for any period. */
export const periodic: SizedFormat<PeriodicSizes, Periodic, 'periodic'> = {
  name: 'periodic',
  of: (sizes): Format<Periodic, 'periodic'> => ({
    name: 'periodic',
    cannotHold: 'rows do not keep the columns of the same phases',
    encode: (stored) => encodePeriodic(stored, sizes),
    decode: decodePeriodic,
    storage: periodicStorage,
  }),
};
