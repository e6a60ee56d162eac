import { patternOf } from '../../bbs/patterns/named-pattern.ts';
import { version } from '../../config/version.ts';
import type { LstmModel } from '../../lstm/model.ts';
import { configHash } from '../../num/digest.ts';
import { cellsOf } from '../../run/cells.ts';
import type { Platform } from '../../run/platform.ts';
import { PrepareCache } from '../../run/prepare-cache.ts';
import type { PreparedModel } from '../../run/prepared-model.ts';
import { headerOf } from '../../run/result-header.ts';
import { bankBalancedReference, sameResidency } from '../compare/equal-kept.ts';
import { aimOf, type EqualAim, EqualPattern } from './equal-patterns.ts';
import { fittingDesign } from './fitting-design.ts';
import type { PatternArrays, PatternCandidate } from './pattern-arrays.ts';
import { axisOf, frontOf } from './pattern-front.ts';
import { regimesOf } from './pattern-regimes.ts';
import { reachRemarks, studyRemarks } from './pattern-remarks.ts';
import { chosenRun, rowOf } from './pattern-rows.ts';
import { type PatternRun, runPattern, type StudiedModel, type TimedPattern } from './pattern-runs.ts';
import { pictureRows } from './patterns-picture.ts';
import type { PatternEquality, PatternStudyResult } from './patterns-result.ts';
import type { StudiedPatterns } from './studied-patterns.ts';
import { denseBitsOf, type TriedModel, triedModel } from './tried-model.ts';

/** What is studied: patterns on one model, each on the arrays that run it. */
export interface PatternStudy extends StudiedModel {
  readonly arrays: PatternArrays;
  readonly model: LstmModel;
  readonly equal: PatternEquality;
  /** Whether somebody will draw the masks. */
  readonly isPictured: boolean;
  /** Called with what is next. */
  readonly onProgress: (label: string) => void;
}

/** What all patterns are tried with. */
interface Trial {
  readonly study: PatternStudy;
  readonly tried: TriedModel;
  readonly aim: EqualAim;
  /** Has the bank-balanced model that the aim is of. */
  readonly cache: PrepareCache;
}

/**
 * Every pattern on one model, as equal to bank-balanced pruning at the requested sparsity as it can be: one
 * step on each array that runs it, with the weights where the bank-balanced array keeps them, and where the
 * fastest does not fit the device on the fastest design of their kinds that does. The fastest that fits is
 * the pattern's. What a pattern or an array refuses is in its row. Throws BadInput where the bank-balanced
 * array cannot have the model: then there is nothing to be equal to.
 */
export function studyPatterns(study: PatternStudy): StudiedPatterns {
  const { model, equal, sparsity } = study;
  const cache = new PrepareCache(model);
  const reference = bankBalancedReference(cache, [study.arrays.reference], sparsity);
  const arrays = placedLike(study.arrays, sameResidency(platformsOf(study.arrays), reference));
  const tried = triedModel(model, arrays.reference.config.gateMatrix);
  const aim = {
    equal,
    sparsity,
    reference,
    aim: aimOf(tried, arrays.reference, reference),
    onProgress: study.onProgress,
  };
  const trial = { study, tried, aim, cache };
  const timed = arrays.candidates.map((candidate) => timePattern(trial, candidate));
  const dense = timeDense(trial, arrays.dense);
  const result = resultOfStudy(trial, arrays, timed, dense);
  const picture = study.isPictured ? pictureRows(study, timed) : null;
  return { result, picture };
}

/** All arrays, the deciding one first. */
function platformsOf({ reference, dense, candidates }: PatternArrays): Platform[] {
  return [reference, dense, ...candidates.flatMap(({ arrays }) => arrays)];
}

/** The same with these platforms, in the order of `platformsOf`. */
function placedLike(arrays: PatternArrays, placed: readonly Platform[]): PatternArrays {
  const [reference, dense, ...rest] = placed;
  let from = 0;
  const candidates = arrays.candidates.map(({ kind, arrays: own }) => {
    from += own.length;
    return { kind, arrays: rest.slice(from - own.length, from) };
  });
  return { ...arrays, reference, dense, candidates };
}

/** A model is pruned once for all arrays of a pattern, and is not held longer than they need it. */
function timePattern({ study, tried, aim, cache }: Trial, { kind, arrays }: PatternCandidate): TimedPattern {
  const { decidesCounts } = patternOf({ kind });
  const model = new EqualPattern(tried, decidesCounts ? cache : new PrepareCache(study.model), aim);
  return { kind, runs: timeArrays({ study, tried }, kind, arrays, (platform) => model.get(platform)) };
}

