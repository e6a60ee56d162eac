import { add, element, GateSum, inOrder, type NamedInstructions, part, type Step } from './element-steps.ts';
import { issueOrder, type SpmvSlices } from './issue-order.ts';
import type { Instruction, Slice } from './program.ts';
import { type LayerOperands, projectionProduct, spmv } from './program-layout.ts';

const gateNames = ['i', 'f', 'g', 'o'] as const;
type Gate = (typeof gateNames)[number];

/**
 * The vector-instruction style, docs/timing.md section 5: the steps of a layer in the order of
 * `issueOrder`, and then its projection.
 */
export function lowerInstructions(operands: LayerOperands, spmvSlices: SpmvSlices): readonly Instruction[] {
  const gateMatrix = operands.gateMatrices.length === 1 ? 'combined' : 'separate';
  const order = issueOrder({ gateMatrix, spmvSlices, peepholes: operands.peepholes !== null });
  return [...inOrder(cellSteps(operands, spmvSlices), order), ...projectionSteps(operands)];
}

/**
 * All steps up to h'. Names: load.REGION; spmv, spmv.REGION, with slices .GATE; peep.GATE the product of
 * peephole and cell, peepBias.GATE the bias added to it while the SpMV runs; join.GATE of the two matrices'
 * products, which wraps and so comes first; add.GATE of bias or peephole; addPeep.o; sigmoid.GATE, tanh.g;
 * fc, ig, cell = fc + ig; tanh.c; output.
 */
export function cellSteps(operands: LayerOperands, spmvSlices: SpmvSlices): NamedInstructions {
  const { storage, gateMatrices, c } = operands;
  const separate = gateMatrices.length > 1;
  const products = gateMatrices.map(({ region }) =>
    storage.vector(separate ? `gates_${region}` : 'gates', 'accumulator', 4 * c.length),
  );
  const sums = gateNames.map((gate) => new GateSum(products.map((sum) => gatePart(sum, gate))));
  const peepholes = operands.peepholes && storage.vector('pc', 'accumulator', 3 * c.length);
  const addSteps = gateNames.flatMap((gate, k) => sumSteps(operands, gate, sums[k], peepholes));
  return new Map([
    ...gateMatrices.map(({ region, load }): Step => [`load.${region}`, load]),
    ...productSteps(operands, products, spmvSlices),
    ...addSteps,
    ...stateSteps(
      operands,
      sums.map(({ held }) => held),
    ),
  ]);
}

function productSteps(
  { gateMatrices }: LayerOperands,
  products: readonly Slice[],
  slices: SpmvSlices,
): Step[] {
  return gateMatrices.flatMap((matrix, k) => {
    const name = gateMatrices.length > 1 ? `spmv.${matrix.region}` : 'spmv';
    if (slices === 'matrix') return [[name, spmv(matrix, 0, products[k])] as const];
    return gateNames.map((gate): Step => {
      const part = gatePart(products[k], gate);
      return [`${name}.${gate}`, spmv(matrix, part.from, part)];
    });
  });
}

/** The steps from a gate's products to its exact sum. */
function sumSteps(
  { gateMatrices, bias, peepholes, c }: LayerOperands,
  gate: Gate,
  sum: GateSum,
  pc: Slice | null,
): Step[] {
  const steps: Step[] = [];
  if (gateMatrices.length > 1) steps.push([`join.${gate}`, sum.join()]);
  const biasTerm = bias && gatePart(bias, gate);
  if (peepholes === null || pc === null || gate === 'g') {
    if (biasTerm) steps.push([`add.${gate}`, sum.add(biasTerm)]);
    return steps;
  }
  const product = part(pc, ['i', 'f', 'o'].indexOf(gate), c.length);
  steps.push([`peep.${gate}`, element('multiply', product, peepholes[gate], c)]);
  if (gate === 'o') {
    if (biasTerm) steps.push(['add.o', sum.add(biasTerm)]);
    steps.push(['addPeep.o', sum.add(product)]);
  } else {
    if (biasTerm) steps.push([`peepBias.${gate}`, add('exact', product, product, biasTerm)]);
    steps.push([`add.${gate}`, sum.add(product)]);
  }
  return steps;
}

/** The steps from the gates' sums to c and h'. */
function stateSteps({ storage, c, output }: LayerOperands, sums: readonly Slice[]): Step[] {
  const word = (name: string) => storage.vector(name, 'word', c.length);
  const [i, f, g, o, fc, ig, tc] = ['i', 'f', 'g', 'o', 'fc', 'ig', 'tc'].map(word);
  return [
    ['sigmoid.i', element('sigmoid', i, sums[0])],
    ['sigmoid.f', element('sigmoid', f, sums[1])],
    ['tanh.g', element('tanh', g, sums[2])],
    ['sigmoid.o', element('sigmoid', o, sums[3])],
    ['fc', element('multiply', fc, f, c)],
    ['ig', element('multiply', ig, i, g)],
    ['cell', add('saturate', c, fc, ig)],
    ['tanh.c', element('tanh', tc, c)],
    ['output', element('multiply', output, o, tc)],
  ];
}

/** LOAD of h', SPMV, and the copy that rounds to the recurrent vector; nothing without a projection. */
export function projectionSteps({ storage, projection, h }: LayerOperands): readonly Instruction[] {
  if (projection === null) return [];
  const { instructions, sums } = projectionProduct(storage, projection);
  return [...instructions, { ...element('copy', h, sums), phase: 'projection' }];
}

/** The rows of one gate in a vector of 4H. */
function gatePart(stacked: Slice, gate: Gate): Slice {
  return part(stacked, gateNames.indexOf(gate), stacked.length / 4);
}
