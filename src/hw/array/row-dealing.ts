import { arbitrate } from './arbitration.ts';
import { type BeatImage, beatsOfRow, isByBank } from './beat-matrix.ts';
import { longestOfRows } from './lane-depths.ts';
import { balancedOrder, naturalOrder, type RowOrder, rowsByCost } from './row-order.ts';

/**
 * How rows are dealt to the PEs. What a row costs there follows from its beats and
 * from the ports of a bank. docs/timing.md section 1.
 */
export interface RowDealing {
  readonly pes: number;
  readonly rowOrder: 'natural' | 'balanced';
  /** Requests that a bank serves in a cycle. */
  readonly ports: number;
  /** Beats of a PE that S1 may hold. */
  readonly window: number;
  /** Copies of the vector buffer among which the lanes are split; absent: one. */
  readonly vectorCopies?: number;
  /** Where rows share beats and lanes carry their ends: rows that may leave in a cycle; else null. */
  readonly rowsPerCycle: number | null;
}

/** Rows rowFrom .. rowFrom + rows - 1 of a matrix: what one SPMV instruction computes. */
export interface RowSlice {
  readonly rowFrom: number;
  readonly rows: number;
}

/**
 * Deals the rows of an image to the PEs: by number, or every slice for itself by the cycles that its rows
 * take in S1. `slices` follow one another and make up the matrix; a PE has the rows of a slice behind those
 * of the slice before. Throws a RangeError for slices that are not the matrix.
 */
export function dealRows(image: BeatImage, dealing: RowDealing, slices: readonly RowSlice[]): RowOrder {
  const { pes, rowOrder } = dealing;
  if (rowOrder === 'natural') return naturalOrder(image.rows, pes);
  checkSlices(image.rows, slices);
  const parts = rankedSlices(image, dealing, slices).map(({ rowFrom, costs, byCost }) =>
    balancedOrder(costs, pes, rowFrom, byCost),
  );
  return parts.length === 1 ? parts[0] : oneAfterAnother(parts, pes);
}

/** The rows of a slice by what they cost. */
interface RankedSlice {
  readonly rowFrom: number;
  readonly costs: Float64Array;
  readonly byCost: Uint32Array;
}

const knownRanks = new WeakMap<BeatImage['addresses'], Map<string, readonly RankedSlice[]>>();

/** Worked out once for an image, which a search deals to many numbers of PEs. */
function rankedSlices(
  image: BeatImage,
  dealing: RowDealing,
  slices: readonly RowSlice[],
): readonly RankedSlice[] {
  const ofImage = knownRanks.get(image.addresses) ?? new Map<string, readonly RankedSlice[]>();
  knownRanks.set(image.addresses, ofImage);
  const { ports, window, vectorCopies, rowsPerCycle } = dealing;
  const starts = slices.map(({ rowFrom }) => rowFrom);
  const key = [
    ports,
    window === 1,
    vectorCopies,
    rowsPerCycle,
    image.isPacked,
    isByBank(image),
    starts,
  ].join();
  const found = ofImage.get(key) ?? ranked(costsOfRows(image, dealing), slices);
  ofImage.set(key, found);
  return found;
}

function ranked(all: Float64Array, slices: readonly RowSlice[]): readonly RankedSlice[] {
  return slices.map(({ rowFrom, rows }) => {
    const costs = all.subarray(rowFrom, rowFrom + rows);
    return { rowFrom, costs, byCost: rowsByCost(costs) };
  });
}

function checkSlices(rowCount: number, slices: readonly RowSlice[]): void {
  let end = 0;
  for (const { rowFrom, rows } of slices) {
    if (rowFrom !== end) throw new RangeError(`slices: the next begins at row ${rowFrom}, expected ${end}`);
    end += rows;
  }
  if (end !== rowCount) throw new RangeError(`slices: they end with row ${end}, expected ${rowCount}`);
}

function oneAfterAnother(parts: readonly RowOrder[], pes: number): RowOrder {
  const start = new Uint32Array(pes + 1);
  const rows = new Uint32Array(parts.reduce((sum, part) => sum + part.rows.length, 0));
  for (let pe = 0, at = 0; pe < pes; pe++) {
    for (const part of parts) {
      const own = part.rows.subarray(part.start[pe], part.start[pe + 1]);
      rows.set(own, at);
      at += own.length;
    }
    start[pe + 1] = at;
  }
  return { pes, start, rows };
}

/**
 * What balanced rows are weighed by: the cycles that their beats stay in S1 one by one. Where several are
 * there at a time they wait together, so that beats come first, and the cycles decide between equal ones.
 * Rows that share beats weigh their entries, and at least those of a beat that ends as many as may leave in a
 * cycle; where lanes run apart rows weigh the words of their fullest lane.
 */
function costsOfRows(image: BeatImage, dealing: RowDealing): Float64Array {
  const { ports, window, vectorCopies = 1, rowsPerCycle } = dealing;
  const { rows, entryStart, isPacked = false } = image;
  const least = rowsPerCycle === null ? 0 : Math.ceil(image.lanes / rowsPerCycle);
  if (isPacked)
    return Float64Array.from({ length: rows }, (_, row) =>
      Math.max(least, entryStart[row + 1] - entryStart[row]),
    );
  if (isByBank(image)) return Float64Array.from(longestOfRows(image));
  const slots = slotsOfRows(image, ports, vectorCopies);
  if (window === 1) return Float64Array.from(slots);
  const most = slots.reduce((longest, n) => Math.max(longest, n), 0);
  return Float64Array.from(slots, (n, row) => beatsOfRow(image, row) * (most + 1) + n);
}

const known = new WeakMap<BeatImage['addresses'], Map<string, Uint32Array>>();

/**
 * Cycles that every row stays in S1 of a PE that meets nobody: its beats, and what they wait at the banks.
 * Worked out once for an image, which a search deals to many numbers of PEs.
 */
export function slotsOfRows(image: BeatImage, ports: number, copies: number): Uint32Array {
  const ofImage = known.get(image.addresses) ?? new Map<string, Uint32Array>();
  known.set(image.addresses, ofImage);
  const order = naturalOrder(image.rows, 1);
  const key = `${ports} ${copies}`;
  const slots = ofImage.get(key) ?? arbitrate({ ...image, order }, order, ports, copies).slots;
  ofImage.set(key, slots);
  return slots;
}
