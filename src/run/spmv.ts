import { createHash } from 'node:crypto';
import type { StoredMatrix } from '../bbs/matrix.ts';
import { rowSums } from '../bbs/row-sums.ts';
import { Mismatch } from '../errors/mismatch.ts';
import { buildArray } from '../hw/array/kinds/index.ts';
import { multiplyRows } from '../hw/array/multiply.ts';
import { rescaleRows } from '../hw/array/rescale-rows.ts';
import type { EncodedMatrix, SpmvArray } from '../hw/array/spmv-array.ts';
import { type Residency, type SpmvJob, SpmvUnit } from '../hw/array/spmv-unit.ts';
import { banksPerPe } from '../hw/array/vector-banks.ts';
import { loadElements, vectorBuffer } from '../hw/array/vector-buffer.ts';
import type { Program } from '../lstm/program/program.ts';
import { noSaturations, wrapCounted } from '../num/fixed.ts';
import { atItsClock, type DeviceFit, fitToDevice } from './device-fit.ts';
import type { SpmvOperands } from './load-matrix.ts';
import type { Platform } from './platform.ts';
import { runHash } from './run-digest.ts';
import type { SpmvResult } from './spmv-result.ts';
import { refuseUnbuildable } from './timing-check.ts';
import { usedEntries } from './used-model.ts';

/** An SpMV that ran: its result, and what it ran on. */
export interface SpmvRun {
  readonly result: SpmvResult;
  /** The array at its clock. */
  readonly array: SpmvArray;
  readonly encoded: EncodedMatrix;
  readonly job: SpmvJob;
  /**
   * What each row has lost because its accumulator wraps: the exact sum less the held one; of int8 weights
   * what the rescaled one has lost, too.
   */
  readonly lost: Float64Array;
  /** Accumulators that have lost something, before a rescale or after. */
  readonly wrappedAccumulators: number;
  readonly residency: Residency['kind'];
  /** Where it is on its device, and how fast it can be. */
  readonly fit: DeviceFit;
}

/**
 * 12 hexadecimal digits over everything that decides a product: the platform, and the codes of
 * the operands.
 */
export function spmvHash(platform: Platform, { matrix, x }: Omit<SpmvOperands, 'saturations'>): string {
  const digest = (array: Uint16Array | Uint32Array | Int16Array | StoredMatrix['weights']) =>
    createHash('sha256')
      .update(new Uint8Array(array.buffer, array.byteOffset, array.byteLength))
      .digest('hex');
  const { rows, cols, rowStart, columns, codes, weights } = matrix;
  const inputs = {
    rows,
    cols,
    rowStart: digest(rowStart),
    columns: digest(columns),
    codes: digest(codes),
    x: digest(x),
    // Which of equal codes a nested model uses is decided before they are rounded.
    ...(buildArray(platform.config).skipsBeats && { weights: digest(weights) }),
  };
  return runHash({ platform, seed: '', inputs, hasValues: true });
}

/**
 * Multiplies a stored matrix by a vector of codes on an accelerator. Throws BadInput when the vector does not
 * fit the matrix, the format cannot hold the matrix, or the design must fit its device, and meet timing at a
 * named clock, and does not; Mismatch when a value differs from the integer reference.
 */
export function runSpmv(platform: Platform, stored: StoredMatrix, x: Int16Array, mustFit: boolean): SpmvRun {
  const asked = buildArray(platform.config);
  const encoded = asked.encode(stored);
  const fit = fitToDevice(asked, [{ program: spmvProgram(stored), matrices: [encoded] }], platform);
  const array = atItsClock(asked, fit);
  if (mustFit) refuseUnbuildable(platform, { array, fit });
  const job = new SpmvUnit(array, fit.residency).job(encoded, 0, stored.rows);
  const { result, lost, wraps } = multiply(platform, encoded, usedEntries(stored, encoded), x);
  return {
    result: { ...timingOf(job, array, stored.rows), result: Array.from(result) },
    array,
    encoded,
    job,
    lost,
    wrappedAccumulators: wraps,
    residency: fit.residency.kind,
    fit,
  };
}

