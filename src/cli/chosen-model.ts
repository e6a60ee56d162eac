import { patternOf } from '../bbs/patterns/named-pattern.ts';
import { BadInput } from '../errors/bad-input.ts';
import type { DirectionChoice } from '../lstm/weights/choose-direction.ts';
import { loadWorkload } from '../run/load-config.ts';
import type { Platform } from '../run/platform.ts';
import { type LoadedModel, seededWorkload } from '../run/seeded-workload.ts';
import type { Io } from './io.ts';

/** What the options of a command say of the model that it runs. */
export interface ModelOptions {
  readonly weights?: string | undefined;
  readonly prefix?: string | undefined;
  readonly model?: string | undefined;
  readonly direction?: DirectionChoice | undefined;
  readonly set: readonly string[];
  readonly seed: string;
}

/** The workload when nobody names one. */
const DEFAULT_WORKLOAD = 'timit';

/**
 * The model of a command, by the one precedence that all commands have: weights of a file before seeded ones;
 * what the workload says of shape, sparsity and steps before what the file holds; the default workload when
 * there is neither. Notes what is to be said of the weights. Throws BadInput as `loadModel`, and naming the
 * option for a file that cannot be read.
 */
export async function loadChosen(
  io: Pick<Io, 'note'>,
  workload: string | undefined,
  { weights, prefix, model, direction, set, seed }: ModelOptions,
): Promise<LoadedModel> {
  if (weights === undefined) return seededWorkload(loadWorkload(workload ?? DEFAULT_WORKLOAD, set), seed);
  const [{ loadModel }, { readWeights }] = await Promise.all([
    import('../run/load-model.ts'),
    import('./weights-file.ts'),
  ]);
  const loaded = loadModel({
    workload: workload ?? null,
    sets: set,
    weights: readWeights(weights, '--weights'),
    prefix: prefix ?? null,
    model: model ?? null,
    direction: direction ?? null,
    seed,
  });
  for (const remark of loaded.remarks) io.note(remark);
  return loaded;
}

/** What the options of a command say of pruning. */
export interface PruningOptions {
  readonly pattern?: string | undefined;
  readonly sparsity?: number | undefined;
  readonly set: readonly string[];
}

/**
 * Whether a model is pruned: masks of a file say which weights are stored, unless the
 * command says what to prune to, by an option or a field.
 */
export function prunesModel(options: PruningOptions, { hasMasks }: Pick<LoadedModel, 'hasMasks'>): boolean {
  return options.pattern !== 'none' && (!hasMasks || isPruningAsked(options));
}

/** Whether a command says what to prune to. */
function isPruningAsked({ pattern, sparsity, set }: PruningOptions): boolean {
  return (
    pattern !== undefined ||
    sparsity !== undefined ||
    set.some((text) => /^\s*(pattern|workload\.sparsity)/.test(text))
  );
}

/**
 * What `prunesModel` says, except that the float reference takes the weights of a file as they are where
 * neither the command nor a workload that it names asks for pruning. Notes so, where other runs prune them.
 */
export function prunesInNumbers(
  io: Pick<Io, 'note'>,
  workload: string | undefined,
  options: PruningOptions & { readonly weights?: string | undefined; readonly numbers: 'fixed' | 'float64' },
  loaded: Pick<LoadedModel, 'hasMasks'>,
): boolean {
  const prunes = prunesModel(options, loaded);
  const isPlain = options.numbers === 'float64' && options.weights !== undefined && workload === undefined;
  if (!prunes || !isPlain || isPruningAsked(options)) return prunes;
  io.note(
    `${options.weights}: the weights are taken as they are; with --numbers float64 they are pruned where --pattern, --sparsity or a workload says so`,
  );
  return false;
}

/** Throws BadInput for a sparsity that is asked for where every design keeps all weights. */
export function refuseIdleSparsity(
  sparsity: number | undefined,
  designs: readonly Pick<Platform, 'name' | 'config'>[],
): void {
  if (sparsity === undefined || designs.some(({ config }) => !patternOf(config.pattern).keepsAll)) return;
  const names = designs.map(
    ({ name, config }) => `${name}, where pattern ${config.pattern.kind} keeps every weight`,
  );
  throw new BadInput(`--sparsity has no effect on ${names.join('; ')}: choose another pattern`);
}
