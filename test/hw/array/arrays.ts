import fc from 'fast-check';
import { wordOf } from '../../../src/bbs/bank-address.ts';
import type { StoredMatrix } from '../../../src/bbs/matrix.ts';
import { type PlacementKind, placeColumns } from '../../../src/bbs/placement.ts';
import type { BeatMatrix } from '../../../src/hw/array/beat-matrix.ts';
import { type ComputedSpmv, runClocked } from '../../../src/hw/array/clocked/pe-array.ts';
import { AcceleratorSchema, buildArray, kindOf, ownFields } from '../../../src/hw/array/kinds/index.ts';
import { multiplyRows } from '../../../src/hw/array/multiply.ts';
import { rescaleRows } from '../../../src/hw/array/rescale-rows.ts';
import { naturalOrder, type RowOrder } from '../../../src/hw/array/row-order.ts';
import { loadElements, vectorBuffer } from '../../../src/hw/array/vector-buffer.ts';
import type { AcceleratorConfig } from '../../../src/hw/config/config.ts';
import { seeded } from '../../../src/num/random.ts';
import { hasScales } from '../../../src/num/row-scale.ts';

/** An accelerator from the fields that matter to a test. */
export const accelerator = (fields: object): AcceleratorConfig => AcceleratorSchema.parse(fields);

/**
 * An accelerator from fields that were drawn for any kind: those that its kind does not have are left out,
 * and copies of the vector buffer are the most that divide the lanes.
 */
export function drawnAccelerator(fields: Readonly<Record<string, unknown>>): AcceleratorConfig {
  const { banks = 64, vectorCopies = 1 } = fields;
  const copies = greatestDivisor(Number(banks), Number(vectorCopies));
  return accelerator(ownFields(kindOf(String(fields.kind)), { ...fields, vectorCopies: copies }));
}

/**
 * A matrix from the columns that each row stores; the codes come from a seed, over
 * the whole range of `bits` bits.
 */
export function storedMatrix(
  cols: number,
  columnsOfRow: readonly (readonly number[])[],
  seed = 1,
  bits = 16,
): StoredMatrix {
  const columns = Uint16Array.from(columnsOfRow.flat());
  const rowStart = new Uint32Array(columnsOfRow.length + 1);
  columnsOfRow.forEach((row, r) => {
    rowStart[r + 1] = rowStart[r] + row.length;
  });
  const codes = randomCodes(columns.length, seed, bits);
  return {
    tensor: 'w',
    rows: columnsOfRow.length,
    cols,
    rowStart,
    columns,
    codes,
    weights: Float64Array.from(codes, (code) => code / 4096),
  };
}

/** Codes over the whole range of `bits` bits. */
export function randomCodes(length: number, seed: number | string, bits = 16): Int16Array {
  const random = seeded(`codes/${seed}`);
  return Int16Array.from({ length }, () => Math.floor((random() - 0.5) * 2 ** bits));
}

/** How the entries of a random matrix lie. */
export const matrixStyles = ['balanced', 'random', 'power-law', 'one-bank', 'sparse'] as const;
export type MatrixStyle = (typeof matrixStyles)[number];

/** What a random matrix is made from. */
export interface MatrixSpec {
  readonly style: MatrixStyle;
  readonly rows: number;
  readonly cols: number;
  readonly banks: number;
  readonly placement: PlacementKind;
  readonly seed: number;
}

/**
 * A random matrix. balanced: the same number of entries in every bank of every row (less where a bank is
 * short); random: any density; power-law: row lengths fall as 1 / (rank + 1); one-bank: every entry of a row
 * in one bank; sparse: many rows are empty.
 */
export function randomMatrix({ style, rows, cols, banks, placement, seed }: MatrixSpec): StoredMatrix {
  const random = seeded(`matrix/${seed}`);
  const { bankOf, sizes, depth } = placeColumns(placement, cols, banks);
  const all = Array.from({ length: cols }, (_, c) => c);
  const some = (of: readonly number[], count: number) => pick(of, count, random);
  const perBank = 1 + Math.floor(random() * depth);
  const density = random();
  const rowOf: Record<MatrixStyle, (row: number) => number[]> = {
    balanced: () =>
      Array.from(sizes.keys()).flatMap((b) =>
        some(
          all.filter((c) => bankOf[c] === b),
          Math.min(perBank, sizes[b]),
        ),
      ),
    random: () => all.filter(() => random() < density),
    'power-law': (row) => some(all, Math.ceil(cols / (row + 1))),
    'one-bank': () => {
      const bank = bankOf[Math.floor(random() * cols)];
      return all.filter((c) => bankOf[c] === bank && random() < 0.9);
    },
    sparse: () => (random() < 0.6 ? [] : some(all, 1 + Math.floor(random() * 3))),
  };
  const columnsOfRow = Array.from({ length: rows }, (_, row) => rowOf[style](row).sort((a, b) => a - b));
  return storedMatrix(cols, columnsOfRow, seed);
}

