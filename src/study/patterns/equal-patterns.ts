import { patternOf } from '../../bbs/patterns/named-pattern.ts';
import { canonicalJson } from '../../num/digest.ts';
import { requestedTargets } from '../../run/matrix-targets.ts';
import type { Platform } from '../../run/platform.ts';
import type { PrepareCache } from '../../run/prepare-cache.ts';
import type { PreparedModel } from '../../run/prepared-model.ts';
import { arraySizesOf } from '../../run/storage-formats.ts';
import { prepareEqual } from '../compare/equal-kept.ts';
import type { PatternEquality, PatternStudyResult } from './patterns-result.ts';
import { sparsityReaching } from './sparsity-search.ts';
import { bitsAt, keptFigures, magnitudeAt, storageOf, type TriedModel } from './tried-model.ts';

/** What the patterns are made equal to, and in what. */
export interface EqualAim {
  readonly equal: PatternEquality;
  readonly sparsity: number;
  /** Bank-balanced, at the requested sparsity. */
  readonly reference: PreparedModel;
  readonly aim: PatternStudyResult['aim'];
  /** Called with what is searched. */
  readonly onProgress: (label: string) => void;
}

/** What the bank-balanced model has that others are made equal to. */
export function aimOf(
  tried: TriedModel,
  { config }: Platform,
  reference: PreparedModel,
): PatternStudyResult['aim'] {
  const { kept, keptMagnitudeShare } = keptFigures(tried, reference, config.number);
  const storage = storageOf(config.pattern, reference, arraySizesOf(config), config.number);
  return { kept, storageBits: storage.totalBits, keptMagnitudeShare };
}

/** What a row has of what its kind of equality counts, over what it should have. */
export function reachedOf(
  { equal, aim }: Pick<EqualAim, 'equal' | 'aim'>,
  row: Readonly<Record<keyof PatternStudyResult['aim'], number>>,
): number {
  const figure = { kept: 'kept', bits: 'storageBits', magnitude: 'keptMagnitudeShare' } as const;
  const wanted = aim[figure[equal]];
  return wanted === 0 ? 1 : row[figure[equal]] / wanted;
}

/**
 * A model as arrays of one pattern want it, as equal as the pattern can: matrix by matrix as many weights as
 * bank-balanced keeps, or all matrices pruned to the one sparsity at which their bits, or their share of
 * squared magnitude, come nearest. It is pruned once for all arrays that want it the same way.
 */
export class EqualPattern {
  private readonly tried: TriedModel;
  private readonly cache: PrepareCache;
  private readonly aim: EqualAim;
  private readonly sparsities = new Map<string, number>();

  constructor(tried: TriedModel, cache: PrepareCache, aim: EqualAim) {
    this.tried = tried;
    this.cache = cache;
    this.aim = aim;
  }

  /** Throws BadInput where the matrices cannot have the pattern. */
  get(platform: Platform): PreparedModel {
    const { config } = platform;
    const { pattern, gateMatrix, number: format } = config;
    const { equal, reference, sparsity } = this.aim;
    if (equal === 'kept' || patternOf(pattern).decidesCounts)
      return prepareEqual(this.cache, platform, reference, sparsity);
    const target = requestedTargets(pattern, this.tried.shape, this.sparsityFor(platform));
    return this.cache.get({ pattern, gateMatrix, format, target });
  }

  private sparsityFor({ config }: Platform): number {
    const { pattern, number, pes, banks } = config;
    const key = canonicalJson([pattern, number, pes, banks]);
    const known = this.sparsities.get(key) ?? this.searched(config);
    this.sparsities.set(key, known);
    return known;
  }

  private searched(config: Platform['config']): number {
    const { pattern, number } = config;
    const { equal, aim, sparsity, onProgress } = this.aim;
    onProgress(`${pattern.kind}: the sparsity of ${equal === 'bits' ? 'as many bits' : 'as much magnitude'}`);
    return equal === 'bits'
      ? sparsityReaching(aim.storageBits, sparsity, bitsAt(this.tried, pattern, arraySizesOf(config), number))
      : sparsityReaching(aim.keptMagnitudeShare, sparsity, magnitudeAt(this.tried, pattern, number));
  }
}
