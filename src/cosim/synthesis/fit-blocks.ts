import type { FamilyCosts, ResourceCosts } from '../../energy/resource-costs.ts';
import { kindOf } from '../../hw/array/kinds/index.ts';
import { priceOf } from './block-price.ts';
import type { MappedBlock } from './mapped-blocks.ts';
import type { MappedSize } from './mapped-table.ts';
import type { SynthesisFamily } from './sizes.ts';

/** Constants of a family that are fitted together to what a module has above what is known already. */
export interface BlockFit {
  /** Dotted paths in the costs of a family. */
  readonly constants: readonly string[];
  readonly module: string;
  /** Which of the module's samples say something of these constants. */
  speaks(parameters: MappedBlock['parameters']): boolean;
}

const all = () => true;
const fitOf = (module: string, constants: readonly string[], speaks: BlockFit['speaks'] = all): BlockFit => ({
  module,
  constants,
  speaks,
});

/** The fits, in their order: what an earlier one has found is given in the later ones. */
export const blockFits: readonly BlockFit[] = [
  fitOf('sum_tree', ['adderBit.logic']),
  fitOf('mac_pipeline', ['accumulatorBit.logic']),
  fitOf('csr_arbiter', ['arbiter.chain', 'arbiter.wordBit'], (its) => !its.TREE && its.ROTATING === 0),
  fitOf('csr_arbiter', ['arbiter.rotating'], (its) => !its.TREE && its.ROTATING === 1),
  fitOf(
    'csr_arbiter',
    ['arbiter.tree.level', 'arbiter.tree.wordBit'],
    (its) => its.TREE === 1 && its.ROTATING === 0,
  ),
  fitOf('csr_arbiter', ['arbiter.tree.rotating'], (its) => its.TREE === 1 && its.ROTATING === 1),
  fitOf('window_arbiter', ['arbiter.window'], ({ TREE }) => !TREE),
  fitOf('window_arbiter', ['arbiter.tree.window'], ({ TREE }) => TREE === 1),
  fitOf('bank_queues', ['arbiter.queue']),
  fitOf('crossbar', ['crossbarBit.logic']),
  fitOf('pe', ['operandBit.logic', 'counterBit.logic']),
  fitOf('ewop_chained', ['ewopLane.chained'], ({ PEEPHOLES }) => !PEEPHOLES),
  fitOf('ewop_chained', ['ewopLane.peephole'], ({ PEEPHOLES }) => PEEPHOLES === 1),
  fitOf('ewop_gru', ['ewopLane.chainedGru'], ({ RESET_AFTER }) => RESET_AFTER === 1),
  fitOf('ewop_vector', ['ewopLane.instruction']),
  fitOf('lane_stream', ['laneQueue.row']),
  fitOf('lane_sums', ['laneQueue.sumBit']),
  fitOf('row_rescale', ['rescalerBit.logic']),
  fitOf('vector_loader', ['loader.logic', 'loaderBank.logic', 'loader.flipFlops']),
  fitOf(
    'controller',
    ['controller.instruction.logic', 'controller.instruction.flipFlops'],
    ({ CHAINING }) => !CHAINING,
  ),
  fitOf(
    'controller',
    ['controller.chaining.logic', 'controller.chaining.flipFlops'],
    ({ CHAINING }) => CHAINING === 1,
  ),
  fitOf('step_sequencer', ['controller.chained.logic', 'controller.chained.flipFlops']),
];

/** Whether a sample is held out: the largest of its module and style, and the whole unit. */
export function isHeldOut({ module, parameters }: Pick<MappedBlock, 'module' | 'parameters'>): boolean {
  const { LANES = 0, BANKS = 0, WINDOW = 1, INSTRUCTIONS = 0, TREE = 0 } = parameters;
  if (module === 'pe_array') return true;
  if (TREE === 1) return LANES * WINDOW >= (module === 'window_arbiter' ? 32 : 16);
  if (module.startsWith('ewop_')) return LANES === 2;
  if (module === 'controller') return INSTRUCTIONS === 16;
  if (module === 'bank_queues') return LANES * WINDOW >= 32;
  if (module.startsWith('window_')) return LANES * WINDOW >= 64;
  return LANES === 32 || BANKS === 32;
}

