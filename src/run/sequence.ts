import { BadInput } from '../errors/bad-input.ts';
import { type LayerPass, passesOf } from '../lstm/passes.ts';
import { cellLength, type LstmShape, recurrentLength } from '../lstm/shape.ts';
import { type NumberFormat, noSaturations, type Saturations } from '../num/fixed.ts';
import { fillGaussian, seeded } from '../num/random.ts';
import { type FileValues, fileSignal, type Signal, signal } from './signal.ts';
import { type LayerState, type StateFiles, stateFromFiles } from './state-files.ts';

export type { FileValues, LayerState, Signal };

/** What a run is driven with: the input of every step, and the state of every layer before the first. */
export interface Sequence {
  readonly inputs: readonly Signal[];
  readonly state: readonly LayerState[];
  /** Values cut to W bits when they became codes. */
  readonly saturations: Saturations;
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

/** The files that drive a run: inputs (seeded where null), and the state before the first step. */
export interface SequenceFiles extends StateFiles {
  readonly inputs: FileValues | null;
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
  return { inputs: signals, state: stateFromFiles({ h0, c0 }, shape, format, saturations), saturations };
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
