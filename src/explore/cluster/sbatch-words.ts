import { BadInput } from '../../errors/bad-input.ts';

/** Options of sbatch that bbsim sets, by which a sweep would come apart. */
const ownOptions = [
  'array',
  'dependency',
  'parsable',
  'wait',
  'wrap',
  'output',
  'error',
  'job-name',
  'clusters',
  'test-only',
];
const ownLetters = ['a', 'd', 'W', 'o', 'e', 'J', 'M'];

/** Throws BadInput for an option of sbatch that bbsim sets itself. */
export function refuseOwnOptions(words: readonly string[]): void {
  for (const word of words) {
    const name = /^--([\w-]+)/.exec(word)?.[1];
    const letter = /^-(\w)/.exec(word)?.[1];
    if (ownOptions.some((own) => own === name) || ownLetters.some((own) => own === letter))
      throw new BadInput(`--slurm-options: ${word} is set by bbsim itself`);
  }
}

/**
 * The words after `sbatch` that submit an array; its own come last, since of an option that
 * is there twice the last counts.
 */
export function arrayWords(
  path: string,
  array: { readonly ranges: string; readonly maxRunning: number | null },
  options: readonly string[],
): string[] {
  const limit = array.maxRunning === null ? '' : `%${array.maxRunning}`;
  return [...options, '--parsable', `--array=${array.ranges}${limit}`, path];
}

/** The words after `sbatch` that submit the merge behind the array, however that ends. */
export function mergeWords(path: string, array: string, options: readonly string[]): string[] {
  return [...options, '--parsable', `--dependency=afterany:${array}`, path];
}

/** The partition that options of sbatch ask for; null: the default one. */
export function partitionOf(options: readonly string[]): string | null {
  let found: string | null = null;
  options.forEach((word, at) => {
    const value = /^(?:--partition=|-p(?=.))(.*)$/.exec(word)?.[1];
    if (value !== undefined) found = value;
    else if (word === '-p' || word === '--partition') found = options[at + 1] ?? null;
  });
  return found;
}
