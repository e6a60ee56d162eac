import type { ArraySizes } from '../../bbs/array-sizes.ts';
import { type StorageBits, sumOfStorage } from '../../bbs/formats/storage.ts';
import type { DenseMatrix } from '../../bbs/matrix.ts';
import type { PatternConfig } from '../../bbs/patterns/index.ts';
import { everything, type MagnitudeMatrix, magnitudesOf } from '../../bbs/patterns/magnitudes.ts';
import { patternOf } from '../../bbs/patterns/named-pattern.ts';
import type { Selection } from '../../bbs/patterns/pattern.ts';
import { pruneByMagnitudes } from '../../bbs/patterns/prune.ts';
import { countedValues, rebuiltMatrix } from '../../bbs/rebuilt.ts';
import { storedPositions, storeEntries } from '../../bbs/store.ts';
import type { LstmModel } from '../../lstm/model.ts';
import type { GateMatrix, LstmShape } from '../../lstm/shape.ts';
import { type NumberFormat, noSaturations } from '../../num/fixed.ts';
import { hasScales, scaleBitsOf, weightValueBits } from '../../num/row-scale.ts';
import { requestedTargets } from '../../run/matrix-targets.ts';
import { patternStorage } from '../../run/pattern-storage.ts';
import { type LayerMatrix, layerMatrices, type PreparedModel } from '../../run/prepared-model.ts';
import { overlapsOf } from '../inspect/overlap.ts';
import { explainedSquares, keptSquares, largestMagnitude, sumOfSquares } from '../inspect/squares.ts';
import { onceForEach } from './known-selections.ts';

/** A matrix with what all patterns need of it. */
interface TriedMatrix extends LayerMatrix {
  readonly layer: number;
  /** The weights as they count: zeros outside the mask of a file. */
  readonly counted: DenseMatrix['values'];
  readonly magnitudes: MagnitudeMatrix;
  readonly overlap: ReturnType<typeof overlapsOf>;
}

/** A model that patterns are tried on, layer by layer as an array has its matrices. */
export interface TriedModel {
  readonly shape: LstmShape;
  readonly matrices: readonly TriedMatrix[];
  /** Squares of all weights together, and the unit that they are over (`sumOfSquares`). */
  readonly squares: number;
  readonly unit: number;
  /** Of models that were looked at: several arrays run one. */
  readonly known: WeakMap<PreparedModel, KeptFigures>;
}

/** What a pattern keeps of a model. */
export interface KeptFigures {
  /** Values that are stored as its own, and the positions that they are at. */
  readonly kept: number;
  readonly positions: number;
  readonly keptMagnitudeShare: number;
  readonly overlapWithUnstructured: number;
}

/** The model with its matrices ranked: what is shared among patterns is made here, once. */
export function triedModel({ shape, layers }: LstmModel, gateMatrix: GateMatrix): TriedModel {
  const matrices = layers.flatMap((weights, layer) =>
    layerMatrices(weights, gateMatrix).map((matrix) => {
      const magnitudes = magnitudesOf(matrix.weights, everything(matrix.weights));
      const counted = countedValues(matrix.weights);
      return { ...matrix, layer, counted, magnitudes, overlap: overlapsOf(magnitudes) };
    }),
  );
  const unit = Math.max(...matrices.map(({ counted }) => largestMagnitude(counted)));
  const squares = matrices.reduce((sum, { counted }) => sum + sumOfSquares(counted, unit), 0);
  return { shape, matrices, squares, unit, known: new WeakMap() };
}

/** What a pruned model keeps of the one that it was made from. */
export function keptFigures(tried: TriedModel, prepared: PreparedModel, number: NumberFormat): KeptFigures {
  const found = tried.known.get(prepared) ?? countedFigures(tried, prepared, number);
  tried.known.set(prepared, found);
  return found;
}

