import { BadInput } from '../../errors/bad-input.ts';
import { requestedTargets } from '../../run/matrix-targets.ts';
import type { Platform } from '../../run/platform.ts';
import { PrepareCache } from '../../run/prepare-cache.ts';
import { type Preparation, type PreparedModel, preparationFor } from '../../run/prepared-model.ts';
import type { LoadedModel } from '../../run/seeded-workload.ts';
import { simulate } from '../../run/simulate.ts';
import type { Change, Cost } from './explain-result.ts';
import { type Candidate, fieldOf, prunesAnew } from './moves.ts';
import { refuseUnheld } from './refuse-unheld.ts';
import { figuresOf, type StepFigures } from './step-figures.ts';

/** A design that is explained, and how others are made from it. */
export interface TrialDesign {
  /** The design with further fields set, as the command line would load it. Throws BadInput. */
  platformWith(sets: readonly string[]): Platform;
  /** The command that runs it with these fields set; `hasToFit`: no more than fits is asked for. */
  commandWith(sets: readonly string[], hasToFit: boolean): string;
  readonly loaded: Pick<LoadedModel, 'model'>;
  readonly sparsity: number;
  /** Whether weights are pruned to the design's pattern, or taken as they are. */
  readonly prunes: boolean;
}

/** Runs a design with changes of its fields, each set of changes once: one step, timing only. */
export class Trials {
  private readonly design: TrialDesign;
  private readonly cache: PrepareCache;
  private readonly platforms = new Map<string, Platform>();
  private readonly known = new Map<string, Cost | null>();

  /** `prepared`: the model as the design without changes has it, if it is known. */
  constructor(design: TrialDesign, prepared: PreparedModel | null = null) {
    this.design = design;
    this.cache = new PrepareCache(design.loaded.model);
    if (prepared !== null) this.cache.put(this.preparation(design.platformWith([])), prepared);
  }

  private platform(sets: readonly string[]): Platform {
    const key = keyOf(sets);
    const known = this.platforms.get(key) ?? this.design.platformWith(sets);
    this.platforms.set(key, known);
    return known;
  }

  private preparation({ config }: Platform): Preparation {
    const { loaded, sparsity, prunes } = this.design;
    return preparationFor(config, prunes, requestedTargets(config.pattern, loaded.model.shape, sparsity));
  }

  /** The design with fields set, simulated. Throws BadInput where it cannot be built. */
  run(sets: readonly string[]): StepFigures {
    const platform = this.platform(sets);
    const preparation = this.preparation(platform);
    if (sets.some((set) => fieldOf(set) === 'pattern')) {
      refuseUnheld(platform.config, this.design.loaded.model, preparation);
    }
    const prepared = this.cache.get(preparation);
    return figuresOf(simulate(platform, prepared, { steps: 1, sequence: null, mustFit: false }));
  }

  /** Whether a design with fields set computes with weights that are pruned already. */
  isPrepared(sets: readonly string[]): boolean {
    try {
      return this.cache.has(this.preparation(this.platform(sets)));
    } catch (error) {
      if (error instanceof BadInput) return false;
      throw error;
    }
  }

  /** What the design takes with fields set; null where it cannot be built. */
  cost(sets: readonly string[]): Cost | null {
    const key = keyOf(sets);
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const cost = this.costNow(sets);
    this.known.set(key, cost);
    return cost;
  }

  private costNow(sets: readonly string[]): Cost | null {
    try {
      return this.run(sets).cost;
    } catch (error) {
      if (error instanceof BadInput) return null;
      throw error;
    }
  }

  /** The command that runs the design with fields set, refused by nothing that it costs. */
  command(sets: readonly string[], { fits, meetsTiming }: Pick<Cost, 'fits' | 'meetsTiming'>): string {
    return this.design.commandWith(sets, fits && (meetsTiming || !this.platform(sets).clockIsNamed));
  }

  /** Of some changes those that save time, each simulated: the one that saves most first. */
  savings(base: Cost, candidates: readonly Candidate[]): readonly Change[] {
    const changes = candidates.flatMap(({ what, set }) => {
      const cost = this.cost(set);
      if (cost === null || cost.latencyUs >= base.latencyUs) return [];
      const command = this.command(set, cost);
      return [{ what, set, ...cost, prunesAnew: set.some(prunesAnew), command }];
    });
    return changes.sort((a, b) => a.latencyUs - b.latencyUs || a.energyUj - b.energyUj);
  }
}

/** Sets of changes are the same in any order. */
export const keyOf = (sets: readonly string[]): string => sets.toSorted().join('\n');

/**
 * Whether changes may be advised: they fit where the design itself fits, meet timing where the design does,
 * prune no other weights, and do not save by keeping fewer.
 */
export function isAdvisable(base: Cost, change: Cost, set: readonly string[]): boolean {
  const isNoWorse = (change.fits || !base.fits) && (change.meetsTiming || !base.meetsTiming);
  return isNoWorse && !set.some(prunesAnew) && change.keptWeights >= base.keptWeights * LEAST_KEPT;
}

/** What rounding to whole banks, rows and blocks may leave out. */
const LEAST_KEPT = 0.99;

/** The place of the change that saves most of those that may be advised; null: none saves. */
export function bestOf(base: Cost, changes: readonly Change[]): number | null {
  const found = changes.findIndex((change) => isAdvisable(base, change, change.set));
  return found < 0 ? null : found;
}
