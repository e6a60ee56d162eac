import type { LaneProducts } from './multipliers.ts';
import { BUBBLE, MID_ROW } from './register-chain.ts';

/**
 * The queues of partial sums of a PE whose lanes run apart: every lane has a place for each of `rowsApart`
 * rows, row q in place q mod rowsApart, and adds its products there. When a row leaves, its places go to the
 * adder tree and are free. They are as wide as the sums need. docs/timing.md section 3, decoupled lanes.
 */
export class PartialSums {
  private readonly rowsApart: number;
  private readonly lanes: number;
  private readonly sums: Float64Array;
  private readonly toTree: Omit<LaneProducts, 'rows'>;

  constructor(lanes: number, rowsApart: number) {
    this.lanes = lanes;
    this.rowsApart = rowsApart;
    this.sums = new Float64Array(lanes * rowsApart);
    this.toTree = { ends: BUBBLE, products: new Float64Array(lanes) };
  }

  /**
   * What the tree takes in this cycle: the sums of a local row, -1 for none, which is row `ends` of the
   * order.
   */
  take(row: number, ends: number): Omit<LaneProducts, 'rows'> {
    const { toTree, sums } = this;
    toTree.ends = row < 0 ? BUBBLE : ends;
    if (row < 0) return toTree;
    const from = this.place(row);
    toTree.products.set(sums.subarray(from, from + this.lanes));
    sums.fill(0, from, from + this.lanes);
    return toTree;
  }

  /** The clock edge: products of lanes, each of the local row in `rows` (MID_ROW: none), are added. */
  add(products: Float64Array, rows: Int32Array): void {
    for (let lane = 0; lane < rows.length; lane++)
      if (rows[lane] !== MID_ROW) this.sums[this.place(rows[lane]) + lane] += products[lane];
  }

  private place(row: number): number {
    return (row % this.rowsApart) * this.lanes;
  }
}
