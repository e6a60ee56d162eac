import type { Calibration } from '../../bbs/criteria/criterion.ts';
import type { CriterionKind } from '../../bbs/criteria/index.ts';
import { rowErrors } from '../../bbs/criteria/output-error.ts';
import { pruneBy, refuseUnbalanced } from '../../bbs/criteria/prune-by.ts';
import type { DenseMatrix } from '../../bbs/matrix.ts';
import { type Pruned, prune } from '../../bbs/patterns/prune.ts';
import { rebuiltMatrix } from '../../bbs/rebuilt.ts';
import { BadInput } from '../../errors/bad-input.ts';
import type { AcceleratorConfig } from '../../hw/config/config.ts';
import type { LstmModel } from '../../lstm/model.ts';
import { calibrationsOf } from '../../run/calibration.ts';
import { filesWithInitial, type InitialStates } from '../../run/initial-state.ts';
import { layerMatrices, type MatrixPruner } from '../../run/prepared-model.ts';
import { type FileValues, sequenceFromFiles } from '../../run/sequence.ts';
import type { CalibrationFigures } from './prune-result.ts';

/** What reaches a model, for a criterion that needs to know it. */
export interface CalibrationInputs {
  /** Inputs of the model [n, X]: floats or int16 raw codes. */
  readonly inputs: FileValues;
  /** Share of the mean diagonal element of H that is added to every one. */
  readonly damping: number;
  /** Called after every row that is pruned. */
  readonly onRow?: (done: number, of: number) => void;
}

/** A criterion other than magnitude, and what it knows of the inputs. */
export interface CriterionChoice {
  readonly kind: CriterionKind;
  readonly calibration: CalibrationInputs;
}

/** The model that is pruned, and which passes of it. */
interface Subject {
  readonly model: LstmModel;
  readonly initial: InitialStates;
  readonly passes: readonly number[];
  readonly path: string;
  /** How often a matrix of so many columns is pruned. Absent: once. */
  readonly times?: (cols: number) => number;
}

/** Prunes matrices by a criterion, each once to a target, and says what became of their products. */
export interface CalibratedPruner {
  readonly pruner: MatrixPruner;
  /** Mean squared error of the products of a pruned matrix, the sum of its rows. */
  errorOf(pruned: Pruned): number;
  /** Of the matrices of the passes, as they were pruned last. */
  figures(): CalibrationFigures;
  /** What is to be said of the inputs. */
  readonly remarks: readonly string[];
}

/**
 * The most products that pruning may take, rows times columns^3 / 6 of all matrices: hours on one core. The
 * matrices of an LSTM of 1024 cells over 1177 columns take 10^12.
 */
const MOST_PRODUCTS = 2e13;

/**
 * Opens the pruner of a criterion: the float reference runs the model over the inputs, and every matrix is
 * pruned by what reaches it. Throws BadInput for a pattern that the criterion does not choose for, inputs
 * that are not the model's, and matrices that would take days.
 */
export function calibratedPruner(
  subject: Subject,
  config: Pick<AcceleratorConfig, 'pattern' | 'gateMatrix' | 'number'>,
  { kind, calibration: { inputs, damping, onRow } }: CriterionChoice,
): CalibratedPruner {
  refuseUnbalanced(kind, config.pattern);
  const rows = rowsOf(subject, config, kind);
  const calibrations = calibrationsIn(subject, config, inputs, damping);
  const known = new Map<string, Pruned>();
  const errors = new Map<Pruned, MatrixErrors>();
  const last = new Map<string, Pruned>();
  let done = 0;
  const pruner: MatrixPruner = (weights, pattern, target, layer, at) => {
    if (!subject.passes.includes(layer)) return prune(weights, pattern, target);
    const calibration = calibrations[layer][at];
    const key = JSON.stringify([layer, at, target]);
    const pruned =
      known.get(key) ??
      pruneBy(kind, weights, pattern, target, calibration, () => onRow?.(++done, Math.max(done, rows)));
    known.set(key, pruned);
    last.set(`${layer} ${at}`, pruned);
    if (!errors.has(pruned))
      errors.set(pruned, errorsOf(weights, pruned, prune(weights, pattern, target), calibration));
    return pruned;
  };
  const [[{ steps }]] = calibrations;
  const errorsOfLast = () => [...last.values()].flatMap((each) => errors.get(each)?.figures ?? []);
  return {
    pruner,
    errorOf: (pruned) => errors.get(pruned)?.squared ?? 0,
    figures: () => ({ file: inputs.source, steps, damping, matrices: errorsOfLast() }),
    remarks: idleRemarks(subject, config, calibrations, inputs.source),
  };
}