/** The program of a lone SpMV: what its vectors and its region need of a device. */
export function spmvProgram({ tensor, rows, cols }: StoredMatrix): Program {
  const destination = { vector: 1, from: 0, length: rows };
  return {
    style: 'instruction',
    vectors: [
      { name: 'x', kind: 'word', length: cols },
      { name: 'y', kind: 'accumulator', length: rows },
    ],
    regions: [{ name: 'x', length: cols }],
    matrices: [{ role: 'gates', tensor, rows, region: 0 }],
    instructions: [
      { op: 'spmv', phase: 'spmv', matrix: 0, rowFrom: 0, rows, destination, accumulate: false },
    ],
    x: 0,
    h: 1,
    c: 1,
    constants: { bias: null, peepholes: null },
  };
}

/** The values, on the datapath and on the integer reference; they must agree to the bit. */
function multiply(
  { config }: Platform,
  { beats }: EncodedMatrix,
  stored: StoredMatrix,
  x: Int16Array,
): { readonly result: Float64Array; readonly lost: Float64Array; readonly wraps: number } {
  const buffer = vectorBuffer(beats.placement);
  loadElements(buffer, x, 0);
  const { accumulatorBits } = config.number;
  const result = new Float64Array(stored.rows);
  const lost = new Float64Array(stored.rows);
  multiplyRows(beats, buffer, accumulatorBits, 0, stored.rows, false, result, 0, lost);
  const wraps = beats.scales ? rescaleRows(beats.scales, accumulatorBits, 0, result, lost) : countLost(lost);
  const counts = noSaturations();
  const sums = rowSums(stored, x, config.number, counts);
  for (let row = 0; row < stored.rows; row++) {
    const expected = wrapCounted(sums[row], accumulatorBits, counts);
    if (result[row] === expected) continue;
    throw new Mismatch(
      `${config.kind}, row ${row}: the hardware computed ${result[row]}, the integer reference ${expected}`,
    );
  }
  if (wraps !== counts.wrappedAccumulators)
    throw new Mismatch(
      `${config.kind}: ${wraps} wrapped accumulators, the integer reference has ${counts.wrappedAccumulators}`,
    );
  return { result, lost, wraps };
}

const countLost = (lost: Float64Array): number => lost.reduce((sum, one) => (one === 0 ? sum : sum + 1), 0);

/**
 * Sums the job's computes (tiles, or the one of a resident matrix) per PE and bank; rows
 * count from the job's first cycle.
 */
function timingOf(job: SpmvJob, array: SpmvArray, rows: number): Omit<SpmvResult, 'result'> {
  const { pes } = array.config;
  const banks = banksPerPe(array);
  const total = {
    issue: new Array(pes).fill(0),
    conflict: new Array(pes).fill(0),
    busy: new Array(pes).fill(0),
  };
  const bankReads = Array.from({ length: pes }, () => new Array(banks).fill(0));
  const rowFinishedAtCycle = new Array(rows).fill(0);
  for (const { from, timing } of job.computes) {
    for (let pe = 0; pe < pes; pe++) {
      total.issue[pe] += timing.issueCycles[pe];
      total.conflict[pe] += timing.conflictCycles[pe];
      total.busy[pe] += timing.busyCycles[pe];
      for (let bank = 0; bank < banks; bank++) bankReads[pe][bank] += timing.bankReads[pe * banks + bank];
    }
    timing.order.rows.forEach((row, q) => {
      rowFinishedAtCycle[row] = from + timing.rowFinishedAtCycle[q];
    });
  }
  return {
    cycles: rowFinishedAtCycle.reduce((latest, cycle) => Math.max(latest, cycle), 0),
    issueCycles: total.issue,
    conflictCycles: total.conflict,
    busyCycles: total.busy,
    bankReads,
    rowFinishedAtCycle,
  };
}
