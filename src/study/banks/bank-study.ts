import type { DenseMatrix } from '../../bbs/matrix.ts';
import { version } from '../../config/version.ts';
import { servedPerBank } from '../../hw/array/vector-banks.ts';
import { gateMatrices } from '../../lstm/gate-matrices.ts';
import type { LstmModel } from '../../lstm/model.ts';
import type { GateMatrix } from '../../lstm/shape.ts';
import { configHash } from '../../num/digest.ts';
import type { NumberFormat } from '../../num/fixed.ts';
import { hasScales, scaleBitsOf, weightValueBits } from '../../num/row-scale.ts';
import { cellsOf } from '../../run/cells.ts';
import type { Platform } from '../../run/platform.ts';
import { PrepareCache } from '../../run/prepare-cache.ts';
import type { PreparedModel } from '../../run/prepared-model.ts';
import type { RunResult } from '../../run/result.ts';
import { headerOf } from '../../run/result-header.ts';
import { type RunIdentity, resultOf } from '../../run/result-of.ts';
import { runHash } from '../../run/run-digest.ts';
import { simulate } from '../../run/simulate.ts';
import { bankBalancedReference, prepareEqual, sameResidency } from '../compare/equal-kept.ts';
import { conflictingBeats } from './bank-conflicts.ts';
import type {
  ArrayFigures,
  BankCountFigures,
  BankStudyResult,
  FormatFigures,
  MatrixFigures,
} from './bank-result.ts';
import {
  comparedPatterns,
  type PatternSimilarities,
  similarityTo,
  totalSimilarity,
} from './bank-similarity.ts';
import { type Constant, defaultBanks, platformOfSize, resizedTo } from './bank-sizes.ts';

/** What is studied: a bank-balanced array and a CSR array on one model, at several numbers of banks. */
export interface BankStudy {
  readonly bbs: Platform;
  readonly csr: Platform;
  readonly model: LstmModel;
  readonly workload: string;
  readonly sparsity: number;
  readonly seed: string;
  /** What decides the model beside the seed, for the hash. */
  readonly inputs: unknown;
  /** Numbers of banks; null: the powers of two from 2 to 256 that the array and the matrices allow. */
  readonly banks: readonly number[] | null;
  readonly constant: Constant;
  /** Called with what is next. */
  readonly onProgress: (label: string) => void;
}

/**
 * What the number of banks does to storage, to latency with and without bank balance, and to how much of
 * unstructured pruning the masks keep; after the study of bank sizes of Cao et al. (FPGA 2019), which is
 * about accuracy. At each number of banks the bank-balanced count decides how many weights everything keeps
 * (docs/timing.md section 8); it is not the same at all of them, since a bank keeps at least one weight of a
 * row. Weights that an array may keep where it likes are resident or streamed at every number of banks as
 * they are in the bank-balanced array of the given size, so that a change of latency has one reason. Designs
 * that do not fit their device are timed and marked. Throws BadInput for sizes that an array cannot have.
 */
export function studyBanks(study: BankStudy): BankStudyResult {
  const { config, device } = study.bbs;
  const { constant, model, workload, seed, sparsity, inputs } = study;
  const matrices = matricesOf(model, config.gateMatrix).map((dense) => ({
    ...dense,
    similarities: similarityTo(dense),
  }));
  const list = study.banks ?? defaultBanks(config, constant, Math.min(...matrices.map(({ cols }) => cols)));
  const sizes = list.map((banks) => resizedTo(config, constant, banks));
  const platforms = likeGivenSize(study);
  const points = sizes.map((size) => {
    study.onProgress(`${size.banks} banks, ${size.pes} PEs`);
    return pointAt(
      study,
      platforms.map((platform) => platformOfSize(platform, size)),
      matrices,
    );
  });
  const weights = matrices.reduce((sum, { rows, cols }) => sum + rows * cols, 0);
  const runs = points.map((point) => [point.bbs.configHash, point.csr.configHash]);
  return {
    ...headerOf('study banks'),
    study: 'banks',
    workload,
    ...cellsOf(model.layers),
    seed,
    requestedSparsity: sparsity,
    configHash: configHash({ version, study: 'banks', runs, sparsity, inputs }),
    constant,
    device: device.name,
    clockMhz: config.clockMhz,
    weights,
    denseBits: denseBitsOf(matrices, config.number),
    points,
  };
}

/** What the unpruned matrices take, with the scales of int8 weights. */
function denseBitsOf(matrices: readonly Pick<DenseMatrix, 'rows' | 'cols'>[], format: NumberFormat): number {
  return matrices.reduce((sum, { rows, cols }) => {
    const scales = hasScales(format) ? scaleBitsOf(rows, format) : 0;
    return sum + rows * cols * weightValueBits(format) + scales;
  }, 0);
}