/** The same entries with int8 codes, and scales with any bits that hardware has for one. */
export function scaledMatrix(stored: StoredMatrix, seed: number | string): StoredMatrix {
  const random = seeded(`scales/${seed}`);
  const { rows: length } = stored;
  const some = (...of: readonly number[]) => of[Math.floor(random() * of.length)];
  const multipliers = Uint16Array.from({ length }, () => some(0, 1, 0x8000, 0xffff, random() * 0x10000));
  const shifts = Uint8Array.from({ length }, () => some(0, 1, 23, 24, 31, random() * 32));
  const codes = stored.codes.map((code) => Math.max(-127, code >> 8));
  return { ...stored, codes, scales: { multipliers, shifts, requantised: 0 } };
}

function pick(of: readonly number[], count: number, random: () => number): number[] {
  const left = [...of];
  return Array.from(
    { length: Math.min(count, of.length) },
    () => left.splice(Math.floor(random() * left.length), 1)[0],
  );
}

/** An accelerator and an SpMV for it. */
export interface SpmvCase {
  readonly config: AcceleratorConfig;
  readonly stored: StoredMatrix;
  readonly beats: BeatMatrix;
  readonly x: Int16Array;
}

/** An SpMV on an accelerator, with a random vector. */
export function spmvCase(config: AcceleratorConfig, stored: StoredMatrix, seed = 1): SpmvCase {
  const { beats } = buildArray(config).encode(stored);
  return { config, stored, beats, x: randomCodes(stored.cols, `x/${seed}`) };
}

/** The same SpMV with a beat of its own for every row, if its kind lets rows share them. */
export function unpacked({ config, stored }: SpmvCase): SpmvCase {
  return spmvCase(drawnAccelerator({ ...config, packRows: false }), stored);
}

/** An SpMV by the fast path: time from the array, results from the vector buffer. */
export function runFast({ config, beats, x }: SpmvCase, order: RowOrder = beats.order): ComputedSpmv {
  const timing = buildArray(config).time(beats, order);
  const buffer = vectorBuffer(beats.placement);
  loadElements(buffer, x, 0);
  const results = new Float64Array(beats.rows);
  const { accumulatorBits } = config.number;
  const lost = new Float64Array(beats.rows);
  for (const row of order.rows) {
    multiplyRows(beats, buffer, accumulatorBits, row, 1, false, results, row, lost);
    const [sum, lostOfRow] = [results, lost].map((all) => all.subarray(row, row + 1));
    if (beats.scales) rescaleRows(beats.scales, accumulatorBits, row, sum, lostOfRow);
  }
  return { timing, results, lost };
}

/** An SpMV by the clocked array. */
export function runStepped({ config, beats, x }: SpmvCase, order: RowOrder = beats.order): ComputedSpmv {
  return runClocked(beats, order, buildArray(config), x);
}

/** The two implementations of the SpMV. */
export const implementations = [
  ['fast path', runFast],
  ['clocked array', runStepped],
] as const;

/** Accelerators of a kind, small, with every option that the SpMV knows. */
export function anyAccelerator(kind: AcceleratorConfig['kind']): fc.Arbitrary<AcceleratorConfig> {
  const placements = kind.startsWith('csr') ? ['cyclic', 'even', 'blocked'] : ['even', 'blocked'];
  const bit = fc.constantFrom(0, 1);
  return fc
    .record({
      kind: fc.constant(kind),
      pes: fc.integer({ min: 1, max: 6 }),
      banks: fc.integer({ min: 2, max: 24 }),
      sharedBanks: fc.oneof(fc.constant(null), fc.integer({ min: 2, max: 40 })),
      vectorCopies: fc.constantFrom(1, 1, 2, 3, 4, 5, 7, 24),
      pump: fc.constantFrom(1, 1, 2),
      ports: fc.constantFrom(1, 2),
      window: fc.integer({ min: 1, max: 5 }),
      queueDepth: fc.constantFrom(null, null, 1, 2, 3),
      retryCycles: fc.integer({ min: 1, max: 7 }),
      openRows: fc.constantFrom(1, 2, 3, 16),
      packRows: fc.boolean(),
      rowsPerCycle: fc.integer({ min: 1, max: 4 }),
      rowsApart: fc.integer({ min: 1, max: 5 }),
      emptyRow: fc.constantFrom('skipped', 'cycle'),
      placement: fc.constantFrom(...placements),
      arbiter: fc.constantFrom('fixed', 'rotating'),
      rowOrder: fc.constantFrom('natural', 'balanced'),
      timing: fc.record({
        mulLatency: fc.integer({ min: 1, max: 5 }),
        bankOutputRegister: bit,
        crossbarRegister: bit,
      }),
      number: fc.record({
        accumulatorBits: fc.constantFrom(8, 16, 31, 33, 48, 52),
        weightBits: fc.constantFrom(16, 16, 8),
      }),
    })
    .map(drawnAccelerator);
}

