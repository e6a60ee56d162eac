import type { PatternConfig } from '../../../src/bbs/patterns/index.ts';
import { range } from './naive.ts';

/** What a pattern kept: a mask, row-major. */
interface Kept {
  readonly rows: number;
  readonly cols: number;
  readonly mask: Uint8Array;
  /** Side of the blocks of a circulant matrix. */
  readonly block?: number | undefined;
}

/** Bits of values, indices and pointers, counted by looking at every position of the mask. */
export interface CountedBits {
  readonly valueBits: number;
  readonly indexBits: number;
  readonly pointerBits: number;
  readonly scaleBits?: number;
}

type Options = Readonly<Record<string, number | string>>;
type Counter = (kept: Kept, options: Options, bits: number) => CountedBits;

/** Bits that tell so many things apart, by trying. */
function bitsFor(count: number): number {
  let bits = 0;
  while (2 ** bits < count) bits++;
  return bits;
}

const sum = (all: readonly number[]) => all.reduce((total, one) => total + one, 0);
const isKept = ({ mask, cols }: Kept, row: number, col: number) => mask[row * cols + col] === 1;
const total = ({ mask }: Kept) => sum(Array.from(mask));
const columnsOf = (kept: Kept, row: number) => range(0, kept.cols).filter((col) => isKept(kept, row, col));

const slots = (count: number, bits: number, index: number): CountedBits => ({
  valueBits: count * bits,
  indexBits: count * index,
  pointerBits: 0,
});

/** The columns of bank b: blocked in runs of ceil(D / N), even between b * D / N and (b + 1) * D / N. */
function columnsOfBank(cols: number, { banks, placement }: Options): number[][] {
  const [n, depth] = [Number(banks), Math.ceil(cols / Number(banks))];
  return range(0, n).map((bank) =>
    range(0, cols).filter((col) =>
      placement === 'blocked'
        ? Math.floor(col / depth) === bank
        : col >= Math.floor((bank * cols) / n) && col < Math.floor(((bank + 1) * cols) / n),
    ),
  );
}

/** k: what the fullest bank of row 0 holds, at least one. */
function perBank(kept: Kept, banks: readonly number[][]): number {
  if (kept.rows === 0) return 1;
  return Math.max(1, ...banks.map((columns) => columns.filter((col) => isKept(kept, 0, col)).length));
}

function compressedRows(kept: Kept, _options: Options, bits: number): CountedBits {
  const pointerBits = (kept.rows + 1) * bitsFor(total(kept) + 1);
  return { ...slots(total(kept), bits, bitsFor(kept.cols)), pointerBits };
}

function wholeBlocks(kept: Kept, height: number, width: number, bits: number): CountedBits {
  const [down, across] = [Math.ceil(kept.rows / height), Math.ceil(kept.cols / width)];
  const blocks = sum(
    range(0, down * across).map((i) =>
      Number(isKept(kept, Math.floor(i / across) * height, (i % across) * width)),
    ),
  );
  return {
    valueBits: total(kept) * bits,
    indexBits: blocks * bitsFor(across),
    pointerBits: (down + 1) * bitsFor(blocks + 1),
  };
}

/** Interleaved CSC with relative row indices of 4 bits: a padding zero for every 16 rows that are skipped. */
function compressedColumns(kept: Kept, { pes }: Options, bits: number): CountedBits {
  const ofPe = range(0, Number(pes)).map((pe) => {
    const rows = range(0, kept.rows).filter((row) => row % Number(pes) === pe);
    return sum(
      range(0, kept.cols).map((col) => {
        const locals = rows.flatMap((row, local) => (isKept(kept, row, col) ? [local] : []));
        return sum(
          locals.map((local, i) => 1 + Math.floor((local - (i === 0 ? 0 : locals[i - 1] + 1)) / 16)),
        );
      }),
    );
  });
  const pointerBits = Number(pes) * (kept.cols + 1) * bitsFor(Math.max(...ofPe) + 1);
  return { ...slots(sum(ofPe), bits, 4), pointerBits };
}

function denseBlocks(kept: Kept, _options: Options, bits: number): CountedBits {
  const sets = new Map<string, number[]>();
  for (const row of range(0, kept.rows)) {
    const columns = columnsOf(kept, row);
    if (columns.length > 0) sets.set(columns.join(), [...(sets.get(columns.join()) ?? []), row]);
  }
  const [rowBits, columnBits] = [bitsFor(kept.rows), bitsFor(kept.cols)];
  return {
    valueBits: total(kept) * bits,
    indexBits: sum(
      [...sets].map(([key, rows]) => rows.length * rowBits + key.split(',').length * columnBits),
    ),
    pointerBits: sets.size * (rowBits + columnBits) + bitsFor(kept.rows + 1),
  };
}