/** The unpruned model on its array. */
function timeDense({ study, tried }: Trial, platform: Platform): PatternRun {
  const cache = new PrepareCache(study.model);
  const target = () => ({ sparsity: 0 });
  const runs = timeArrays({ study, tried }, 'no pruning', [platform], ({ config }) =>
    cache.get({ pattern: config.pattern, gateMatrix: config.gateMatrix, format: config.number, target }),
  );
  return chosenRun(runs) ?? runs[0];
}

/**
 * A step on each array, and where the fastest of them does not fit the device on the fastest design of their
 * kinds that does, if that is faster than the arrays that fit.
 */
function timeArrays(
  { study, tried }: Pick<Trial, 'study' | 'tried'>,
  name: string,
  arrays: readonly Platform[],
  prepare: (platform: Platform) => PreparedModel,
): PatternRun[] {
  const runs = arrays.map((platform) => {
    study.onProgress(`${name} on ${platform.name}`);
    return runPattern(study, tried, platform, () => prepare(platform));
  });
  const able = arrays.filter((_, at) => runs[at].outcome !== null);
  if (able.length === 0 || isFastestFitting(runs)) return runs;
  study.onProgress(`${name}: the fastest design that fits ${able[0].device.name}`);
  const found = fittingDesign(able, prepare);
  if (found === null || isAsFast(runs, found.latencyUs)) return runs;
  const { platform, base, design } = found;
  return [...runs, runPattern(study, tried, platform, () => prepare(base), design)];
}

const figuresOf = (runs: readonly PatternRun[]) => runs.flatMap(({ outcome }) => outcome?.figures ?? []);

/** Whether no array that does not fit is faster than one that does. */
function isFastestFitting(runs: readonly PatternRun[]): boolean {
  const least = Math.min(...figuresOf(runs).map(({ latencyUs }) => latencyUs));
  return isAsFast(runs, least);
}

/** Whether an array that fits takes no longer. */
function isAsFast(runs: readonly PatternRun[], latencyUs: number): boolean {
  return figuresOf(runs).some((one) => one.fits && one.latencyUs <= latencyUs);
}

function resultOfStudy(
  { study, tried, aim }: Trial,
  { reference: { config, device } }: PatternArrays,
  timed: readonly TimedPattern[],
  dense: PatternRun,
): PatternStudyResult {
  const { workload, seed, sparsity, equal, inputs, model } = study;
  const runs = hashesOf([...timed, { runs: [dense] }]);
  const found = foundOf(aim, device, timed);
  const common = { requestedSparsity: sparsity, aim: aim.aim, weights: weightsOf(tried) };
  return {
    ...headerOf('study patterns'),
    study: 'patterns',
    workload,
    ...cellsOf(model.layers),
    seed,
    equal,
    configHash: configHash({ version, study: 'patterns', runs, sparsity, equal, inputs }),
    device: device.name,
    clockMhz: config.clockMhz,
    ramUnit: device.ram.unit,
    logicUnit: device.logic.unit,
    residency: config.weights === 'streamed' ? 'streamed' : 'resident',
    denseBits: denseBitsOf(tried, config.number),
    dense: dense.outcome?.figures ?? null,
    ...common,
    ...found,
    remarks: [...reachRemarks(common), ...found.remarks],
  };
}

/** What follows from the rows. */
function foundOf({ equal, aim }: EqualAim, device: Platform['device'], timed: readonly TimedPattern[]) {
  const frontAxis = axisOf(equal);
  const rows = timed.map((pattern) => rowOf(pattern, equal));
  const front = frontOf(rows, frontAxis).map(({ pattern }) => pattern);
  const marked = rows.map((row) => ({ ...row, isOnFront: front.includes(row.pattern) }));
  const { name, logic } = device;
  const found = { equal, aim, device: name, logicUnit: logic.unit, rows: marked, frontAxis };
  const regimes = regimesOf(found);
  return { rows: marked, frontAxis, front, regimes, remarks: studyRemarks(found, timed) };
}

const weightsOf = ({ matrices }: TriedModel): number =>
  matrices.reduce((sum, { weights: { rows, cols } }) => sum + rows * cols, 0);

const hashesOf = (timed: readonly Pick<TimedPattern, 'runs'>[]) =>
  timed.map(({ runs }) => runs.map(({ outcome, problem }) => outcome?.configHash ?? problem));
