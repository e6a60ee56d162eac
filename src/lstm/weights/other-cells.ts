import { BadInput } from '../../errors/bad-input.ts';
import { printableName } from '../../tensors/named-shape.ts';
import { type CellKind, stackedGates } from './cell-kind.ts';
import { arraysText, fullName, type LstmNames, type LstmTensorName } from './lstm-names.ts';
import type { StateDict } from './lstm-tensor.ts';

/** What a matrix [rows, columns] is, by rows to columns, where it is neither [4H, H] nor [3H, H]. */
const others: readonly (readonly [isIt: (rows: number, cols: number) => boolean, says: string])[] = [
  [(rows, cols) => rows === cols, 'has the one gate of a plain RNN; only LSTMs and GRUs are simulated'],
  [
    (rows, cols) => cols === 4 * rows || cols === 3 * rows,
    'is transposed; save the transposed matrices (.T) of this file',
  ],
];

/**
 * Throws BadInput for the tensors of a plain RNN, which have the same names, and for transposed ones, by the
 * shapes in the file alone: nothing is inflated. Says nothing of projections, and of shapes that only do not
 * fit.
 */
export function refuseOtherCells(npz: StateDict, found: LstmNames, fileName: string): void {
  for (const pass of found.passes) {
    const shape = (name: LstmTensorName) => shapeOf(npz, fullName(found, name, pass));
    const [rows, cols, ...more] = shape('weight_hh') ?? [];
    if (shape('weight_hr') !== null || cols === undefined || more.length > 0 || rows * cols === 0) continue;
    const other = others.find(([isIt]) => isIt(rows, cols));
    // Of another H than its own layer, the matrix is the one that does not fit.
    const inputs = shape('weight_ih');
    if (other === undefined || (inputs !== null && !inputs.includes(Math.max(rows, cols)))) continue;
    throw new BadInput(
      `${fileName}: ${printableName(fullName(found, 'weight_hh', pass))} [${rows}, ${cols}] ${other[1]}, expected [4H, H] of an LSTM or [3H, H] of a GRU; found ${arraysText(npz)}`,
    );
  }
}

/**
 * The kind of the cells: a GRU where the first layer's recurrent weights are [3H, H], and its input ones are
 * not four gates of another H. A projection, which only LSTMs have, tells H by its columns.
 */
export function cellKindOf(npz: StateDict, found: LstmNames): CellKind {
  const shape = (name: LstmTensorName) => shapeOf(npz, fullName(found, name, found.passes[0]));
  const [rows, cols] = shape('weight_hh') ?? [];
  const [inputRows = rows] = shape('weight_ih') ?? [];
  if (rows === undefined || inputRows === undefined) return 'lstm';
  const projection = shape('weight_hr');
  if (projection !== null) return inputRows === stackedGates.gru * projection[1] ? 'gru' : 'lstm';
  const isOfOtherGates = inputRows !== rows && inputRows % stackedGates.lstm === 0;
  return rows === stackedGates.gru * cols && !isOfOtherGates ? 'gru' : 'lstm';
}

/** Throws BadInput where one of the two biases of a layer is missing, and not the other. */
export function refuseHalfBiases(npz: StateDict, found: LstmNames, fileName: string): void {
  for (const pass of found.passes) {
    const names = (['bias_ih', 'bias_hh'] as const).map((name) => fullName(found, name, pass));
    const [there, ...both] = names.filter((name) => isNamed(npz, name));
    if (there === undefined || both.length > 0) continue;
    const missing = names.find((name) => name !== there);
    throw new BadInput(
      `${fileName}: has ${printableName(there)} but no ${printableName(`${missing}`)}, expected both, which are added, or neither; for one bias alone save zeros as the other`,
    );
  }
}

/** Throws BadInput where some of the peepholes of a layer are missing, and not all. */
export function refuseHalfPeepholes(npz: StateDict, found: LstmNames, fileName: string): void {
  for (const pass of found.passes) {
    const names = (['weight_ci', 'weight_cf', 'weight_co'] as const).map((name) =>
      fullName(found, name, pass),
    );
    const there = names.find((name) => isNamed(npz, name));
    const missing = names.find((name) => !isNamed(npz, name));
    if (there === undefined || missing === undefined) continue;
    throw new BadInput(
      `${fileName}: has ${printableName(there)} but no ${printableName(missing)}, expected peepholes of the gates i, f and o, or none`,
    );
  }
}

/** A line that says which layers have no biases; null where all have them. */
export function withoutBiases(
  npz: StateDict,
  found: LstmNames,
  kind: CellKind,
  fileName: string,
): string | null {
  const { passes } = found;
  const without = passes.filter((pass) => !isNamed(npz, fullName(found, 'bias_ih', pass)));
  if (without.length === 0) return null;
  const places = without.map(({ layer, direction }) => [layer, direction].join(' ').trim());
  const which =
    without.length === passes.length ? 'has no biases' : `has no biases in layer ${places.join(', ')}`;
  const [first] = without;
  const names = [fullName(found, 'bias_ih', first), fullName(found, 'bias_hh', first)];
  return `${fileName}: the ${kind.toUpperCase()} ${which} (${names.map(printableName).join(', ')}): they are zero`;
}

/** The shape of a tensor, under its plain name or that of a pruned one. */
function shapeOf(npz: StateDict, plain: string): readonly number[] | null {
  return npz.shape(plain) ?? npz.shape(`${plain}_orig`);
}

function isNamed(npz: StateDict, plain: string): boolean {
  return ['', '_orig'].some((ending) => npz.has(plain + ending));
}