/** The greatest divisor of `count` up to `most`. */
function greatestDivisor(count: number, most: number): number {
  let divisor = Math.min(count, most);
  while (count % divisor !== 0) divisor--;
  return divisor;
}

const stylesOf: Readonly<Record<AcceleratorConfig['kind'], readonly MatrixStyle[]>> = {
  bbs: ['balanced'],
  dense: matrixStyles,
  csr: matrixStyles,
  'csr-shared': matrixStyles,
  'csr-window': matrixStyles,
  'csr-shuffle': matrixStyles,
  banked: matrixStyles,
  'banked-decoupled': matrixStyles,
  replicated: matrixStyles,
};

/** SpMVs of every kind of accelerator: empty matrices, single rows and columns and short banks among them. */
export function anySpmv(...kinds: AcceleratorConfig['kind'][]): fc.Arbitrary<SpmvCase> {
  return fc.constantFrom(...kinds).chain((kind) =>
    fc
      .record({
        config: anyAccelerator(kind),
        style: fc.constantFrom(...stylesOf[kind]),
        rows: fc.oneof(
          { weight: 1, arbitrary: fc.constantFrom(0, 1) },
          { weight: 4, arbitrary: fc.integer({ min: 2, max: 24 }) },
        ),
        cols: fc.oneof(
          { weight: 1, arbitrary: fc.constantFrom(0, 1) },
          { weight: 6, arbitrary: fc.integer({ min: 2, max: 50 }) },
        ),
        seed: fc.nat({ max: 1e6 }),
      })
      .map(({ config, style, rows, cols, seed }) => {
        const { placement: own, bufferBanks: banks } = buildArray(config);
        const placement = own === 'replicated' ? 'even' : own;
        const stored = randomMatrix({ style, rows, cols, banks, placement, seed });
        return spmvCase(config, hasScales(config.number) ? scaledMatrix(stored, seed) : stored, seed);
      }),
  );
}

/**
 * A weight memory image written out by hand: the vector buffer addresses (bank-address.ts) of
 * every row, all values 1.
 */
export function beatMatrix(
  lanes: number,
  addressesOfRow: readonly (readonly number[])[],
  pes = 1,
): BeatMatrix {
  const depth = 1 + wordOf(lanes, Math.max(0, ...addressesOfRow.flat()));
  const entryStart = new Uint32Array(addressesOfRow.length + 1);
  addressesOfRow.forEach((row, r) => {
    entryStart[r + 1] = entryStart[r] + row.length;
  });
  const addresses = Uint16Array.from(addressesOfRow.flat());
  return {
    tensor: 'w',
    rows: addressesOfRow.length,
    cols: depth * lanes,
    lanes,
    placement: placeColumns('cyclic', depth * lanes, lanes),
    entryStart,
    values: new Int16Array(addresses.length).fill(1),
    addresses,
    padding: 0,
    beatBits: 16 * lanes,
    order: naturalOrder(addressesOfRow.length, pes),
  };
}

/**
 * A bank-balanced matrix with `perBank` entries in every bank of every row; `cols` is a multiple of `banks`.
 */
export function balancedMatrix(rows: number, cols: number, banks: number, perBank: number): StoredMatrix {
  const depth = cols / banks;
  const columnsOfRow = Array.from({ length: rows }, (_, row) =>
    Array.from({ length: banks * perBank }, (_, i) => {
      const bank = Math.floor(i / perBank);
      const shift = (row + bank) % (depth - perBank + 1);
      return bank * depth + shift + (i % perBank);
    }),
  );
  return storedMatrix(cols, columnsOfRow);
}
