import type { Footprint } from '../hw/accounts/footprint.ts';
import { type LogicUse, productBits } from './logic-use.ts';
import type { FamilyCosts } from './resource-costs.ts';

type RowPacking = NonNullable<Footprint['rowPacking']>;

/**
 * Flip-flops of the registers that carry a sum past a level of an adder tree over `lanes` values of `bits`
 * bits: where a level is odd its last node has no neighbour, and waits in a register as wide as it is itself.
 * None where lanes are a power of two. Every other register of the tree has an adder, N - 1 of them, which
 * are counted with the lanes. docs/timing.md section 3.
 */
export function passFlipFlops(lanes: number, bits: number): number {
  let flipFlops = 0;
  for (let nodes = lanes, width = bits; nodes > 1; nodes = Math.ceil(nodes / 2), width++)
    if (nodes % 2 === 1) flipFlops += width;
  return flipFlops;
}

/** The same of the trees of all PEs. */
export function passRegisters(footprint: Footprint): LogicUse {
  return { logic: 0, flipFlops: footprint.pes * passFlipFlops(footprint.lanes, treeBits(footprint)) };
}

/** Bits of what enters the adder tree: products, or the sums of lanes or banks that run apart. */
function treeBits(footprint: Footprint): number {
  const { accumulatorBits, shuffle, laneStreams } = footprint;
  if (shuffle) return accumulatorBits;
  return laneStreams?.sumBits ?? productBits(footprint);
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
  { rowsPerCycle, stagesToTree }: RowPacking,
  { expander }: FamilyCosts,
): LogicUse {
  const { pes, lanes, accumulatorBits } = footprint;
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
