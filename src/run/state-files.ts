import { BadInput } from '../errors/bad-input.ts';
import { cellLength, type LstmShape, recurrentLength } from '../lstm/shape.ts';
import type { NumberFormat, Saturations } from '../num/fixed.ts';
import { type FileValues, fileSignal, type Signal } from './signal.ts';

/** State of one layer, or of one of its passes: recurrent vector and cell (empty of a GRU). */
export interface LayerState {
  readonly h: Signal;
  readonly c: Signal;
}

/**
 * Values of the state: one array for all passes, a row each ([passes, R] for h, [passes, H] for c; a vector
 * where one has any), or an array for each pass ([R], [H], or one such row), null where it has none. As in
 * PyTorch a bidirectional layer has two passes: forward, and reverse before the last step. The rows of one
 * array of c are those of the layers that have a cell state: a GRU has none.
 */
export type StateValues = FileValues | readonly (FileValues | null)[];

/** The files that hold the state before the first step; null: zeros. */
export interface StateFiles {
  readonly h0: StateValues | null;
  readonly c0: StateValues | null;
}

/**
 * The state before the first step; zeros where no file gives one. Throws BadInput where a shape, a type or a
 * value does not fit.
 */
export function stateFromFiles(
  files: StateFiles,
  shape: LstmShape,
  format: NumberFormat,
  saturations: Saturations,
): LayerState[] {
  const { h0, c0 } = files;
  const cells = shape.layers.map(cellLength);
  refuseIdleCells(c0, cells);
  const vectors = (values: StateValues | null, lengths: readonly number[]) =>
    isByPass(values)
      ? lengths.map((length, pass) => vectorOf(values[pass] ?? null, length, format, saturations))
      : rowsOf(values, lengths, format, saturations);
  const h = vectors(h0, shape.layers.map(recurrentLength));
  const c = vectors(c0, cells);
  return shape.layers.map((_, l) => ({ h: h[l], c: c[l] }));
}

/** Whether each pass has an array of its own. */
export function isByPass(values: StateValues | null): values is readonly (FileValues | null)[] {
  return Array.isArray(values);
}

/** Throws BadInput for the cell state of a pass that has none. */
function refuseIdleCells(c0: StateValues | null, lengths: readonly number[]): void {
  const idle = isByPass(c0) ? c0.find((values, pass) => values && lengths[pass] === 0) : c0;
  if (idle && !isByPass(idle) && (isByPass(c0) || Math.max(...lengths) === 0))
    throw new BadInput(`${idle.source}: a GRU has no cell state, expected h0 alone`);
}

/** The vector of one pass, in a file of its own; zeros without. */
function vectorOf(
  values: FileValues | null,
  length: number,
  format: NumberFormat,
  saturations: Saturations,
): Signal {
  return rowsOf(values, [length], format, saturations)[0];
}

/** A row of a file for each layer that has elements in it; zeros without a file. */
function rowsOf(
  values: FileValues | null,
  lengths: readonly number[],
  format: NumberFormat,
  saturations: Saturations,
): Signal[] {
  const held = lengths.filter((length) => length > 0);
  const rows = held.length;
  let row = 0;
  return lengths.map((length) => {
    if (!values || length === 0) return { codes: new Int16Array(length), real: new Float64Array(length) };
    const { shape: found } = values.array;
    const isVector = found.length === 1 && rows === 1;
    if (!(isVector || (found.length === 2 && found[0] === rows)) || found[found.length - 1] !== length) {
      throw stateError(values, held);
    }
    return fileSignal(values, row++ * length, length, format, saturations);
  });
}

/** A state whose rows do not fit: `held` values in each layer that has some. */
function stateError({ source, array: { shape } }: FileValues, held: readonly number[]): BadInput {
  const rows = held.length;
  const isOfUnlikeLayers = shape.length === 2 && shape[0] === rows && new Set(held).size > 1;
  if (isOfUnlikeLayers) {
    return new BadInput(
      `${source}: the layers (passes) hold ${held.join(', ')} values each, expected an array for each, with _l0, _l1, ... at the end of its name`,
    );
  }
  const expected = rows === 1 ? `[1, ${held[0]}] or [${held[0]}]` : `[${rows}, ${held[0]}]`;
  return new BadInput(`${source}: shape [${shape.join(', ')}], expected ${expected}`);
}
