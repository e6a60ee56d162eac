/**
 * One SpMV on an encoded matrix: with every value computed, with every value checked, with the
 * arbitration from scratch, and its time alone. Each function takes the stored matrix and
 * returns the median time of one call.
 */
import { addProducts } from '../src/bbs/add-products.ts';
import type { StoredMatrix } from '../src/bbs/matrix.ts';
import { arbitrate } from '../src/hw/array/arbitration.ts';
import { AcceleratorSchema, buildArray } from '../src/hw/array/kinds/index.ts';
import { multiplyRows } from '../src/hw/array/multiply.ts';
import { timePrivate } from '../src/hw/array/spmv-timing.ts';
import { loadElements, vectorBuffer } from '../src/hw/array/vector-buffer.ts';
import type { AcceleratorConfig } from '../src/hw/config/config.ts';
import { wrap } from '../src/num/fixed.ts';
import { seeded } from '../src/num/random.ts';
import { type Figure, medianMs, shortestMs } from './figure.ts';

/** What is measured: a matrix on a design, and the vector that it is multiplied with. */
export interface SpmvInput {
  readonly config: AcceleratorConfig;
  readonly stored: StoredMatrix;
  readonly x: Int16Array;
}

/** An SpMV on an encoded matrix, in its parts. */
function encoded({ config, stored, x }: SpmvInput) {
  const array = buildArray(config);
  const { beats } = array.encode(stored);
  const buffer = vectorBuffer(beats.placement);
  const y = new Float64Array(stored.rows);
  const { accumulatorBits } = config.number;
  const cycles = () => array.time(beats, beats.order).cycles;
  const afresh = () =>
    timePrivate(beats.order, arbitrate(beats, beats.order, array.ports), array.fillCycles).cycles;
  const values = () => {
    loadElements(buffer, x, 0);
    multiplyRows(beats, buffer, accumulatorBits, 0, stored.rows, false, y, 0);
    return y[0];
  };
  return { cycles, afresh, values, y };
}

/** Time alone; on `bbs` what the arbitration finds is kept with the matrix. */
export function timingMs(input: SpmvInput): number {
  return medianMs(encoded(input).cycles);
}

/** The vector loaded, the cycles of every row, and every value. */
export function valuesMs(input: SpmvInput): number {
  const { cycles, values } = encoded(input);
  return medianMs(() => cycles() + values());
}

/** The same, with every value compared with the integer reference, `addProducts`. */
export function checkedMs(input: SpmvInput): number {
  const { cycles, values, y } = encoded(input);
  const { accumulatorBits } = input.config.number;
  const expected = new Float64Array(input.stored.rows);
  return medianMs(() => {
    const sum = cycles() + values();
    expected.fill(0);
    addProducts(input.stored, input.x, expected);
    compareRows(y, expected, accumulatorBits);
    return sum;
  });
}

/** The requests of every beat counted per bank again in every call, and every value. */
export function arbitratedValuesMs(input: SpmvInput): number {
  const { afresh, values } = encoded(input);
  return medianMs(() => afresh() + values());
}

/** Throws at the first row that is not the sum, wrapped to the accumulator. */
function compareRows(y: Float64Array, sums: Float64Array, accumulatorBits: number): void {
  for (let row = 0; row < sums.length; row++) {
    const expected = wrap(sums[row], accumulatorBits);
    if (y[row] !== expected) throw new Error(`row ${row}: ${y[row]}, the reference ${expected}`);
  }
}

/** The loop that every figure is compared with, entry by entry. */
function plainLoop({ rows, rowStart, columns, codes }: StoredMatrix, x: Int16Array, y: Float64Array): number {
  for (let row = 0; row < rows; row++) {
    let sum = 0;
    for (let e = rowStart[row]; e < rowStart[row + 1]; e++) sum += codes[e] * x[columns[e]];
    y[row] = sum;
  }
  return y[0];
}

/**
 * A bank-balanced matrix of `banks` even banks with `perBank` entries in each of every row; codes of 16 bits.
 */
export function balancedMatrix(rows: number, cols: number, banks: number, perBank: number): StoredMatrix {
  const random = seeded('bench/spmv');
  const depth = cols / banks;
  const columns = new Uint16Array(rows * banks * perBank);
  for (let bank = 0; bank < rows * banks; bank++) {
    const words = Array.from({ length: depth }, (_, word) => ({ word, key: random() }));
    const kept = words.sort((a, b) => a.key - b.key).slice(0, perBank);
    const first = (bank % banks) * depth;
    columns.set(
      kept.map(({ word }) => first + word).sort((a, b) => a - b),
      bank * perBank,
    );
  }
  const codes = Int16Array.from(columns, () => Math.floor((random() - 0.5) * 2 ** 16));
  return {
    tensor: 'bench',
    rows,
    cols,
    rowStart: Uint32Array.from({ length: rows + 1 }, (_, row) => row * banks * perBank),
    columns,
    codes,
    weights: Float32Array.from(codes, (code) => code / 2 ** 12),
  };
}

/** Measures the four against the plain loop on a 64 x 64 design: 4096 x 1536 at 87.5 %. */
export function benchSpmv(): Figure[] {
  const stored = balancedMatrix(4096, 1536, 64, 3);
  const x = Int16Array.from({ length: stored.cols }, (_, i) => Math.imul(i + 1, 40503) >> 4);
  const design = (fields: object) => AcceleratorSchema.parse({ pes: 64, banks: 64, ...fields });
  const bbs: SpmvInput = { config: design({ kind: 'bbs' }), stored, x };
  const csr: SpmvInput = { config: design({ kind: 'csr', placement: 'cyclic' }), stored, x };
  const y = new Float64Array(stored.rows);
  const loopMs = shortestMs(() => plainLoop(stored, x, y));
  const us = (ms: number) => `${(1000 * ms).toFixed(ms < 0.1 ? 1 : 0)} us`;
  const figure = (name: string, ms: number): Figure => ({
    name: `${name}: share of the loop`,
    ratio: ms / loopMs,
    detail: `${us(ms)}, ${(stored.codes.length / ms / 1e6).toFixed(2)} GMAC/s, plain loop over ${stored.codes.length} non-zeros ${us(loopMs)}`,
  });
  return [
    figure('BBS SpMV, every value', valuesMs(bbs)),
    figure('BBS SpMV, every value checked', checkedMs(bbs)),
    figure('CSR SpMV, full arbitration, every value', arbitratedValuesMs(csr)),
    figure('BBS SpMV, timing only', timingMs(bbs)),
  ];
}
