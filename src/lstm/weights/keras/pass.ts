import { BadInput } from '../../../errors/bad-input.ts';
import type { KerasFile } from '../../../tensors/keras/keras-file.ts';
import { printableName, shapesText } from '../../../tensors/named-shape.ts';
import { stackedGates } from '../cell-kind.ts';
import type { LstmLayerTensors } from '../lstm-layer.ts';
import { type LstmTensor, readTensorArrays, sameShape, type TensorOrigin } from '../lstm-tensor.ts';
import { type KerasCell, maskName } from './cells.ts';
import type { KerasCellSettings } from './recurrent.ts';

/** Where each gate of PyTorch's order stands in Keras': i, f, g, o in i, f, c, o; r, z, n in z, r, h. */
const gateOrder = { lstm: [0, 1, 2, 3], gru: [1, 0, 2] } as const;

/** X, H and the number of biases of a cell. */
export interface CellSizes {
  readonly inputs: number;
  readonly hidden: number;
}

/** The sizes of a cell, as far as its kernels have them. */
export function cellSizes(file: KerasFile, { kernel, recurrentKernel }: KerasCell): CellSizes {
  return { inputs: file.shape(kernel)?.[0] ?? 0, hidden: file.shape(recurrentKernel)?.[0] ?? 0 };
}

/**
 * Throws BadInput, naming the tensor, for shapes of a cell that do not fit each other or the configuration,
 * for activations other than tanh and sigmoid, and for tensors that an LSTM or a GRU does not have.
 */
export function checkCell(
  file: KerasFile,
  path: string,
  cell: KerasCell,
  settings: KerasCellSettings | null,
): void {
  const place = `${path}, ${printableName(cell.group)}`;
  if (cell.others.length > 0) {
    const list = shapesText(cell.others.map((name) => ({ name, shape: file.shape(name) })));
    throw new BadInput(
      `${place}: has ${list} beside its kernels, expected an LSTM or a GRU as Keras has them`,
    );
  }
  const { hidden } = cellSizes(file, cell);
  if (settings !== null) checkSettings(settings, cell, hidden, place);
  const columns = stackedGates[cell.kind] * hidden;
  const expect = (name: string, isFit: (shape: readonly number[]) => boolean, expected: string) => {
    const shape = file.shape(name) ?? [];
    if (hidden > 0 && isFit(shape)) return;
    throw new BadInput(
      `${path}, tensor ${printableName(name)}: shape [${shape.join(', ')}], expected ${expected}`,
    );
  };
  const is =
    (...expected: readonly number[]) =>
    (shape: readonly number[]) =>
      sameShape(shape, expected);
  const gates = cell.kind === 'lstm' ? 'four gates of an LSTM' : 'three gates of a GRU';
  expect(cell.recurrentKernel, is(hidden, columns), `[${hidden}, ${columns}] of the ${gates}`);
  expect(
    cell.kernel,
    ([inputs, stacked]) => inputs > 0 && stacked === columns,
    `[X, ${columns}] to fit ${printableName(cell.recurrentKernel)}`,
  );
  if (cell.bias !== null) {
    const isOne = is(columns);
    const isTwo = is(2, columns);
    const two = cell.kind === 'gru' ? `, or [2, ${columns}] with reset_after` : '';
    const fits = (shape: readonly number[]) => isOne(shape) || (cell.kind === 'gru' && isTwo(shape));
    expect(cell.bias, fits, `[${columns}]${two}`);
  }
  for (const name of Object.values(cell.peepholes ?? {}))
    expect(name, is(hidden), `[${hidden}], one for every cell`);
}

function checkSettings(settings: KerasCellSettings, cell: KerasCell, hidden: number, place: string): void {
  const { kind, units, activation, recurrentActivation, resetAfter } = settings;
  if (kind !== null && kind !== cell.kind)
    throw new BadInput(
      `${place}: has the kernels of ${cell.kind === 'gru' ? 'a GRU' : 'an LSTM'}, expected those of ${printableName(settings.className)}`,
    );
  if (units !== null && units !== hidden)
    throw new BadInput(`${place}: has ${hidden} units, expected ${units} by the model's configuration`);
  const functions = [
    ['activation', activation, 'tanh'],
    ['recurrent_activation', recurrentActivation, 'sigmoid'],
  ] as const;
  for (const [name, found, expected] of functions) {
    if (found === null || found === expected) continue;
    throw new BadInput(`${place}: ${name} is ${printableName(found)}, expected ${expected}`);
  }
  if (kind === 'gru' && resetAfter !== null && cell.peepholes !== null)
    throw new BadInput(`${place}: is a GRU with peepholes`);
}

