import { contiguous } from '../../bbs/array-sizes.ts';
import type { DenseMatrix } from '../../bbs/matrix.ts';
import type { PatternConfig, PatternKind } from '../../bbs/patterns/index.ts';
import { prune } from '../../bbs/patterns/prune.ts';
import { type Placement, placeColumns } from '../../bbs/placement.ts';
import { nonZeroMask } from '../../bbs/store.ts';
import { BadInput } from '../../errors/bad-input.ts';
import { gateParts } from '../../lstm/gate-parts.ts';
import { requestedTargets } from '../../run/matrix-targets.ts';
import { arraySizesOf } from '../../run/storage-formats.ts';
import type { Inspection, OpenedModel } from './inspect-model.ts';
import type { NonZeroCounts } from './inspect-result.ts';
import { countNonZeros, summaryOf } from './non-zeros.ts';
import { triedPatterns } from './pattern-figures.ts';

/** One of the masks that are drawn side by side. */
export interface PicturedMask {
  /** The pattern, or that it is the mask of the file. */
  readonly name: string;
  /** What the borders are: "banks of 24 columns"; empty without borders. */
  readonly says: string;
  /** Of the tile, row-major: magnitudes of kept weights; -1 where none is kept. */
  readonly magnitudes: Float64Array;
  /** Rows and columns of the tile in front of which a line is drawn. */
  readonly rowBorders: readonly number[];
  readonly columnBorders: readonly number[];
  /** Of the whole matrix. */
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
  readonly tile: Tile;
  /** The largest magnitude in the tile: the end of the shades. */
  readonly largest: number;
  readonly masks: readonly PicturedMask[];
}

/** A part of a matrix. */
interface Tile {
  readonly rowFrom: number;
  readonly columnFrom: number;
  readonly rows: number;
  readonly columns: number;
}

/** Patterns of the field's figure (Cao et al., FPGA 2019, comparison of weight maps), in its order. */
const picturedPatterns: readonly PatternKind[] = ['unstructured', 'bank-balanced', 'block'];

/** Rows and columns of a tile. */
const TILE_SIDE = 64;

/**
 * The first tile over the recurrent vector of a model's first layer, under the mask of the file, if that has
 * zeros, and under the patterns of the field's figure. A pattern that the matrix cannot have is left out.
 */
export function pictureModel({ found, model, matrices }: OpenedModel, inspection: Inspection): ModelPicture {
  const { config, sparsity } = inspection;
  const [layer] = model.layers;
  const parts = gateParts(layer.shape, config.gateMatrix);
  const part = parts.find(({ over }) => over !== 'x') ?? parts[0];
  const { weights, role } = matrices[parts.indexOf(part)];
  const sizes = arraySizesOf(config);
  const tile = tileOf(weights, part.over === 'xh' ? layer.shape.inputs : 0);
  const banks = placeColumns(contiguous(sizes), weights.cols, sizes.banks);
  const own = nonZeroMask(weights);
  const patterns = triedPatterns({ config, sizes }).filter(({ kind }) => picturedPatterns.includes(kind));
  const masks = patterns.flatMap((pattern): Mask[] => {
    const mask = maskOf(() =>
      prune(weights, pattern, requestedTargets(pattern, model.shape, sparsity)(0, role)),
    );
    return mask === null ? [] : [{ name: pattern.kind, mask, grid: gridOf(pattern, weights.cols) }];
  });
  const inOrder = picturedPatterns.flatMap((kind) => masks.filter(({ name }) => name === kind));
  const isSparse = own.includes(0);
  const all = [...(isSparse ? [{ name: 'as in the file', mask: own, grid: noGrid }] : []), ...inOrder];
  return {
    model: found.name,
    tensor: weights.tensor,
    rows: weights.rows,
    cols: weights.cols,
    banks: sizes.banks,
    tile,
    largest: cut(weights, own, tile).reduce((most, magnitude) => Math.max(most, magnitude), 0),
    masks: all.map((mask) => pictured(mask, weights, tile, banks)),
  };
}

/** A mask before it is cut, and the lines that show what it is made of. */
interface Mask {
  readonly name: string;
  readonly mask: Uint8Array;
  readonly grid: Grid;
}

/** Where the parts of a pattern begin: rows and columns of the matrix. */
interface Grid {
  readonly says: string;
  readonly rowEvery: number | null;
  readonly columns: readonly number[];
}

const noGrid: Grid = { says: '', rowEvery: null, columns: [] };

function maskOf(prune: () => { readonly mask: Uint8Array }): Uint8Array | null {
  try {
    return prune().mask;
  } catch (error) {
    if (error instanceof BadInput) return null;
    throw error;
  }
}

/** The banks of a pattern with banks, the blocks of one with blocks. */
function gridOf(pattern: PatternConfig, cols: number): Grid {
  if ('blockRows' in pattern) {
    const { blockRows, blockCols } = pattern;
    const columns = Array.from({ length: Math.ceil(cols / blockCols) }, (_, block) => block * blockCols);
    return { says: `blocks of ${blockRows} x ${blockCols}`, rowEvery: blockRows, columns };
  }
  if (!('banks' in pattern)) return noGrid;
  const { bankOf, depth } = placeColumns(pattern.placement, cols, pattern.banks);
  const columns = Array.from(bankOf.keys()).filter((col) => col > 0 && bankOf[col] !== bankOf[col - 1]);
  return {
    says: `${pattern.banks} banks of ${depth} column${depth === 1 ? '' : 's'}`,
    rowEvery: null,
    columns,
  };
}

function tileOf({ rows, cols }: DenseMatrix, columnFrom: number): Tile {
  return {
    rowFrom: 0,
    columnFrom,
    rows: Math.min(TILE_SIDE, rows),
    columns: Math.min(TILE_SIDE, cols - columnFrom),
  };
}

function pictured(
  { name, mask, grid }: Mask,
  weights: DenseMatrix,
  tile: Tile,
  placement: Placement,
): PicturedMask {
  const { rows, columns, banks } = countNonZeros(mask, weights.rows, placement);
  return {
    name,
    says: grid.says,
    magnitudes: cut(weights, mask, tile),
    rowBorders: bordersIn(
      tile.rows,
      grid.rowEvery === null ? [] : multiples(grid.rowEvery, tile.rowFrom + tile.rows),
      tile.rowFrom,
    ),
    columnBorders: bordersIn(tile.columns, grid.columns, tile.columnFrom),
    kept: rows.reduce((sum, count) => sum + count, 0),
    nonZeros: { rows: summaryOf(rows), columns: summaryOf(columns), banks: summaryOf(banks) },
  };
}

const multiples = (of: number, end: number): number[] =>
  Array.from({ length: Math.ceil(end / of) }, (_, i) => i * of);

/** Borders inside of a tile, from its own first row or column on. */
function bordersIn(size: number, borders: readonly number[], from: number): number[] {
  return borders.map((border) => border - from).filter((border) => border > 0 && border < size);
}

/** The magnitudes of the kept weights of a tile, -1 elsewhere. */
function cut(
  { values, cols, mask: own }: DenseMatrix,
  mask: Uint8Array,
  { rowFrom, columnFrom, rows, columns }: Tile,
): Float64Array {
  const magnitudes = new Float64Array(rows * columns).fill(-1);
  for (let row = 0; row < rows; row++) {
    for (let col = 0; col < columns; col++) {
      const at = (rowFrom + row) * cols + columnFrom + col;
      if (mask[at] === 1) magnitudes[row * columns + col] = own?.[at] === 0 ? 0 : Math.abs(values[at]);
    }
  }
  return magnitudes;
}
