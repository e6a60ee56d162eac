import { type ArraySizes, contiguous } from '../../bbs/array-sizes.ts';
import type { DenseMatrix } from '../../bbs/matrix.ts';
import type { PatternGrid } from '../../bbs/patterns/grid.ts';
import type { PatternConfig, PatternKind } from '../../bbs/patterns/index.ts';
import { patternOf } from '../../bbs/patterns/named-pattern.ts';
import { type Pruned, prune } from '../../bbs/patterns/prune.ts';
import { type Placement, placeColumns } from '../../bbs/placement.ts';
import { nonZeroMask } from '../../bbs/store.ts';
import { BadInput } from '../../errors/bad-input.ts';
import { gateParts } from '../../lstm/gate-parts.ts';
import type { LstmModel } from '../../lstm/model.ts';
import type { GateMatrix } from '../../lstm/shape.ts';
import { requestedTargets } from '../../run/matrix-targets.ts';
import { type LayerMatrix, layerMatrices } from '../../run/prepared-model.ts';
import { arraySizesOf } from '../../run/storage-formats.ts';
import type { Inspection, OpenedModel } from './inspect-model.ts';
import type { NonZeroCounts } from './inspect-result.ts';
import { cutTile, largestIn, type MatrixTile, tileFrom } from './matrix-tile.ts';
import { countNonZeros, summaryOf } from './non-zeros.ts';
import { triedPatterns } from './pattern-figures.ts';

/** One of the masks that are drawn side by side. */
export interface PicturedMask {
  /** The pattern, or that it is the mask of the file. */
  readonly name: string;
  /** What the borders are: "banks of 24 columns"; empty without borders. */
  readonly says: string;
  /** Of the tile, row-major: magnitudes of kept weights, as the pattern has them; -1 where none is kept. */
  readonly magnitudes: Float64Array;
  /** Whether the pattern changes the weights that it keeps. */
  readonly isRebuilt: boolean;
  /** Rows and columns of the tile in front of which a line is drawn. */
  readonly rowBorders: readonly number[];
  readonly columnBorders: readonly number[];
  /** Values that are stored for the whole matrix. */
  readonly kept: number;
  readonly nonZeros: {
    readonly rows: NonZeroCounts;
    readonly columns: NonZeroCounts;
    readonly banks: NonZeroCounts;
  };
}

/** The same tile of one matrix of a model under several masks. */
export interface ModelPicture {
  readonly model: string;
  readonly tensor: string;
  /** Of the matrix. */
  readonly rows: number;
  readonly cols: number;
  readonly banks: number;
  readonly tile: MatrixTile;
  /** The largest magnitude in the tile, under any mask: the end of the shades. */
  readonly largest: number;
  /** That of the file first, if it leaves weights out. */
  readonly masks: readonly PicturedMask[];
  /**
   * Names of those that make the field's figure (Cao et al., FPGA 2019, comparison of weight maps), in its
   * order, after the mask of the file.
   */
  readonly figure: readonly string[];
}

/** A model whose masks are drawn, on an array of these sizes. */
export interface PictureSubject {
  readonly name: string;
  readonly model: LstmModel;
  readonly gateMatrix: GateMatrix;
  readonly sizes: ArraySizes;
}

/** A pattern, and what it makes of the matrix that is drawn: throws BadInput where that cannot have it. */
export interface PicturedPattern {
  readonly pattern: PatternConfig;
  readonly prune: (
    matrix: LayerMatrix,
  ) => Pick<Pruned, 'mask' | 'perBank' | 'independent' | 'block' | 'rebuilt'>;
}

/** Patterns of the field's figure, in its order. */
const figurePatterns: readonly PatternKind[] = ['unstructured', 'bank-balanced', 'block'];

const OWN_MASK = 'as in the file';

/** The picture of a model under the patterns of the field's figure, pruned as asked for. */
export function pictureModel({ found, model }: OpenedModel, inspection: Inspection): ModelPicture {
  const { config, sparsity } = inspection;
  const sizes = arraySizesOf(config);
  const tried = triedPatterns({ config, sizes });
  const patterns = figurePatterns.flatMap((kind) => tried.filter((one) => one.kind === kind));
  return picturePatterns(
    { name: found.name, model, gateMatrix: config.gateMatrix, sizes },
    patterns.map((pattern) => ({
      pattern,
      prune: ({ role, weights }) =>
        prune(weights, pattern, requestedTargets(pattern, model.shape, sparsity)(0, role)),
    })),
  );
}