/** The rule by which a GRU resets its state: by the shape of its biases, else by its configuration. */
export function resetsAfter(
  file: KerasFile,
  cell: KerasCell,
  settings: KerasCellSettings | null,
): { readonly resetAfter: boolean; readonly isKnown: boolean } {
  const bias = cell.bias === null ? null : file.shape(cell.bias);
  if (bias !== null) return { resetAfter: bias.length === 2, isKnown: true };
  const said = settings?.resetAfter ?? null;
  return { resetAfter: said ?? true, isKnown: said !== null };
}

/**
 * Reads the tensors of a checked cell: kernels transposed, gates in PyTorch's order, each with its origin.
 */
export function readCell(
  file: KerasFile,
  path: string,
  cell: KerasCell,
  settings: KerasCellSettings | null,
): Omit<LstmLayerTensors, 'direction'> {
  const { kind, bias } = cell;
  const { inputs, hidden } = cellSizes(file, cell);
  const matrix = (name: string, columns: number) =>
    reordered(
      readNamed(file, path, name),
      [stackedGates[kind] * hidden, columns],
      transposition(kind, hidden, columns),
    );
  const vector = (name: string, from: number) =>
    reordered(readNamed(file, path, name), [stackedGates[kind] * hidden], gatesFrom(kind, hidden, from));
  const isDouble = bias !== null && file.shape(bias)?.length === 2;
  const plain = (name: string) => readNamed(file, path, name);
  return {
    kind,
    weightIh: matrix(cell.kernel, inputs),
    weightHh: matrix(cell.recurrentKernel, hidden),
    biasIh: bias === null ? null : vector(bias, 0),
    biasHh: bias === null || !isDouble ? null : vector(bias, stackedGates[kind] * hidden),
    weightHr: null,
    peepholes: cell.peepholes && {
      i: plain(cell.peepholes.i),
      f: plain(cell.peepholes.f),
      o: plain(cell.peepholes.o),
    },
    ...(kind === 'gru' ? { resetAfter: resetsAfter(file, cell, settings).resetAfter } : {}),
  };
}

function readNamed(file: KerasFile, path: string, name: string): LstmTensor {
  const mask = file.has(maskName(name)) ? maskName(name) : null;
  return readTensorArrays(file, { name, mask, scale: null }, name, path);
}

/** Where in a kernel [columns, GH] each element of a matrix [GH, columns] stands. */
function transposition(kind: LstmLayerTensors['kind'], hidden: number, columns: number): Uint32Array {
  const rows = gatesFrom(kind, hidden, 0);
  const elements = new Uint32Array(rows.length * columns);
  for (let row = 0, to = 0; row < rows.length; row++)
    for (let column = 0; column < columns; column++) elements[to++] = column * rows.length + rows[row];
  return elements;
}

/** Where in Keras' order, from an element on, each row of the stacked gates stands. */
function gatesFrom(kind: LstmLayerTensors['kind'], hidden: number, from: number): Uint32Array {
  const order = gateOrder[kind];
  return Uint32Array.from(
    { length: order.length * hidden },
    (_, row) => from + order[Math.floor(row / hidden)] * hidden + (row % hidden),
  );
}

/** A tensor whose elements stand elsewhere in the file. */
function reordered(tensor: LstmTensor, shape: readonly number[], elements: Uint32Array): LstmTensor {
  const { name, values, mask } = tensor;
  const Values = values.constructor as new (length: number) => LstmTensor['values'];
  const ordered = new Values(elements.length);
  for (let i = 0; i < elements.length; i++) ordered[i] = values[elements[i]];
  const origin = (): TensorOrigin => ({ tensors: [name], tensorOf: null, elements });
  return {
    ...tensor,
    shape,
    values: ordered,
    mask: mask && Uint8Array.from(elements, (at) => mask[at]),
    origin,
  };
}
