import { columnArray, type StoredMatrix } from '../bbs/matrix.ts';
import type { Placement } from '../bbs/placement.ts';
import { kindOf } from '../hw/array/kinds/index.ts';
import type { AcceleratorConfig } from '../hw/config/config.ts';
import type { NumberFormat } from '../num/fixed.ts';
import type { RandomDraws } from './random-draws.ts';
import { drawWeights } from './random-weights.ts';

/** What the rows of a random matrix look like. */
const matrixKinds = [
  'bank-balanced',
  'random',
  'power-law rows',
  'one bank',
  'empty rows',
  'empty',
  'one row',
  'one column',
] as const;

/** One of them. */
export type MatrixKind = (typeof matrixKinds)[number];

/** A matrix and what it is. */
export interface RandomMatrix {
  readonly kind: MatrixKind;
  readonly stored: StoredMatrix;
}

/**
 * Draws a matrix that an accelerator can hold: bank-balanced where its format holds nothing
 * else, any for the others. Sizes are small, so that hundreds of cases take minutes; N does not
 * divide the columns in most of them. `ofScales`: draws the scales of weights, if they have any.
 */
export function drawMatrix(
  draw: RandomDraws,
  config: AcceleratorConfig,
  place: (cols: number) => Placement,
  ofScales: RandomDraws,
): RandomMatrix {
  const { needsBalance } = kindOf(config.kind);
  const kind = needsBalance
    ? draw.of(['bank-balanced', 'one row', 'one column', 'empty'] as const)
    : draw.of(matrixKinds);
  const rows = kind === 'one row' ? 1 : draw.integer(1, 24);
  const cols = kind === 'one column' ? 1 : draw.integer(1, 6 * config.banks);
  const placement = place(cols);
  const columns =
    needsBalance || kind === 'bank-balanced'
      ? balancedRows(draw, kind, rows, placement)
      : freeRows(draw, kind, rows, placement);
  return { kind, stored: storedMatrix(draw, ofScales, columns, cols, config.number) };
}

/**
 * The same number of entries in every bank of every row; a bank that has fewer
 * columns than that stores all of them.
 */
function balancedRows(draw: RandomDraws, kind: MatrixKind, rows: number, placement: Placement): number[][] {
  const perBank = kind === 'empty' ? 0 : draw.integer(1, Math.max(1, placement.depth));
  const columnsOfBank = Array.from({ length: placement.banks }, () => [] as number[]);
  placement.bankOf.forEach((bank, column) => {
    columnsOfBank[bank].push(column);
  });
  return Array.from({ length: rows }, () =>
    columnsOfBank
      .flatMap((columns) => draw.subset(columns.length, perBank).map((at) => columns[at]))
      .sort((a, b) => a - b),
  );
}

function freeRows(draw: RandomDraws, kind: MatrixKind, rows: number, placement: Placement): number[][] {
  const { cols, bankOf } = placement;
  const density = draw.integer(1, 100) / 100;
  const anyRow = () => draw.subset(cols, draw.integer(0, Math.ceil(density * cols)));
  return Array.from({ length: rows }, (_, row) => {
    if (kind === 'empty') return [];
    if (kind === 'empty rows') return draw.chance(0.6) ? [] : anyRow();
    if (kind === 'power-law rows') return draw.subset(cols, Math.ceil(cols / (row + 1)));
    if (kind === 'one bank') {
      const bank = bankOf[draw.integer(0, cols - 1)];
      return draw.subset(cols, cols).filter((column) => bankOf[column] === bank);
    }
    return anyRow();
  });
}

function storedMatrix(
  draw: RandomDraws,
  ofScales: RandomDraws,
  rowColumns: readonly (readonly number[])[],
  cols: number,
  format: NumberFormat,
): StoredMatrix {
  const rows = rowColumns.length;
  const columns = rowColumns.flat();
  const rowStart = new Uint32Array(rows + 1);
  rowColumns.forEach((row, r) => {
    rowStart[r + 1] = rowStart[r] + row.length;
  });
  const stored = columnArray(cols, columns.length);
  stored.set(columns);
  const weights = drawWeights(draw, ofScales, format, { rows, entries: columns.length });
  return {
    tensor: 'random',
    rows,
    cols,
    rowStart,
    columns: stored,
    ...weights,
    weights: Float64Array.from(weights.codes),
  };
}
