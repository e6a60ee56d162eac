import type { BeatList } from './beat-list.ts';
import type { BeatMatrix } from './beat-matrix.ts';
import { listEntries } from './entry-list.ts';
import type { RowOrder } from './row-order.ts';

/**
 * The weight memories of PEs whose rows share beats: entries PE after PE, row after row, each with its
 * address, its value, and the position in `RowOrder.rows` of its row. `list`: the beats that they fill, N by
 * N; `endsRow` of one is the last row that ends in it, -1 for none. docs/timing.md section 2, packed rows.
 */
export interface PackedBeats {
  readonly list: BeatList;
  readonly addresses: Uint16Array | Uint32Array;
  readonly values: Int16Array;
  readonly rows: Uint32Array;
}

/** Lists the beats of the rows in `order`, which they share. */
export function listPackedBeats(matrix: BeatMatrix, order: RowOrder): PackedBeats {
  const { lanes, isByLane = false } = matrix;
  const { start, entry, row } = listEntries(matrix, order);
  const values = Int16Array.from(entry, (e) => matrix.values[e]);
  const addresses = Uint32Array.from(entry, (e) => matrix.addresses[e]);
  const beatStart = new Uint32Array(order.pes + 1);
  const from: number[] = [];
  const to: number[] = [];
  const endsRow: number[] = [];
  for (let pe = 0; pe < order.pes; pe++) {
    for (let i = start[pe]; i < start[pe + 1]; i += lanes) {
      const end = Math.min(i + lanes, start[pe + 1]);
      from.push(i);
      to.push(end);
      endsRow.push(lastEndIn(row, i, end, start[pe + 1]));
      // Every lane reads a bank of its own.
      if (isByLane) for (let lane = 0; lane < end - i; lane++) addresses[i + lane] += lane;
    }
    beatStart[pe + 1] = from.length;
  }
  const list: BeatList = {
    start: beatStart,
    from: Uint32Array.from(from),
    to: Uint32Array.from(to),
    endsRow: Int32Array.from(endsRow),
  };
  return { list, addresses, values, rows: row };
}

function lastEndIn(rows: Uint32Array, from: number, to: number, end: number): number {
  for (let i = to - 1; i >= from; i--) if (i + 1 === end || rows[i + 1] !== rows[i]) return rows[i];
  return -1;
}

/**
 * What of a beat goes on in one cycle: lanes fromLane .. toLane - 1. `ends`: the last row that ends in them,
 * -1 for none; behind it the head of a row that ends in a later beat.
 */
export interface BeatPart {
  readonly fromLane: number;
  readonly toLane: number;
  readonly ends: number;
}

/** The parts of a beat in their order, each with at most `most` rows that end; at least one. */
export function partsOfBeat(
  { list, rows }: Pick<PackedBeats, 'list' | 'rows'>,
  beat: number,
  most: number,
): BeatPart[] {
  const [from, to, lastEnd] = [list.from[beat], list.to[beat], list.endsRow[beat]];
  const parts: BeatPart[] = [];
  let fromLane = 0;
  let ends = 0;
  for (let i = from; i < to && rows[i] < lastEnd; i++) {
    if (rows[i + 1] === rows[i] || ++ends % most > 0) continue;
    parts.push({ fromLane, toLane: i + 1 - from, ends: rows[i] });
    fromLane = i + 1 - from;
  }
  parts.push({ fromLane, toLane: to - from, ends: lastEnd });
  return parts;
}
