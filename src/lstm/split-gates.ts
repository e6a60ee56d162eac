import { type GatePart, gateParts, partSize } from './gate-parts.ts';
import { type GateMatrix, gateRows, type LayerShape, recurrentLength } from './shape.ts';

/** What is known of the weights over the inputs, and of those over the recurrent vector. */
export interface GateHalves<Values> {
  readonly inputGates: Values;
  readonly recurrentGates: Values;
}

/** Arrays whose parts are set. */
type Settable = Uint8Array | Int8Array | Float64Array;

/**
 * What is known of every weight of a layer's gate matrices (`parts`: one array for each of `gateParts`,
 * row-major), as it lies in the two tensors of the layer: the inverse of `gateMatrices`. `make` makes an
 * array of a length.
 */
export function splitGates<Values extends Settable>(
  shape: LayerShape,
  gateMatrix: GateMatrix,
  parts: readonly Values[],
  make: (length: number) => Values,
): GateHalves<Values> {
  const [rows, inputs, recurrent] = [gateRows(shape), shape.inputs, recurrentLength(shape)];
  const halves = { inputGates: make(rows * inputs), recurrentGates: make(rows * recurrent) };
  gateParts(shape, gateMatrix).forEach((part, at) => {
    const { rows: own, cols } = partSize(part, shape);
    const first = part.from * shape.hidden;
    for (let row = 0; row < own; row++) {
      const [from, to] = [row * cols, (row + 1) * cols];
      const x = part.over === 'h' ? from : from + inputs;
      if (isOver(part, 'x')) halves.inputGates.set(parts[at].subarray(from, x), (first + row) * inputs);
      if (isOver(part, 'h')) halves.recurrentGates.set(parts[at].subarray(x, to), (first + row) * recurrent);
    }
  });
  return halves;
}

/** The same of what is known of every row. */
export function splitRows<Values extends Settable>(
  shape: LayerShape,
  gateMatrix: GateMatrix,
  parts: readonly Values[],
  make: (length: number) => Values,
): GateHalves<Values> {
  const halves = { inputGates: make(gateRows(shape)), recurrentGates: make(gateRows(shape)) };
  gateParts(shape, gateMatrix).forEach((part, at) => {
    const first = part.from * shape.hidden;
    if (isOver(part, 'x')) halves.inputGates.set(parts[at], first);
    if (isOver(part, 'h')) halves.recurrentGates.set(parts[at], first);
  });
  return halves;
}

function isOver({ over }: GatePart, half: 'x' | 'h'): boolean {
  return over === half || over === 'xh';
}
