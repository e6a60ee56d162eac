import { modelFromTensors } from '../../lstm/model-from-tensors.ts';
import { chooseModel, findModels, type ModelChoice } from '../../lstm/weights/choose-model.ts';
import { frameworkNamed } from '../../lstm/weights/frameworks.ts';
import type { LstmTensors } from '../../lstm/weights/state-dict.ts';
import { sha256Of } from '../../num/digest.ts';
import { type FileBytes, openWeights } from '../../run/open-weights.ts';
import { requestedSparsityOf } from '../../run/prepared-model.ts';
import { headerOf } from '../../run/result-header.ts';
import { reachedRemarks } from '../../run/sparsity-remarks.ts';
import { plainBytes, plainCompanions } from '../../tensors/plain-bytes.ts';
import type { Companions, WrittenFile } from '../../tensors/tensor-file.ts';
import { budgetedTargets, type CycleBudget, depthOf } from './budget/cycle-budget.ts';
import { type CriterionChoice, calibratedPruner } from './calibrated-pruner.ts';
import { fileChanges } from './file-changes.ts';
import { filledRemarks } from './filled-places.ts';
import { openToWrite, refuseCodes } from './open-to-write.ts';
import type { BudgetFigures, CalibrationFigures, PruneResult } from './prune-result.ts';
import { keptMagnitudeShare, keptOf, type PrunedTensor } from './pruned-tensor.ts';
import { type PrunedTensors, type Pruning, passesIn, prunedTensors } from './pruned-tensors.ts';
import { othersThan, sharedRemarks, tiedRemarks } from './shared-tensors.ts';

/** A file of weights that is to be pruned for an array. */
export interface PruneRequest extends Omit<Pruning, 'pruner' | 'target'> {
  readonly weights: FileBytes;
  readonly choice: ModelChoice;
  /** Name of the array. */
  readonly accelerator: string;
  /** A criterion that knows the inputs. Absent or null: magnitude. */
  readonly criterion?: CriterionChoice | null;
  /** Cycles that a step may take, in place of a sparsity. Absent or null: any. */
  readonly budget?: CycleBudget | null;
  /** Where the file will be written, for the result. */
  readonly out: string;
}

/** A pruned file in memory, with what was kept of it. */
export interface PrunedFile {
  readonly result: PruneResult;
  readonly written: WrittenFile;
}

/**
 * Prunes a model in a file of weights as a run on an array does, and makes the file anew: same format, names,
 * types and order, kept values bit for bit (or as the pattern rebuilds them), pruned ones zero, and a mask
 * beside each tensor. A run of the new file that takes the weights as they are stores what a run of the old
 * one stores that prunes them. Throws BadInput for a file or a model that cannot be used, a format that is
 * not written, int8 codes where the format has no place for them, and rebuilt weights that the type of a
 * tensor does not hold.
 */
export async function pruneFile(request: PruneRequest): Promise<PrunedFile> {
  const { weights, choice } = request;
  const { path } = weights;
  const bytes = plainBytes(weights.bytes);
  const companions = plainCompanions(weights.companions ?? new Map());
  const { file, format } = openToWrite({ path, bytes, companions });
  const found = chooseModel(file, path, choice);
  const tensors = found.read();
  const { hasCodes, maskName } = frameworkNamed(found.framework);
  if (request.int8 !== null) refuseCodes(tensors, hasCodes, format, path);
  const { made, calibration, budget, remarks: ofInputs } = prunedAsAsked(tensors, path, request);
  const pruned = made.tensors;
  const change = fileChanges(file, path, pruned, { maskName, maskType: format.maskType ?? 'uint8' });
  const written = await format.rewrite(bytes, path, companions, change.changes);
  const others = othersThan(found, findModels(file, path).models);
  const now = others.length > 0 ? openWeights({ path, ...written }) : file;
  const shared = [
    ...sharedRemarks(others, path, change),
    ...tiedRemarks(others, path, change, { file, now }),
  ];
  const far = farFromAsked(request, made);
  const filled = filledRemarks(pruned, path);
  const few = fewStepsRemarks(calibration);
  const remarks = [...found.remarks, ...tensors.remarks, ...far, ...filled, ...few, ...ofInputs, ...shared];
  const of = { format: format.name, model: found.name, kind: found.kind, calibration, budget, remarks };
  return { result: resultOf(request, of, made, written), written };
}

