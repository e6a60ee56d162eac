import type { Footprint } from '../hw/accounts/footprint.ts';
import { type LogicUse, productBits } from './logic-use.ts';
import type { FamilyCosts } from './resource-costs.ts';
import { stagesOf } from './stages.ts';

type RowPacking = NonNullable<Footprint['rowPacking']>;

/** An adder tree: its registers, the bits of each, and the bits of all its adders. */
export interface TreeShape {
  readonly nodes: number;
  readonly width: number;
  readonly adderBits: number;
}

/**
 * The tree over `lanes` values of `bits` bits. A level has half as many nodes as the one below, rounded up;
 * the last, where it has no second one below it, is a register alone. All are as wide as the sum of all
 * values; the adders of the first level need no more than the bits of a value, above which there is nothing
 * but its sign. docs/timing.md section 3.
 */
export function treeShape(lanes: number, bits: number): TreeShape {
  const levels = Math.ceil(Math.log2(lanes));
  let nodes = 0;
  for (let level = lanes; level > 1; nodes += level) level = Math.ceil(level / 2);
  const width = bits + levels;
  return { nodes, width, adderBits: (lanes - 1) * width - Math.floor(lanes / 2) * levels };
}

/**
 * What rows that share beats take beside tree and accumulator of a PE. For each row that may leave in a
 * cycle: in S1 the choice of its end among the lanes (a bit each), which travels to the tree as a number of
 * lanes; along the tree an adder and registers at every level, as wide as a sum of all products, and the
 * selection of a node of each level, every other one, four by four (N of them, less the root where it is the
 * one node that stands for all lanes, N being a power of two); at the end an adder and two registers as wide
 * as an accumulator, the result and its port. For all together the lanes that have gone on, and another adder
 * behind the last end. Assumption: a bit of an adder takes as much as a selection of four in the expander, an
 * upper estimate: mapped cells are fewer, and more than half as many.
 */
export function rowBorders(
  footprint: Footprint,
  { rowsPerCycle }: RowPacking,
  { expander }: FamilyCosts,
): LogicUse {
  const { pes, lanes, accumulatorBits } = footprint;
  const { mulLatency, bankOutputRegister, crossbarRegister } = stagesOf(footprint);
  const stagesToTree = 1 + bankOutputRegister + crossbarRegister + mulLatency;
  const levels = Math.ceil(Math.log2(lanes));
  const sumBits = productBits(footprint) + levels;
  const nodes = lanes === 2 ** levels ? lanes - 1 : lanes;
  const selections = Math.ceil(nodes / 3);
  const logic = rowsPerCycle * (lanes + sumBits * (levels + selections) + accumulatorBits) + accumulatorBits;
  const endBits = levels + 1;
  const registers = levels * (sumBits + endBits) + stagesToTree * endBits + 2 * accumulatorBits;
  return {
    logic: expander.logic.value * pes * logic,
    flipFlops: expander.flipFlops.value * pes * (rowsPerCycle * registers + lanes),
  };
}