/** Both arrays with their weights where the bank-balanced array of the given size keeps them. */
function likeGivenSize({ bbs, csr, model, sparsity }: BankStudy): Platform[] {
  const reference = bankBalancedReference(new PrepareCache(model), [bbs, csr], sparsity);
  return sameResidency([bbs, csr], reference);
}

/** A matrix, and how its masks are compared. */
interface ComparedMatrix extends DenseMatrix {
  readonly similarities: (bankBalanced: Uint8Array) => PatternSimilarities;
}

/**
 * The matrices of a model as an accelerator sees them, in the order in which they are pruned:
 * gates first, then the projection.
 */
function matricesOf({ layers }: LstmModel, gateMatrix: GateMatrix): DenseMatrix[] {
  return layers.flatMap((layer) => [
    ...gateMatrices(layer, gateMatrix),
    ...(layer.projection ? [layer.projection] : []),
  ]);
}

function pointAt(
  study: BankStudy,
  platforms: readonly Platform[],
  compared: readonly ComparedMatrix[],
): BankCountFigures {
  const cache = new PrepareCache(study.model);
  const reference = bankBalancedReference(cache, platforms, study.sparsity);
  const [ofBbs, ofCsr] = platforms.map((platform) =>
    runArray(study, platform, prepareEqual(cache, platform, reference, study.sparsity)),
  );
  const matrices = matrixFigures(compared, reference);
  const { pes, banks, number } = platforms[0].config;
  const { kept, achievedSparsity } = ofBbs.weights;
  const denseBits = denseBitsOf(matrices, number);
  return {
    banks,
    pes,
    kept,
    achievedSparsity,
    storage: {
      csb: formatFigures(ofBbs.weights, denseBits),
      csr: formatFigures(ofCsr.weights, denseBits),
    },
    bbs: ofBbs.figures,
    csr: ofCsr.figures,
    patterns: totalOf(matrices),
    matrices,
  };
}

interface ArrayRun {
  readonly figures: ArrayFigures;
  readonly weights: RunResult['weights'];
}

/** Times one step. What it computes does not depend on the banks, so no values. */
function runArray(study: BankStudy, platform: Platform, prepared: PreparedModel): ArrayRun {
  const finished = simulate(platform, prepared, { steps: 1, sequence: null, mustFit: false });
  const run = resultOf(identityOf(study, platform, prepared), finished);
  const { array, layers } = finished.design;
  const counts = layers
    .flatMap(({ matrices }) => matrices)
    .map((matrix) => conflictingBeats(matrix.beats, servedPerBank(array), array.vectorCopies));
  const beats = counts.reduce((sum, count) => sum + count.beats, 0);
  const conflicting = counts.reduce((sum, count) => sum + count.conflicting, 0);
  return { figures: arrayFigures(run, beats, conflicting), weights: run.weights };
}

function identityOf(
  { workload, seed, sparsity, inputs: model }: BankStudy,
  platform: Platform,
  { pruned }: PreparedModel,
): RunIdentity {
  const inputs = { model, sparsity, kept: pruned.map((layer) => layer.map(({ kept }) => kept)) };
  const configHash = runHash({ platform, seed, inputs, hasValues: false });
  return {
    command: 'study banks',
    accelerator: platform.name,
    workload,
    seed,
    configHash,
    requestedSparsity: sparsity,
  };
}

function arrayFigures(run: RunResult, beats: number, conflicting: number): ArrayFigures {
  return {
    cycles: run.cycles.total,
    latencyUs: run.latencyUs,
    residency: run.weights.residency,
    fetchedBits: run.weights.fetchedBits,
    conflictStallCycles: run.stalls.conflict,
    conflictCycles: run.pes.conflictCycles,
    beats,
    conflictingBeatShare: conflicting / beats,
    loadImbalance: run.pes.loadImbalance,
    utilisation: run.pes.utilisation,
    occupancy: run.pes.occupancy,
    saturations: run.accuracy?.saturations ?? {},
    resources: run.resources,
    configHash: run.configHash,
  };
}

function formatFigures({ storage, kept }: RunResult['weights'], denseBits: number): FormatFigures {
  return {
    ...storage,
    shareOfDense: storage.totalBits / denseBits,
    indexBitsPerWeight: storage.indexBits / kept,
    pointerBitsPerWeight: storage.pointerBits / kept,
  };
}

function matrixFigures(compared: readonly ComparedMatrix[], { pruned }: PreparedModel): MatrixFigures[] {
  return pruned.flat().map(({ tensor, rows, cols, mask, perBank }, m) => ({
    tensor,
    rows,
    cols,
    entriesPerBank: perBank,
    patterns: compared[m].similarities(mask),
  }));
}

function totalOf(matrices: readonly MatrixFigures[]): PatternSimilarities {
  const entries = comparedPatterns.map((name) => [
    name,
    totalSimilarity(matrices.map(({ patterns }) => patterns[name])),
  ]);
  return Object.fromEntries(entries) as PatternSimilarities;
}
