import { BadInput } from '../errors/bad-input.ts';
import { type LayerPass, passesOf } from '../lstm/passes.ts';
import { cellLength, type LstmShape, recurrentLength } from '../lstm/shape.ts';
import {
  type NumberFormat,
  noSaturations,
  type Saturations,
  saturate,
  toCode,
  toReal,
} from '../num/fixed.ts';
import { fillGaussian, seeded } from '../num/random.ts';
import type { NpyArray } from '../tensors/npy/npy.ts';

/**
 * A vector in both domains: W-bit codes for the hardware and the integer reference, real
 * values for the float reference.
 */
export interface Signal {
  readonly codes: Int16Array;
  readonly real: Float64Array;
}

/** State of one layer, or of one of its passes: recurrent vector and cell (empty of a GRU). */
export interface LayerState {
  readonly h: Signal;
  readonly c: Signal;
}

/** What a run is driven with: the input of every step, and the state of every layer before the first. */
export interface Sequence {
  readonly inputs: readonly Signal[];
  readonly state: readonly LayerState[];
  /** Values cut to W bits when they became codes. */
  readonly saturations: Saturations;
}

/** Values from a file: reals, or int16 raw codes. */
export interface FileValues {
  /** What the message of an error calls it. */
  readonly source: string;
  readonly array: NpyArray;
}

/**
 * A seeded sequence: inputs Gaussian with standard deviation 1, and, because a step in mid-sequence is what
 * is measured, h and c of every layer uniform in [-1, 1).
 */
export function seededSequence(
  shape: LstmShape,
  steps: number,
  seed: string,
  format: NumberFormat,
): Sequence {
  const saturations = noSaturations();
  const uniform = (name: string, length: number) => {
    const random = seeded(`${seed}/${name}`);
    return signal(
      Float64Array.from({ length }, () => 2 * random() - 1),
      format,
      saturations,
    );
  };
  const inputs = seededInputs(shape, steps, seed, format, saturations);
  const passes = passesOf(shape.layers);
  const state = shape.layers.map((layer, l) => ({
    h: uniform(`h${nameOf(passes[l])}`, recurrentLength(layer)),
    c: uniform(`c${nameOf(passes[l])}`, cellLength(layer)),
  }));
  return { inputs, state, saturations };
}

/** A forward pass begins as the layer would alone. */
function nameOf({ layer, direction }: LayerPass): string {
  return direction === 'reverse' ? `${layer}_reverse` : String(layer);
}

function seededInputs(
  shape: LstmShape,
  steps: number,
  seed: string,
  format: NumberFormat,
  saturations: Saturations,
): Signal[] {
  return Array.from({ length: steps }, (_, t) => {
    const real = new Float64Array(shape.layers[0].inputs);
    fillGaussian(real, 0, real.length, 1, seeded(`${seed}/x${t}`));
    return signal(real, format, saturations);
  });
}

/**
 * The files that drive a run: inputs (seeded where null), and the state before the
 * first step (zeros where null).
 */
export interface SequenceFiles {
  readonly inputs: FileValues | null;
  readonly h0: FileValues | null;
  readonly c0: FileValues | null;
}

/**
 * How many steps: those asked for (null: all that the file has), and without an
 * input file `otherwise` seeded ones.
 */
export interface StepChoice {
  readonly steps: number | null;
  readonly otherwise: number;
  readonly seed: string;
}

/** A sequence from files; throws BadInput where a shape, a type or a value does not fit. */
export function sequenceFromFiles(
  { inputs, h0, c0 }: SequenceFiles,
  shape: LstmShape,
  { steps, otherwise, seed }: StepChoice,
  format: NumberFormat,
): Sequence {
  const saturations = noSaturations();
  const signals = inputs
    ? inputsFromFile(inputs, shape, steps, format, saturations)
    : seededInputs(shape, otherwise, seed, format, saturations);
  return { inputs: signals, state: stateFromFile({ h0, c0 }, shape, format, saturations), saturations };
}

/**
 * The steps of an input file (T x inputs, or one vector), `steps` of them; throws BadInput where
 * shape, type or values do not fit.
 */
function inputsFromFile(
  { source, array }: FileValues,
  shape: LstmShape,
  steps: number | null,
  format: NumberFormat,
  saturations: Saturations,
): Signal[] {
  const { inputs } = shape.layers[0];
  const [rows, cols] = array.shape.length === 1 ? [1, array.shape[0]] : array.shape;
  if (array.shape.length > 2 || array.shape.length === 0 || cols !== inputs) {
    throw new BadInput(`${source}: shape [${array.shape.join(', ')}], expected [T, ${inputs}]`);
  }
  if (rows === 0 || (steps !== null && steps > rows)) {
    throw new BadInput(
      `${source}: ${rows} steps, expected ${steps === null ? 'at least 1' : `at least ${steps} (--steps)`}`,
    );
  }
  return Array.from({ length: steps ?? rows }, (_, t) =>
    fileSignal({ source, array }, t * cols, cols, format, saturations),
  );
}

/**
 * The state before the first step; zeros where no file gives one. `h0` is [layers, R] or [R], `c0` [layers,
 * H] or [H]; as in PyTorch a bidirectional layer has two rows: forward, and reverse before the last step. The
 * rows of `c0` are those of the layers that have a cell state: a GRU has none.
 */
function stateFromFile(
  files: { readonly h0: FileValues | null; readonly c0: FileValues | null },
  shape: LstmShape,
  format: NumberFormat,
  saturations: Saturations,
): LayerState[] {
  const { h0, c0 } = files;
  const cells = shape.layers.map(cellLength);
  if (c0 && Math.max(...cells) === 0)
    throw new BadInput(`${c0.source}: a GRU has no cell state, expected h0 alone`);
  const h = rowsOf(h0, shape.layers.map(recurrentLength), format, saturations);
  const c = rowsOf(c0, cells, format, saturations);
  return shape.layers.map((_, l) => ({ h: h[l], c: c[l] }));
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
      `${source}: expected none: the layers (passes) hold ${held.join(', ')} values each, and its rows are all of one length`,
    );
  }
  const expected = rows === 1 ? `[1, ${held[0]}] or [${held[0]}]` : `[${rows}, ${held[0]}]`;
  return new BadInput(`${source}: shape [${shape.join(', ')}], expected ${expected}`);
}

function fileSignal(
  { source, array }: FileValues,
  from: number,
  length: number,
  format: NumberFormat,
  saturations: Saturations,
): Signal {
  const { data, dtype } = array;
  if (dtype === 'int16') {
    const codes = (data as Int16Array).slice(from, from + length);
    const limit = 2 ** (format.bits - 1);
    const wide = codes.findIndex((code) => code < -limit || code >= limit);
    if (wide >= 0)
      throw new BadInput(
        `${source}: element ${from + wide} is ${codes[wide]}, expected a code of ${format.bits} bits`,
      );
    return { codes, real: Float64Array.from(codes, (code) => toReal(code, format.fractionBits)) };
  }
  if (!dtype.startsWith('float'))
    throw new BadInput(`${source}: type ${dtype}, expected floats or int16 raw codes`);
  const real = Float64Array.from(data.subarray(from, from + length));
  const bad = real.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0)
    throw new BadInput(`${source}: element ${from + bad} is ${real[bad]}, expected a finite number`);
  return signal(real, format, saturations);
}

function signal(real: Float64Array, { bits, fractionBits }: NumberFormat, saturations: Saturations): Signal {
  const codes = Int16Array.from(real, (value) =>
    saturate(toCode(value, fractionBits), bits, saturations, 'input'),
  );
  return { codes, real };
}