/** What the criterion and the budget of a request chose, where it has them. */
interface Chosen {
  readonly made: PrunedTensors;
  readonly calibration: CalibrationFigures | null;
  readonly budget: BudgetFigures | null;
  /** On the inputs. */
  readonly remarks: readonly string[];
}

function prunedAsAsked(tensors: LstmTensors, path: string, request: PruneRequest): Chosen {
  const { criterion, budget, config, prunes, direction } = request;
  if (!prunes || !(criterion || budget))
    return { made: prunedTensors(tensors, path, request), calibration: null, budget: null, remarks: [] };
  const passes = passesIn(tensors, path, direction);
  const model = modelFromTensors(tensors, path);
  const subject = {
    ...{ model, initial: tensors.initial, passes, path },
    times: (cols: number) => (budget ? depthOf(config.pattern, cols) : 1),
  };
  const calibrated = criterion ? calibratedPruner(subject, config, criterion) : null;
  const within = budget ? budgetedTargets(model, budget, calibrated) : null;
  const made = prunedTensors(tensors, path, {
    ...request,
    ...(calibrated ? { pruner: calibrated.pruner } : {}),
    ...(within ? { target: within.target } : {}),
  });
  return {
    made,
    calibration: calibrated?.figures() ?? null,
    budget: within?.figures ?? null,
    remarks: calibrated?.remarks ?? [],
  };
}

/** A remark where a pattern keeps notably more or less than was asked for. */
function farFromAsked(
  { config, prunes, sparsity: asked, weights, budget }: PruneRequest,
  { tensors, independent }: PrunedTensors,
): readonly string[] {
  const sparsity = 1 - independent / keptIn(tensors).weights;
  if (budget || requestedSparsityOf(config, prunes, asked) === null) return [];
  return reachedRemarks(weights.path, asked, [{ pattern: config.pattern.kind, sparsity }]);
}

/**
 * A remark where there are fewer steps than inputs: weights are then fitted to these steps, and no others.
 */
function fewStepsRemarks(calibration: CalibrationFigures | null): readonly string[] {
  const widest = Math.max(0, ...(calibration?.matrices ?? []).map(({ cols }) => cols));
  if (calibration === null || calibration.steps >= widest) return [];
  const { file, steps } = calibration;
  return [
    `${file}: has ${steps} steps for matrices of up to ${widest} inputs: weights that are fitted to fewer steps than inputs say little of others`,
  ];
}

/** What is known before a result is made. */
type KnownOfFile = 'format' | 'model' | 'kind' | 'remarks' | 'calibration' | 'budget';

function resultOf(
  { weights, accelerator, config, prunes, sparsity, int8, out, criterion }: PruneRequest,
  { remarks, calibration, budget, ...of }: Pick<PruneResult, KnownOfFile>,
  { tensors: pruned, independent }: PrunedTensors,
  { bytes, companions }: WrittenFile,
): PruneResult {
  return {
    ...headerOf('prune'),
    file: weights.path,
    ...of,
    accelerator,
    pattern: prunes ? { ...config.pattern } : { kind: 'none' },
    criterion: prunes ? (criterion?.kind ?? 'magnitude') : null,
    calibration,
    budget,
    gateMatrix: config.gateMatrix,
    requestedSparsity: budget ? null : requestedSparsityOf(config, prunes, sparsity),
    weightBits: int8 === null ? null : 8,
    weightScale: int8,
    ...keptIn(pruned),
    independent,
    tensors: pruned.map((one) => ({
      name: one.tensor.name,
      shape: [...one.tensor.shape],
      ...keptIn([one]),
    })),
    files: [[out, bytes] as const, ...beside(out, companions)].map(([path, content]) => ({
      path,
      bytes: content.length,
      sha256: sha256Of(content),
    })),
    remarks,
  };
}

/** The files that belong to one, by paths from where that is written. */
function beside(out: string, companions: Companions): readonly (readonly [string, Uint8Array])[] {
  const folder = out.replace(/[^/\\]*$/, '');
  return [...companions].map(([path, bytes]) => [folder + path, bytes]);
}

function keptIn(
  pruned: readonly PrunedTensor[],
): Pick<PruneResult, 'weights' | 'kept' | 'sparsity' | 'keptMagnitudeShare'> {
  const weights = pruned.reduce((sum, { mask }) => sum + mask.length, 0);
  const kept = pruned.reduce((sum, { mask }) => sum + keptOf(mask), 0);
  return { weights, kept, sparsity: 1 - kept / weights, keptMagnitudeShare: keptMagnitudeShare(pruned) };
}