/**
 * Samples whose errors are told together: a module, and its circuit where it has two. Lanes of a GRU whose
 * reset gate comes before its products are priced as those where it comes after, which take more.
 */
export function sampleGroup({ module, parameters }: Pick<MappedBlock, 'module' | 'parameters'>): string {
  if (parameters.TREE === 1) return `${module}, tree`;
  return module === 'ewop_gru' && parameters.RESET_AFTER === 0 ? `${module}, reset before products` : module;
}

/** A size of the whole SpMV unit, its arbiters chains, as a sample; no constant is fitted to any of them. */
export function unitSample({ family, kind, pes: PES, lanes: LANES }: MappedSize) {
  const ARBITRATED = kindOf(kind).issue === 'parallel' ? 0 : 1;
  return { family, module: 'pe_array', parameters: { PES, LANES, ARBITRATED } };
}

/** Cells of a unit of logic: two ALUTs of an ALM, a LUT. */
export const cellsPerUnit = { intel: 2, xilinx: 1 } as const;

/** The family of devices whose costs a mapped family stands for. */
export function costFamilyOf({ family }: { readonly family: SynthesisFamily }): 'intel' | 'xilinx' {
  return family === 'xc7' || family === 'xcup' ? 'xilinx' : 'intel';
}

interface Constant {
  value: number;
}

/** A constant of a family by its dotted path. */
export function constantOf(family: FamilyCosts, path: string): Constant {
  let found: unknown = family;
  for (const part of path.split('.')) found = (found as Record<string, unknown>)[part];
  return found as Constant;
}

/**
 * The costs of a family with every fitted constant from the mapped modules: least squares of the relative
 * errors, fit by fit, over the samples that are not held out.
 */
export function fitBlocks(
  blocks: readonly MappedBlock[],
  costs: ResourceCosts,
  name: 'intel' | 'xilinx',
): FamilyCosts {
  const family = structuredClone(costs.families[name]) as FamilyCosts;
  const own = blocks.filter((block) => costFamilyOf(block) === name && !isHeldOut(block));
  for (const { constants, module, speaks } of blockFits) {
    const samples = own.filter((block) => block.module === module && speaks(block.parameters));
    for (const field of ['logic', 'flipFlops'] as const) {
      const fitted = constants.filter((path) => path.endsWith('flipFlops') === (field === 'flipFlops'));
      if (fitted.length === 0 || samples.length === 0) continue;
      for (const path of fitted) constantOf(family, path).value = 0;
      const scale = field === 'logic' ? cellsPerUnit[name] : 1;
      const price = (block: MappedBlock) => priceOf(block, costs, family)?.[field] ?? 0;
      const rows = samples.map((block) => {
        const rest = price(block);
        const features = fitted.map((path) => {
          const constant = constantOf(family, path);
          constant.value = 1;
          const feature = price(block) - rest;
          constant.value = 0;
          return feature;
        });
        return { features, target: block[field] / scale - rest, weight: scale / Math.max(1, block[field]) };
      });
      const found = leastSquares(rows);
      for (const [i, path] of fitted.entries())
        constantOf(family, path).value = rounded(Math.max(0, found[i]));
    }
  }
  return family;
}

/** To three digits. */
const rounded = (value: number): number => Number(value.toPrecision(3));

interface Equation {
  readonly features: readonly number[];
  readonly target: number;
  readonly weight: number;
}

/** Weighted least squares of one or two unknowns. */
function leastSquares(rows: readonly Equation[]): number[] {
  const dot = (of: (row: Equation) => number) =>
    rows.reduce((sum, row) => sum + row.weight ** 2 * of(row), 0);
  const square = dot(({ features: [a] }) => a * a);
  const first = dot(({ features: [a], target }) => a * target);
  if (rows[0].features.length === 1) return [first / square];
  const other = dot(({ features: [, b] }) => b * b);
  const mixed = dot(({ features: [a, b] }) => a * b);
  const second = dot(({ features: [, b], target }) => b * target);
  const determinant = square * other - mixed * mixed;
  return [(first * other - second * mixed) / determinant, (second * square - first * mixed) / determinant];
}