/**
 * The first tile over the recurrent vector of a model's first layer, under the mask of the file, if that has
 * zeros, and under patterns. A pattern that the matrix cannot have is left out.
 */
export function picturePatterns(
  { name, model, gateMatrix, sizes }: PictureSubject,
  patterns: readonly PicturedPattern[],
): ModelPicture {
  const [layer] = model.layers;
  const parts = gateParts(layer.shape, gateMatrix);
  const part = parts.find(({ over }) => over !== 'x') ?? parts[0];
  const matrix = layerMatrices(layer, gateMatrix)[parts.indexOf(part)];
  const { weights } = matrix;
  const tile = tileFrom(weights, part.over === 'xh' ? layer.shape.inputs : 0);
  const banks = placeColumns(contiguous(sizes), weights.cols, sizes.banks);
  const own = nonZeroMask(weights);
  const all = [
    ...(own.includes(0) ? [{ name: OWN_MASK, mask: own, grid: noGrid, ...unchanged }] : []),
    ...patterns.flatMap((pattern) => maskUnder(pattern, matrix)),
  ];
  const masks = all.map((mask) => pictured(mask, weights, tile, banks));
  return {
    model: name,
    tensor: weights.tensor,
    rows: weights.rows,
    cols: weights.cols,
    banks: sizes.banks,
    tile,
    largest: largestIn([cutTile(weights, own, tile), ...masks.map(({ magnitudes }) => magnitudes)]),
    masks,
    figure: [OWN_MASK, ...figurePatterns].filter((one) => all.some((mask) => mask.name === one)),
  };
}

/** A mask before it is cut, and the lines that show what it is made of. */
interface Mask {
  readonly name: string;
  readonly mask: Uint8Array;
  readonly grid: PatternGrid;
  /** What the weights become; null: what they were. */
  readonly rebuilt: Float64Array | null;
  /** Values that are stored; null: as many as are kept. */
  readonly stored: number | null;
}

const unchanged = { rebuilt: null, stored: null } as const;
const noGrid: PatternGrid = { says: '', rowBorders: [], columnBorders: [] };

/** None where the matrix cannot have the pattern. */
function maskUnder({ pattern, prune }: PicturedPattern, matrix: LayerMatrix): Mask[] {
  try {
    const pruned = prune(matrix);
    const { mask, independent, rebuilt } = pruned;
    const grid = patternOf(pattern).grid?.(pattern, matrix.weights, pruned) ?? noGrid;
    return [
      { name: pattern.kind, mask, grid, rebuilt: rebuilt?.values ?? null, stored: independent ?? null },
    ];
  } catch (error) {
    if (error instanceof BadInput) return [];
    throw error;
  }
}

function pictured(
  { name, mask, grid, rebuilt, stored }: Mask,
  weights: DenseMatrix,
  tile: MatrixTile,
  placement: Placement,
): PicturedMask {
  const { rows, columns, banks } = countNonZeros(mask, weights.rows, placement);
  const shown = rebuilt === null ? weights : { cols: weights.cols, values: rebuilt, mask: null };
  return {
    name,
    says: grid.says,
    magnitudes: cutTile(shown, mask, tile),
    isRebuilt: rebuilt !== null,
    rowBorders: bordersIn(tile.rows, grid.rowBorders, tile.rowFrom),
    columnBorders: bordersIn(tile.columns, grid.columnBorders, tile.columnFrom),
    kept: stored ?? rows.reduce((sum, count) => sum + count, 0),
    nonZeros: { rows: summaryOf(rows), columns: summaryOf(columns), banks: summaryOf(banks) },
  };
}

/**
 * Borders inside of a tile, from its own first row or column on; none where there is one before every row or
 * column, which would hide the weights and show nothing.
 */
function bordersIn(size: number, borders: readonly number[], from: number): number[] {
  const inside = borders.map((border) => border - from).filter((border) => border > 0 && border < size);
  return inside.length === size - 1 && size > 2 ? [] : inside;
}
