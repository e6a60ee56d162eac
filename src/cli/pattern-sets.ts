import { loadPlatform } from '../run/platform.ts';

/** What a command line says of the array and of the pattern to which it prunes. */
export interface PatternOptions {
  readonly accelerator: string;
  readonly pattern?: string | undefined;
  readonly banks?: number | undefined;
  readonly set: readonly string[];
}

const OF_PATTERN = /^\s*pattern\./;

/**
 * The overrides of an array with its pattern as one: the pattern that is named, or else the array's, with the
 * fields that are given one by one (`pattern.banks=16`) in it. Throws BadInput as loading the array does.
 */
export function patternSets({ accelerator, pattern, banks, set }: PatternOptions): readonly string[] {
  const others = set.filter((text) => !OF_PATTERN.test(text));
  const own = set.filter((text) => OF_PATTERN.test(text)).map((text) => text.replace(OF_PATTERN, ''));
  const fields = [...(banks === undefined ? [] : [`banks=${banks}`]), ...own];
  const named = pattern === undefined || pattern === 'none' ? null : pattern;
  if (fields.length === 0) return named === null ? others : [...others, `pattern=${named}`];
  const kind = named ?? loadPlatform(accelerator, others).config.pattern.kind;
  const given = fields.map((field) => field.replace('=', ': '));
  return [...others, `pattern={${[`kind: ${kind}`, ...given].join(', ')}}`];
}
