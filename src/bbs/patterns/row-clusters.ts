import { type BitRows, bitRows, commonOnes } from './bit-rows.ts';
import { keepLargest } from './largest.ts';

/** Rounds of exchanges after which clusters are taken as they are. */
const ROUNDS = 8;

/** Rows dealt to clusters, and the columns that each cluster keeps. */
export interface RowClusters {
  /** The rows of every cluster; sizes differ by one at most. */
  readonly rowsOf: readonly (readonly number[])[];
  /** 1 at cluster * cols + column where the cluster keeps the column. */
  readonly keptColumns: Uint8Array;
}

/**
 * Rows with survivors (the ones of `mask`, row-major) in the same columns are brought together in
 * min(`clusters`, rows) clusters of equal sizes, or of sizes one apart. Of all pairs of a cluster and a
 * column the densest in survivors are kept (of equal ones the lower cluster, then the lower column), one at
 * least: so many that rows x columns of all clusters together are nearest to the survivors in number (of two
 * equally near the larger).
 *
 * A cluster begins with the row that has most survivors of those that are left, and takes those that have
 * most columns in common with it. Then, as long as that covers more survivors, two clusters exchange rows:
 * at most `ROUNDS` times all pairs of clusters, with the columns chosen anew before each. Ties go to the
 * lower row everywhere.
 */
export function clusterRows(mask: Uint8Array, rows: number, cols: number, clusters: number): RowClusters {
  const count = Math.min(clusters, rows);
  const survivors = bitRows(mask, rows, cols);
  const rowsOf = seededClusters(survivors, rows, count);
  let keptColumns = densestColumns(mask, cols, rowsOf);
  for (let round = 0; round < ROUNDS; round++) {
    if (!exchangeRows(coverage(survivors, rows, bitRows(keptColumns, count, cols), count), rowsOf)) break;
    keptColumns = densestColumns(mask, cols, rowsOf);
  }
  return { rowsOf, keptColumns };
}

function seededClusters(survivors: BitRows, rows: number, count: number): number[][] {
  const own = Float64Array.from({ length: rows }, (_, row) => commonOnes(survivors, row, survivors, row));
  const common = new Float64Array(rows);
  const taken = new Uint8Array(rows);
  const scratch = new Float64Array(rows);
  return Array.from({ length: count }, (_, cluster) => {
    const size = Math.floor(((cluster + 1) * rows) / count) - Math.floor((cluster * rows) / count);
    const seed = own.indexOf(own.reduce((most, ones) => Math.max(most, ones)));
    for (let row = 0; row < rows; row++) {
      common[row] = own[row] < 0 ? -1 : commonOnes(survivors, seed, survivors, row);
    }
    keepLargest(common, 0, rows, size, taken, scratch);
    const members: number[] = [];
    for (let row = 0; row < rows; row++) {
      if (taken[row] === 0) continue;
      members.push(row);
      own[row] = -1;
    }
    return members;
  });
}

function densestColumns(mask: Uint8Array, cols: number, rowsOf: readonly (readonly number[])[]): Uint8Array {
  const survivors = new Uint32Array(rowsOf.length * cols);
  let total = 0;
  rowsOf.forEach((members, cluster) => {
    for (const row of members) {
      for (let col = 0, i = row * cols, at = cluster * cols; col < cols; col++) {
        survivors[at++] += mask[i];
        total += mask[i++];
      }
    }
  });
  const sizes = rowsOf.map(({ length }) => length);
  const kept = new Uint8Array(survivors.length);
  let positions = 0;
  for (const key of densestFirst(survivors, cols, sizes)) {
    const pair = key % survivors.length;
    const size = sizes[Math.floor(pair / cols)];
    if (positions > 0 && positions + size - total > total - positions) break;
    kept[pair] = 1;
    positions += size;
  }
  return kept;
}

/**
 * Every pair of a cluster and a column by falling density, ties to the lower pair, as sorted numbers: a pair
 * is the remainder by the number of pairs. Densities with the sizes s and s + 1 are compared exactly, as
 * integers, over their common denominator.
 */
function densestFirst(survivors: Uint32Array, cols: number, sizes: readonly number[]): Float64Array {
  const [least, most] = [Math.min(...sizes), Math.max(...sizes)];
  const denominator = least === most ? most : least * most;
  const keys = new Float64Array(survivors.length);
  for (let cluster = 0, pair = 0; cluster < sizes.length; cluster++) {
    const factor = denominator / sizes[cluster];
    for (let col = 0; col < cols; col++, pair++) {
      keys[pair] = (denominator - survivors[pair] * factor) * keys.length + pair;
    }
  }
  return keys.sort();
}

/** At row * count + cluster: the survivors of a row in the columns that a cluster keeps. */
function coverage(survivors: BitRows, rows: number, kept: BitRows, count: number): Uint32Array {
  const covered = new Uint32Array(rows * count);
  for (let row = 0, i = 0; row < rows; row++) {
    for (let cluster = 0; cluster < count; cluster++)
      covered[i++] = commonOnes(survivors, row, kept, cluster);
  }
  return covered;
}

/**
 * Exchanges rows between any two clusters, the best exchange first, while it covers more survivors; whether
 * there was one.
 */
function exchangeRows(covered: Uint32Array, rowsOf: readonly number[][]): boolean {
  const count = rowsOf.length;
  let hasChanged = false;
  for (let a = 0; a < count; a++) {
    for (let b = a + 1; b < count; b++) {
      const gain = (row: number) => covered[row * count + b] - covered[row * count + a];
      const leaving = rowsOf[a].sort((one, other) => gain(other) - gain(one) || one - other);
      const coming = rowsOf[b].sort((one, other) => gain(one) - gain(other) || one - other);
      for (let i = 0; i < Math.min(leaving.length, coming.length); i++) {
        if (gain(leaving[i]) <= gain(coming[i])) break;
        [leaving[i], coming[i]] = [coming[i], leaving[i]];
        hasChanged = true;
      }
    }
  }
  return hasChanged;
}
