import type { ArraySizes } from '../../bbs/array-sizes.ts';
import { type StorageBits, sumOfStorage } from '../../bbs/formats/storage.ts';
import type { PatternConfig } from '../../bbs/patterns/index.ts';
import { everything, type MagnitudeMatrix, magnitudesOf } from '../../bbs/patterns/magnitudes.ts';
import { patternKinds, patternOf, resolvePattern } from '../../bbs/patterns/named-pattern.ts';
import { patternFormat } from '../../bbs/patterns/pattern-format.ts';
import { pruneByMagnitudes } from '../../bbs/patterns/prune.ts';
import { rebuiltMatrix } from '../../bbs/rebuilt.ts';
import { storedPositions, storeEntries } from '../../bbs/store.ts';
import { BadInput } from '../../errors/bad-input.ts';
import type { AcceleratorConfig } from '../../hw/config/config.ts';
import type { LstmShape } from '../../lstm/shape.ts';
import { noSaturations } from '../../num/fixed.ts';
import { requestedTargets } from '../../run/matrix-targets.ts';
import { patternStorage } from '../../run/pattern-storage.ts';
import type { LayerMatrix, MatrixTarget } from '../../run/prepared-model.ts';
import { type ArrayProbe, noProducts, onArrayOf, type ProductCounts, withProducts } from './array-probe.ts';
import type { PatternFigures } from './inspect-result.ts';
import { overlapsOf } from './overlap.ts';
import { explainedSquares, keptSquares } from './squares.ts';

/** A matrix of a model, and where it stands: which of the matrices of which layer. */
export interface PlacedMatrix extends LayerMatrix {
  readonly layer: number;
  readonly place: number;
}

/** What patterns are tried for. */
export interface PatternTrial {
  readonly config: Pick<AcceleratorConfig, 'pattern' | 'number'>;
  readonly sizes: ArraySizes;
  readonly shape: LstmShape;
  readonly sparsity: number;
  /** Squares of all weights together, and the unit that they are over (`sumOfSquares`). */
  readonly squares: number;
  readonly unit: number;
  /** Null: no array was named. */
  readonly probe: ArrayProbe | null;
}

/** Every pattern in full: that of the array as it has it, the others with what they take from its sizes. */
export function triedPatterns({ config, sizes }: Pick<PatternTrial, 'config' | 'sizes'>): PatternConfig[] {
  return patternKinds.map((kind) =>
    kind === config.pattern.kind ? config.pattern : resolvePattern(kind, sizes),
  );
}

/** What a pattern kept so far. */
interface Tally {
  readonly pattern: PatternConfig;
  readonly target: MatrixTarget;
  weights: number;
  /** That are stored, and values that are stored for them. */
  positions: number;
  kept: number;
  shared: number;
  squares: number;
  readonly storages: StorageBits[];
  products: ProductCounts;
  problem: string | null;
  arrayProblem: string | null;
}

/**
 * What every registered pattern keeps of some matrices at one sparsity, matrix after matrix: of squared
 * magnitude, of what unstructured pruning to as many weights keeps, in bits, and on the array. A pattern that
 * the matrices cannot have says why.
 */
export function patternFigures(trial: PatternTrial, matrices: readonly PlacedMatrix[]): PatternFigures[] {
  const tallies = triedPatterns(trial).map((pattern) => tallyOf(trial, pattern));
  for (const matrix of matrices) {
    const ranked = rankedOf(matrix);
    for (const tally of tallies) {
      if (tally.problem === null) tally.problem = problemOf(() => add(trial, tally, ranked));
    }
  }
  return tallies.map((tally) => figuresOf(trial, tally));
}

function tallyOf({ shape, sparsity }: PatternTrial, pattern: PatternConfig): Tally {
  return {
    pattern,
    target: requestedTargets(pattern, shape, sparsity),
    weights: 0,
    positions: 0,
    kept: 0,
    shared: 0,
    squares: 0,
    storages: [],
    products: noProducts,
    problem: null,
    arrayProblem: null,
  };
}

/** What a call refuses, in words; null: nothing. */
function problemOf(call: () => void): string | null {
  try {
    call();
    return null;
  } catch (error) {
    if (error instanceof BadInput) return error.message;
    throw error;
  }
}

/** A matrix with what all patterns need of it. */
interface RankedMatrix extends PlacedMatrix {
  readonly magnitudes: MagnitudeMatrix;
  readonly overlap: ReturnType<typeof overlapsOf>;
}

function rankedOf(matrix: PlacedMatrix): RankedMatrix {
  const magnitudes = magnitudesOf(matrix.weights, everything(matrix.weights));
  return { ...matrix, magnitudes, overlap: overlapsOf(magnitudes) };
}

function add({ sizes, config, unit, probe }: PatternTrial, tally: Tally, matrix: RankedMatrix): void {
  const { weights, magnitudes, overlap, layer, role } = matrix;
  const selection = pruneByMagnitudes(weights, magnitudes, tally.pattern, tally.target(layer, role));
  const { mask } = selection;
  const rebuilt = patternOf(tally.pattern).rebuild?.(weights, tally.pattern, selection) ?? null;
  const left = rebuiltMatrix(weights, rebuilt, config.number.bits);
  const stored =
    rebuilt === null
      ? storedPositions(weights, mask)
      : storeEntries(left, mask, config.number, noSaturations());
  const positions = stored.columns.length;
  tally.storages.push(patternStorage(tally.pattern, stored, sizes, config.number));
  tally.weights += mask.length;
  tally.positions += positions;
  tally.kept += selection.independent ?? positions;
  tally.shared += overlap(mask, positions);
  tally.squares +=
    rebuilt === null
      ? keptSquares(weights.values, mask, unit)
      : explainedSquares(weights.values, left.values, unit);
  if (probe === null || tally.arrayProblem !== null) return;
  tally.arrayProblem = problemOf(() => {
    tally.products = withProducts(tally.products, probe, matrix, stored);
  });
}

function figuresOf({ squares, probe, sizes }: PatternTrial, tally: Tally): PatternFigures {
  const { pattern, problem, kept, weights, positions, shared, arrayProblem } = tally;
  const { kind, ...options } = pattern;
  const common = { pattern: kind, options, problem };
  if (problem !== null) return { ...common, ...nothing };
  const storage = sumOfStorage(tally.storages);
  const isOnArray = probe !== null && arrayProblem === null;
  return {
    ...common,
    sparsity: 1 - kept / weights,
    kept,
    positions,
    // What is kept is added up in another order than all, which may round up to just above 1.
    keptMagnitudeShare: squares === 0 ? 1 : Math.max(0, Math.min(1, tally.squares / squares)),
    overlapWithUnstructured: positions === 0 ? 1 : shared / positions,
    storageBits: storage.totalBits,
    format: patternFormat(pattern, sizes).name,
    storage,
    onArray: isOnArray ? onArrayOf(tally.products, kind) : null,
    arrayProblem,
  };
}

const nothing = {
  sparsity: null,
  kept: null,
  positions: null,
  keptMagnitudeShare: null,
  overlapWithUnstructured: null,
  storageBits: null,
  format: null,
  storage: null,
  onArray: null,
  arrayProblem: null,
} as const;
