import type { DenseMatrix } from '../../../bbs/matrix.ts';
import type { PatternConfig } from '../../../bbs/patterns/index.ts';
import { patternKinds, patternOf } from '../../../bbs/patterns/named-pattern.ts';
import { type Pruned, prune } from '../../../bbs/patterns/prune.ts';
import { orList } from '../../../config/wording.ts';
import { BadInput } from '../../../errors/bad-input.ts';
import type { LstmModel } from '../../../lstm/model.ts';
import type { Platform } from '../../../run/platform.ts';
import {
  type LayerMatrix,
  layerMatrices,
  type MatrixPruner,
  type MatrixTarget,
} from '../../../run/prepared-model.ts';
import { openStepMeter } from '../../../run/step-meter.ts';
import type { CalibratedPruner } from '../calibrated-pruner.ts';
import type { BudgetFigures } from '../prune-result.ts';
import { lossesByMagnitude } from './magnitude-losses.ts';
import { type Choices, withinBudget } from './within-budget.ts';

/** The most cycles that a step may take, and on what. */
export interface CycleBudget {
  readonly mostCycles: number;
  readonly platform: Platform;
}

/** How far each matrix is pruned within a budget. */
export interface BudgetedTargets {
  readonly target: MatrixTarget;
  readonly figures: BudgetFigures;
}

/** A matrix that is pruned to one of several numbers of entries of a bank. */
interface Choosable extends LayerMatrix {
  readonly layer: number;
  readonly at: number;
  /** Entries of a full bank: there are as many choices. */
  readonly depth: number;
}

/**
 * How many entries of a bank each matrix keeps so that a step of the array, as the simulator measures it,
 * takes at most so many cycles and as little is lost as can be: of the squared magnitude of all weights, or
 * with a `calibrated` pruner of the products (their squared errors, all matrices together). The idea of AMC
 * (He et al., ECCV 2018), with cycles in place of operations, and without training. Throws BadInput for a
 * pattern without banks, for a budget that even one entry in every bank exceeds, and for an array that cannot
 * hold the model.
 */
export function budgetedTargets(
  model: LstmModel,
  { mostCycles, platform }: CycleBudget,
  calibrated: CalibratedPruner | null,
): BudgetedTargets {
  const { pattern, gateMatrix } = platform.config;
  const matrices = model.layers.flatMap((weights, layer) =>
    layerMatrices(weights, gateMatrix).map((matrix, at) => ({
      ...matrix,
      ...{ layer, at, depth: depthOf(pattern, matrix.weights.cols) },
    })),
  );
  const prunedAt = prunedTo(matrices, pattern, calibrated?.pruner ?? prune);
  const cyclesOf = meterOf(platform, model, matrices, prunedAt);
  const least = cyclesOf(matrices.map(() => 0));
  const losses = matrices.map(({ weights, depth }, m) =>
    calibrated === null
      ? lossesByMagnitude(weights, groupSizes(pattern, weights.cols), depth)
      : Float64Array.from({ length: depth }, (_, choice) => calibrated.errorOf(prunedAt(m, choice))),
  );
  const found = withinBudget({ losses, cyclesOf, most: mostCycles });
  if (found === null)
    throw new BadInput(
      `${platform.name}: a step takes at least ${least} cycles, with one entry in every bank of every row; expected a budget of as many, found ${mostCycles}`,
    );
  return {
    target: (layer, role) => {
      const m = matrices.findIndex((each) => each.layer === layer && each.role === role);
      return targetAt(pattern, matrices[m].weights, found.choices[m]);
    },
    figures: {
      mostCycles,
      cycles: found.cycles,
      leastCycles: least,
      matrices: matrices.map(({ weights, layer, depth }, m) => ({
        ...{ layer, tensor: weights.tensor },
        perBank: found.choices[m] + 1,
        mostPerBank: depth,
      })),
    },
  };
}

/**
 * Entries of a full bank of a row: as many choices as a matrix has. Throws BadInput where there are no
 * banks.
 */
export function depthOf(pattern: PatternConfig, cols: number): number {
  return Math.max(...groupSizes(pattern, cols));
}

function groupSizes(pattern: PatternConfig, cols: number): Uint32Array {
  const groups = patternOf(pattern).groups?.(cols, pattern, 0);
  if (groups) return groups.sizes;
  const balanced = patternKinds.filter((kind) => patternOf({ kind }).groups);
  throw new BadInput(
    `a budget of cycles is met by entries of a bank: pattern ${pattern.kind} has no banks in which every row keeps as many, expected ${orList(balanced)}`,
  );
}

/** A matrix pruned to `choice` + 1 entries of a bank, each once: the meter knows masks by their identity. */
function prunedTo(
  matrices: readonly Choosable[],
  pattern: PatternConfig,
  pruner: MatrixPruner,
): (m: number, choice: number) => Pruned {
  const known = matrices.map(() => new Map<number, Pruned>());
  return (m, choice) => {
    const { weights, layer, at } = matrices[m];
    const pruned =
      known[m].get(choice) ?? pruner(weights, pattern, targetAt(pattern, weights, choice), layer, at);
    known[m].set(choice, pruned);
    return pruned;
  };
}

/** The sparsity at which a bank of a row keeps `choice` + 1 entries. */
function targetAt(
  pattern: PatternConfig,
  { cols }: Pick<DenseMatrix, 'cols'>,
  choice: number,
): { readonly sparsity: number } {
  const whole = patternOf(pattern).groups?.(cols, pattern, 0).perGroup ?? 1;
  return { sparsity: Math.max(0, 1 - (choice + 1) / whole) };
}

/** Cycles of a step; infinite where the array or its device cannot hold the weights. */
function meterOf(
  platform: Platform,
  model: LstmModel,
  matrices: readonly Choosable[],
  prunedAt: (m: number, choice: number) => Pruned,
): (choices: Choices) => number {
  const meter = openStepMeter(platform, model);
  const masksOf = (choices: Choices) =>
    model.layers.map((_, layer) =>
      matrices.flatMap((matrix, m) => (matrix.layer === layer ? [prunedAt(m, choices[m]).mask] : [])),
    );
  return (choices) => {
    const isLeast = choices.every((choice) => choice === 0);
    try {
      const { cycles, overflow } = meter(masksOf(choices));
      if (overflow === null) return cycles;
      if (isLeast) throw new BadInput(`${platform.name}: ${overflow}`);
      return Infinity;
    } catch (error) {
      if (isLeast || !(error instanceof BadInput)) throw error;
      return Infinity;
    }
  };
}
