import { add, element, GateSum, inOrder, type NamedInstructions, part, type Step } from './element-steps.ts';
import { gruIssueOrder } from './gru-issue-order.ts';
import { biasOf, type GruGate, type GruMatrix, type GruOperands } from './gru-layout.ts';
import type { SpmvSlices } from './issue-order.ts';
import type { Instruction, Slice } from './program.ts';
import { spmv } from './program-layout.ts';

/**
 * A GRU in the vector-instruction style, docs/timing.md section 5: its steps in the order of
 * `gruIssueOrder`.
 */
export function lowerGruInstructions(operands: GruOperands, spmvSlices: SpmvSlices): readonly Instruction[] {
  const { candidate, first } = operands;
  const gateMatrix = first.length === 1 ? 'combined' : 'separate';
  const order = gruIssueOrder({ resetAfter: candidate === null, gateMatrix, spmvSlices });
  return inOrder(gruSteps(operands, spmvSlices), order);
}

/**
 * All steps of a GRU. Names: load.REGION; spmv.REGION, with slices and more than one gate .GATE; join.GATE of
 * the products of two matrices, which wraps and so comes first; add.GATE of the bias; sigmoid.GATE, tanh.n;
 * complement = 1 - z, fresh = (1 - z) n, kept = z h, output. Where the reset gate multiplies products:
 * add.nh, round.nh, reset = r times that, addReset. Where it comes before: rh = r h.
 */
export function gruSteps(operands: GruOperands, spmvSlices: SpmvSlices): NamedInstructions {
  const { storage, first, candidate, bias, h } = operands;
  const hidden = h.length;
  const matrices = candidate === null ? first : [...first, candidate.matrix];
  const products = matrices.map(({ region, gates }) =>
    storage.vector(`gates_${region}`, 'accumulator', gates.length * hidden),
  );
  const sumsOf = (gate: GruGate) =>
    matrices.flatMap(({ gates }, k) => {
      const at = gates.indexOf(gate);
      return at < 0 ? [] : [part(products[k], at, hidden)];
    });
  const gateSteps = (gate: GruGate, sums: readonly Slice[]): Summed =>
    summed(gate, sums, biasOf(bias, gate, hidden));
  const [r, z] = [gateSteps('r', sumsOf('r')), gateSteps('z', sumsOf('z'))];
  const words = (name: string) => storage.vector(name, 'word', hidden);
  const [rGate, zGate] = [words('r'), words('z')];
  const common: Step[] = [
    ...matrices.map(({ region, load }): Step => [`load.${region}`, load]),
    ...matrices.flatMap((matrix, k) => productSteps(matrix, products[k], spmvSlices)),
    ...r.steps,
    ['sigmoid.r', element('sigmoid', rGate, r.held)],
    ...z.steps,
    ['sigmoid.z', element('sigmoid', zGate, z.held)],
  ];
  const n =
    candidate === null
      ? resetProducts(operands, sumsOf('n'), rGate)
      : resetFirst(gateSteps('n', sumsOf('n')), rGate, h, candidate.rh);
  return new Map([...common, ...n.steps, ...stateSteps(operands, n.held, zGate)]);
}

/** Steps to a sum, and where it is then. */
interface Summed {
  readonly steps: readonly Step[];
  readonly held: Slice;
}

function productSteps(matrix: GruMatrix, products: Slice, slices: SpmvSlices): Step[] {
  const { gates, region } = matrix;
  if (slices === 'matrix' || gates.length === 1) return [[`spmv.${region}`, spmv(matrix, 0, products)]];
  const hidden = products.length / gates.length;
  return gates.map((gate, k) => [
    `spmv.${region}.${gate}`,
    spmv(matrix, k * hidden, part(products, k, hidden)),
  ]);
}

/** The steps from a gate's products to its exact sum. */
function summed(gate: GruGate, products: readonly Slice[], bias: Slice | null): Summed {
  const sum = new GateSum(products);
  const steps: Step[] = [];
  if (products.length > 1) steps.push([`join.${gate}`, sum.join()]);
  if (bias) steps.push([`add.${gate}`, sum.add(bias)]);
  return { steps, held: sum.held };
}

/** r times the products of n over h, rounded to a word with its bias, is added to those over x. */
function resetProducts(
  { storage, bias, h }: GruOperands,
  [overX, overH]: readonly Slice[],
  r: Slice,
): Summed {
  const hidden = h.length;
  const [rounded, reset] = ['nh', 'reset'].map((name) => storage.vector(name, 'word', hidden));
  const [ofX, ofH] = [biasOf(bias, 'n', hidden), biasOf(bias, 'nh', hidden)];
  // The rounded sum leaves its accumulators, to which the last addition then goes: see GateSum.
  return {
    steps: [
      ...(ofH ? [['add.nh', add('exact', overH, overH, ofH)] as const] : []),
      ['round.nh', { ...element('copy', rounded, overH), point: 'preActivation' }],
      ['reset', element('multiply', reset, r, rounded)],
      ...(ofX ? [['add.nx', add('exact', overX, overX, ofX)] as const] : []),
      ['addReset', add('exact', overH, overX, reset)],
    ],
    held: overH,
  };
}

/** r h, which the products of n are made with. */
function resetFirst(n: Summed, r: Slice, h: Slice, rh: Slice): Summed {
  return { steps: [['rh', element('multiply', rh, r, h)], ...n.steps], held: n.held };
}

/** The steps from the sum of n to h'. */
function stateSteps({ storage, h }: GruOperands, sum: Slice, z: Slice): Step[] {
  const word = (name: string) => storage.vector(name, 'word', h.length);
  const [n, rest, fresh, kept] = ['n', '1-z', 'fresh', 'kept'].map(word);
  return [
    ['tanh.n', element('tanh', n, sum)],
    ['complement', element('complement', rest, z)],
    ['fresh', element('multiply', fresh, rest, n)],
    ['kept', element('multiply', kept, z, h)],
    ['output', add('saturate', h, fresh, kept)],
  ];
}
