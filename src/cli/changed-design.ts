import { overridesFor, parseOverride } from '../config/overrides.ts';
import { shellLine } from '../explore/cluster/shell-words.ts';
import { loadAccelerator } from '../run/load-config.ts';
import { loadPlatform, type Platform, platformWithin } from '../run/platform.ts';
import type { LoadedModel } from '../run/seeded-workload.ts';
import type { TrialDesign } from '../study/explain/trials.ts';
import { type BudgetOptions, givenBudget } from './budget-option.ts';
import { type ModelOptions, prunesModel } from './chosen-model.ts';

/** What a command line says of a design and of the model that runs on it. */
export interface DesignOptions extends ModelOptions, BudgetOptions {
  readonly accelerator: string;
  readonly sparsity?: number | undefined;
  readonly pattern?: string | undefined;
}

/**
 * The design of a command line, to be run again with some of its fields changed: loaded as a command line
 * with these fields would load it, and the `bbsim run` that gives the same figures. `known`: the design
 * without changes, if it is loaded already.
 */
export function changedDesign<Model extends LoadedModel>(
  workload: string | undefined,
  options: DesignOptions,
  loaded: Model,
  known: Platform | null = null,
): TrialDesign & { readonly loaded: Model } {
  const { accelerator } = options;
  const setsOf = (changes: readonly string[]) => setsWith(options, patternSets(options, changes), changes);
  const base = known ?? platformWithin(loadPlatform(accelerator, setsOf([])), givenBudget(options));
  return {
    // Devices and technologies are large files, and no change is of them.
    platformWith: (changes) => {
      if (changes.length === 0) return base;
      const { name, config, clockIsNamed } = loadAccelerator(accelerator, setsOf(changes));
      return { ...base, name, config, clockIsNamed };
    },
    commandWith: (sets, hasToFit) => shellLine(commandWords(workload, options, sets, hasToFit)),
    loaded,
    sparsity: options.sparsity ?? loaded.sparsity,
    prunes: prunesModel(options, loaded),
  };
}

/** `--pattern` as a field, unless a change is of the pattern. */
function patternSets({ pattern }: DesignOptions, changes: readonly string[]): readonly string[] {
  const isChanged = changes.some((set) => pathOf(set) === 'pattern');
  return pattern === undefined || pattern === 'none' || isChanged ? [] : [`pattern=${pattern}`];
}

/** The fields that the user set, without those that a change sets anew, then those of the change. */
function setsWith(
  { set }: Pick<DesignOptions, 'set'>,
  own: readonly string[],
  changes: readonly string[],
): readonly string[] {
  const changed = changes.map(pathOf);
  const isKept = (text: string) =>
    !changed.some((path) => pathOf(text) === path || pathOf(text).startsWith(`${path}.`));
  return [...set.filter(isKept), ...own, ...changes];
}

const pathOf = (set: string): string => parseOverride(set).path.join('.');

function commandWords(
  workload: string | undefined,
  options: DesignOptions,
  changes: readonly string[],
  hasToFit: boolean,
): string[] {
  const { accelerator, sparsity, weights, prefix, model, direction, seed, budget } = options;
  const isChanged = changes.some((set) => pathOf(set) === 'pattern');
  const given = (name: string, value: string | number | undefined) =>
    value === undefined ? [] : [`--${name}`, String(value)];
  return [
    'bbsim',
    'run',
    ...(workload === undefined ? [] : [workload]),
    ...given('accelerator', accelerator),
    ...given('weights', weights),
    ...given('prefix', prefix),
    ...given('model', model),
    ...given('direction', direction),
    ...given('sparsity', sparsity),
    ...given('pattern', isChanged ? undefined : options.pattern),
    ...given('budget', budget),
    // With trained weights a step that computes no values has nothing that is drawn by chance.
    ...(weights === undefined && seed !== DEFAULT_SEED ? ['--seed', seed] : []),
    ...setsWith(options, [], changes)
      .filter((set) => !isOfSteps(set))
      .flatMap((set) => ['--set', set]),
    ...(hasToFit ? [] : ['--allow-overflow']),
    '--no-values',
  ];
}

const DEFAULT_SEED = '1';

/** The time of a step does not depend on how many there are. */
const isOfSteps = (set: string): boolean =>
  overridesFor('workload', [set]).some(({ path }) => path.join('.') === 'steps');
