import { z } from 'zod';
import { integer } from '../../config/field-types.ts';
import { denseBlocks } from '../formats/dense-blocks.ts';
import { unbalancedArrays } from './fields.ts';
import { keptCountOrOne } from './kept-count.ts';
import { keepLargest } from './largest.ts';
import type { Pattern } from './pattern.ts';
import { clusterRows } from './row-clusters.ts';

/** Dense blocks: rows in `clusters` groups, each of which keeps the same columns in all of its rows. */
export interface RegroupPattern {
  readonly kind: 'regroup';
  readonly clusters: number;
}

const schema = z.strictObject({
  clusters: integer(1, 256).default(8).describe('Groups of rows, each a dense block with columns of its own'),
});

/**
 * Regrouping of lottery tickets (Structure-LTH, Chen et al., ICML 2022): the matrix is pruned to its largest
 * weights, at least one; rows that keep the same columns are brought together, and of every group the
 * columns in which most of them survived are kept in all of its rows: a dense block. Everything else goes.
 *
 * The authors' program partitions a hypergraph with hMETIS, gives a cluster so many columns that every row
 * has more of them than one and a half times the survivors that it has left, drops clusters of 16 rows and
 * fewer, and cuts the others at multiples of 32. None of this is copied: clusters are made without chance and
 * of equal sizes (`clusterRows`), and the columns of all of them are ranked together, so that as many weights
 * are kept as survived, to within half a cluster. With one row in a cluster the pattern is unstructured, with
 * one cluster it prunes whole columns. A count is asked for as survivors.
 */
export const regroup: Pattern<RegroupPattern, typeof schema> = {
  kind: 'regroup',
  says: 'Dense blocks of rows that have their largest weights in the same columns (Structure-LTH)',
  schema,
  accelerators: unbalancedArrays,
  format: () => denseBlocks.of(),
  choosesAnew: true,
  resolve: (given) => given,
  select({ rows, cols, values }, { clusters }, sparsity) {
    const mask = new Uint8Array(values.length);
    if (values.length === 0) return { mask, perBank: null };
    const survivors = keptCountOrOne(values.length, sparsity);
    keepLargest(values, 0, values.length, survivors, mask, new Float64Array(0));
    const { rowsOf, keptColumns } = clusterRows(mask, rows, cols, clusters);
    rowsOf.forEach((members, cluster) => {
      const columns = keptColumns.subarray(cluster * cols, (cluster + 1) * cols);
      for (const row of members) mask.set(columns, row * cols);
    });
    return { mask, perBank: null };
  },
  sparsityFor({ values }, _pattern, count) {
    return values.length === 0 ? 0 : 1 - count / values.length;
  },
};