function countedFigures(
  { matrices, squares, unit }: TriedModel,
  { pruned }: PreparedModel,
  { bits }: NumberFormat,
): KeptFigures {
  let [kept, positions, shared, keptSum] = [0, 0, 0, 0];
  for (const [at, { mask, rebuilt, kept: ones, independent }] of pruned.flat().entries()) {
    const { weights, counted, overlap } = matrices[at];
    const left = rebuilt && rebuiltMatrix(weights, rebuilt, bits);
    kept += independent;
    positions += ones;
    shared += overlap(mask, ones);
    keptSum += squaresOf(counted, mask, left, unit);
  }
  return {
    kept,
    positions,
    keptMagnitudeShare: shareOf(keptSum, squares),
    overlapWithUnstructured: positions === 0 ? 1 : shared / positions,
  };
}

/** Bits of a pruned model in the format of its pattern. Throws BadInput where that cannot hold it. */
export function storageOf(
  pattern: PatternConfig,
  { layers }: PreparedModel,
  sizes: ArraySizes,
  number: NumberFormat,
): StorageBits {
  const stored = layers.flatMap(({ gates, projection }) => [...gates, ...(projection ? [projection] : [])]);
  return sumOfStorage(stored.map((matrix) => patternStorage(pattern, matrix, sizes, number)));
}

/** What the unpruned matrices take, with the scales of int8 weights. */
export function denseBitsOf({ matrices }: TriedModel, number: NumberFormat): number {
  return matrices.reduce((sum, { weights: { rows, cols } }) => {
    const scales = hasScales(number) ? scaleBitsOf(rows, number) : 0;
    return sum + rows * cols * weightValueBits(number) + scales;
  }, 0);
}

/** The bits of a model pruned to a sparsity, from the masks alone where the pattern changes no weight. */
export function bitsAt(
  model: TriedModel,
  pattern: PatternConfig,
  sizes: ArraySizes,
  number: NumberFormat,
): (sparsity: number) => number {
  return sumAt(model, pattern, ({ weights }, selection) => {
    const { mask } = selection;
    const left = rebuiltBy(pattern, weights, selection, number.bits);
    const stored =
      left === null ? storedPositions(weights, mask) : storeEntries(left, mask, number, noSaturations());
    return patternStorage(pattern, stored, sizes, number).totalBits;
  });
}

/** The share of squared magnitude that a model keeps when it is pruned to a sparsity. */
export function magnitudeAt(
  model: TriedModel,
  pattern: PatternConfig,
  { bits }: NumberFormat,
): (sparsity: number) => number {
  const kept = sumAt(model, pattern, ({ weights, counted }, selection) =>
    squaresOf(counted, selection.mask, rebuiltBy(pattern, weights, selection, bits), model.unit),
  );
  return (sparsity) => shareOf(kept(sparsity), model.squares);
}

/** The sum over the matrices of a figure of what a pattern selects; it is worked out once for a selection. */
function sumAt(
  { shape, matrices }: TriedModel,
  pattern: PatternConfig,
  figureOf: (matrix: TriedMatrix, selection: Selection) => number,
): (sparsity: number) => number {
  const known = matrices.map((matrix) => onceForEach((selection) => figureOf(matrix, selection)));
  return (sparsity) => {
    const target = requestedTargets(pattern, shape, sparsity);
    return matrices.reduce((sum, { weights, magnitudes, layer, role }, at) => {
      const selection = pruneByMagnitudes(weights, magnitudes, pattern, target(layer, role));
      return sum + known[at](selection);
    }, 0);
  };
}

function rebuiltBy(
  pattern: PatternConfig,
  weights: DenseMatrix,
  selection: Selection,
  bits: number,
): DenseMatrix | null {
  const rebuilt = patternOf(pattern).rebuild?.(weights, pattern, selection) ?? null;
  return rebuilt && rebuiltMatrix(weights, rebuilt, bits);
}

/** What is kept of the squares of a matrix: those at its mask, or all but the error of what is rebuilt. */
function squaresOf(
  counted: ArrayLike<number>,
  mask: Uint8Array,
  left: DenseMatrix | null,
  unit: number,
): number {
  return left === null ? keptSquares(counted, mask, unit) : explainedSquares(counted, left.values, unit);
}

/** What is kept is added up in another order than all, which may round up to just above 1. */
function shareOf(kept: number, all: number): number {
  return all === 0 ? 1 : Math.min(1, Math.max(0, kept / all));
}