/** The matrices of which inputs are 0 in every step, whose weights the criterion gives up. */
function idleRemarks(
  { model, passes }: Subject,
  { gateMatrix }: Pick<AcceleratorConfig, 'gateMatrix'>,
  calibrations: readonly (readonly Calibration[])[],
  file: string,
): string[] {
  return passes.flatMap((pass) =>
    layerMatrices(model.layers[pass], gateMatrix).flatMap(({ weights: { tensor, cols } }, at) => {
      const { hessian } = calibrations[pass][at];
      let idle = 0;
      for (let j = 0; j < cols; j++) idle += Number(hessian[j * cols + j] === 0);
      if (idle === 0) return [];
      return [
        `${file}: ${idle} of the ${cols} inputs of ${tensor} are 0 in every step: their weights become 0`,
      ];
    }),
  );
}

/** What reaches every matrix, from the state before the first step that the model has in its file. */
function calibrationsIn(
  { model, initial }: Subject,
  { gateMatrix, number }: Pick<AcceleratorConfig, 'gateMatrix' | 'number'>,
  inputs: FileValues,
  damping: number,
) {
  const own = { inputs, h0: null, c0: null };
  const choice = { steps: null, otherwise: 1, seed: '' };
  const sequence = sequenceFromFiles(filesWithInitial(own, initial) ?? own, model.shape, choice, number);
  return calibrationsOf(model, { gateMatrix, format: number }, sequence, damping);
}

/**
 * Rows of all matrices that are pruned, each time that they are. Throws BadInput where that would take
 * days.
 */
function rowsOf(
  { model, passes, path, times = () => 1 }: Subject,
  { gateMatrix }: Pick<AcceleratorConfig, 'gateMatrix'>,
  kind: CriterionKind,
): number {
  let [all, products, widest] = [0, 0, 0];
  for (const pass of passes) {
    for (const { weights } of layerMatrices(model.layers[pass], gateMatrix)) {
      const { rows, cols } = weights;
      all += rows * times(cols);
      products += (times(cols) * rows * cols ** 3) / 6;
      widest = Math.max(widest, cols);
    }
  }
  if (products <= MOST_PRODUCTS) return all;
  const [found, most] = [products, MOST_PRODUCTS].map((count) => count.toExponential(1));
  throw new BadInput(
    `${path}: criterion ${kind} takes about ${found} products on matrices of up to ${widest} columns, expected at most ${most}: prune by magnitude, or with gateMatrix separate`,
  );
}

interface MatrixErrors {
  readonly squared: number;
  readonly figures: CalibrationFigures['matrices'][number];
}

function errorsOf(
  weights: DenseMatrix,
  pruned: Pruned,
  byMagnitude: Pruned,
  { hessian }: Calibration,
): MatrixErrors {
  const { tensor, rows, cols } = weights;
  const own = rowErrors(weights, valuesOf(weights, pruned), hessian);
  const other = rowErrors(weights, valuesOf(weights, byMagnitude), hessian);
  const output = sumOf(own.outputs);
  const share = (errors: Float64Array) => (output === 0 ? 0 : sumOf(errors) / output);
  return {
    squared: sumOf(own.errors),
    figures: {
      ...{ tensor, rows, cols },
      perBank: pruned.perBank,
      outputError: share(own.errors),
      outputErrorByMagnitude: share(other.errors),
      rowsNoWorse: own.errors.reduce((count, error, r) => count + Number(error <= other.errors[r]), 0),
    },
  };
}

/** What is stored, as the file holds it. */
function valuesOf(weights: DenseMatrix, { mask, rebuilt }: Pruned): Float64Array {
  const { values, mask: own } = rebuiltMatrix(weights, rebuilt);
  return Float64Array.from(values, (value, i) => (mask[i] !== 0 && own?.[i] !== 0 ? value : 0));
}

const sumOf = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0);