/** How many bits the format of each pattern takes. A registered pattern that is not here fails the test. */
const counters: Readonly<Record<string, Counter>> = {
  'bank-balanced': (kept, options, bits) => {
    const banks = columnsOfBank(kept.cols, options);
    return slots(
      kept.rows * banks.length * perBank(kept, banks),
      bits,
      bitsFor(Math.ceil(kept.cols / banks.length)),
    );
  },
  unstructured: compressedRows,
  block: (kept, { blockRows, blockCols }, bits) =>
    wholeBlocks(kept, Number(blockRows), Number(blockCols), bits),
  vector: (kept, { length }, bits) => wholeBlocks(kept, 1, Number(length), bits),
  'row-balanced': (kept, _options, bits) => slots(total(kept), bits, bitsFor(kept.cols)),
  'column-balanced': (kept, { pes }, bits) => {
    const first = range(0, kept.rows).filter((row) => row % Number(pes) === 0);
    const perColumn = kept.cols === 0 ? 0 : first.filter((row) => isKept(kept, row, 0)).length;
    return slots(Number(pes) * kept.cols * perColumn, bits, bitsFor(Math.ceil(kept.rows / Number(pes))));
  },
  'load-balanced': compressedColumns,
  'n-m': (kept, { m }, bits) => {
    const groups = Math.ceil(kept.cols / Number(m));
    const ofFirst = kept.rows === 0 ? 0 : columnsOf(kept, 0).filter((col) => col < Number(m)).length;
    return slots(kept.rows * groups * ofFirst, bits, bitsFor(Number(m)));
  },
  'one-by-n': (kept, { rows }, bits) => wholeBlocks(kept, Number(rows), 1, bits),
  'block-columns': (kept, { blockRows, blockCols }, bits) => ({
    valueBits: total(kept) * bits,
    // A bit for every column of every row of blocks, and for every row of every column of blocks.
    indexBits:
      kept.cols * Math.ceil(kept.rows / Number(blockRows)) +
      kept.rows * Math.ceil(kept.cols / Number(blockCols)),
    pointerBits: 0,
  }),
  circulant: ({ rows, cols, block = 1 }, _options, bits) =>
    slots(Math.ceil(rows / block) * Math.ceil(cols / block) * block, bits, 0),
  periodic: (kept, { period }, bits) => ({
    valueBits: total(kept) * bits,
    indexBits:
      kept.rows === 0
        ? 0
        : new Set(columnsOf(kept, 0).map((col) => col % Number(period))).size * bitsFor(Number(period)),
    pointerBits: 0,
  }),
  complementary: (kept, options, bits) => {
    const banks = columnsOfBank(kept.cols, options);
    const sizes = banks.map(({ length }) => length).filter((size) => size > 0);
    const perSet = Math.max(1, Math.floor(Math.min(0x10000, ...sizes) / perBank(kept, banks)));
    return slots(Math.ceil(kept.rows / perSet) * kept.cols, bits, bitsFor(perSet));
  },
  'power-of-two': (kept, { basis }, _bits) => {
    const n = Number(basis);
    const runs = Math.ceil(kept.cols / n);
    const stored = sum(
      range(0, kept.rows * runs).map((i) => Number(isKept(kept, Math.floor(i / runs), (i % runs) * n))),
    );
    // Of a row at most 64 n runs share a basis of n x n values of 8 bits.
    const parts = kept.rows * Math.ceil(runs / (64 * n));
    return {
      valueBits: stored * n * 4 + parts * n * n * 8,
      indexBits: kept.rows * runs,
      pointerBits: 0,
      scaleBits: 12,
    };
  },
  refill: denseBlocks,
  regroup: denseBlocks,
  dense: ({ rows, cols }, _options, bits) => slots(rows * cols, bits, 0),
};

/** The bits that what a pattern kept takes in its format, with values of `bits` bits. */
export function countedBits({ kind, ...options }: PatternConfig, kept: Kept, bits: number): CountedBits {
  const counter = counters[kind];
  if (counter === undefined) throw new Error(`no count of the bits of pattern ${kind}`);
  return counter(kept, options as Options, bits);
}
