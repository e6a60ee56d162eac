import type { PatternKind } from '../../bbs/patterns/index.ts';
import { patternKinds, patternOf, resolvePattern } from '../../bbs/patterns/named-pattern.ts';
import { BadInput } from '../../errors/bad-input.ts';
import { loadPlatforms, type Platform } from '../../run/platform.ts';
import { arraySizesOf } from '../../run/storage-formats.ts';

/** A pattern, and the arrays that it is timed on: each with the pattern in its sizes. */
export interface PatternCandidate {
  readonly kind: PatternKind;
  readonly arrays: readonly Platform[];
}

/** The patterns of a study with their arrays, and what they are set beside. */
export interface PatternArrays {
  readonly candidates: readonly PatternCandidate[];
  /** The array whose pattern decides how much the others keep. */
  readonly reference: Platform;
  /** The array of the unpruned model. */
  readonly dense: Platform;
  /** One line for every override that some of the arrays could not take. */
  readonly remarks: readonly string[];
}

const recordOf = (kind: PatternKind) => patternOf({ kind });

/** The patterns that a study can be of, in the order of their list: all that prune. */
export const prunedPatterns: readonly PatternKind[] = patternKinds.filter((kind) => !recordOf(kind).keepsAll);

const OF_PATTERN = /^\s*pattern\./;

/**
 * Loads the arrays of some patterns, by the presets of their records. `sets` (`--set`) change the arrays that
 * have the field, as with `loadPlatforms`; those of `pattern.` the patterns that have it. Throws BadInput
 * where nobody has it, and for values that are not allowed.
 */
export function loadPatternArrays(kinds: readonly PatternKind[], sets: readonly string[]): PatternArrays {
  const own = sets.filter((set) => OF_PATTERN.test(set));
  const others = sets.filter((set) => !OF_PATTERN.test(set));
  const deciding = kindWith(({ decidesCounts }) => decidesCounts === true);
  const keeping = kindWith(({ keepsAll }) => keepsAll === true);
  const used = [deciding, ...kinds, keeping];
  refuseUnknown(own, [deciding, ...kinds]);
  const names = [...new Set(used.flatMap((kind) => recordOf(kind).accelerators))];
  const { platforms, remarks } = loadPlatforms(names, others);
  const arraysOf = (kind: PatternKind) => {
    const fields = own.filter((set) => hasField(kind, set));
    const all = fields.length === 0 ? platforms : loadWith(kind, fields, names, others);
    return recordOf(kind).accelerators.map((name) => withPattern(all[names.indexOf(name)], name, kind));
  };
  return {
    candidates: kinds.map((kind) => ({ kind, arrays: arraysOf(kind) })),
    reference: arraysOf(deciding)[0],
    dense: arraysOf(keeping)[0],
    remarks,
  };
}

function kindWith(has: (record: ReturnType<typeof recordOf>) => boolean): PatternKind {
  const found = patternKinds.find((kind) => has(recordOf(kind)));
  if (found === undefined) throw new RangeError('no such pattern is registered');
  return found;
}

/** The field of `pattern.banks=16`. */
const fieldOf = (set: string): string => set.replace(OF_PATTERN, '').split(/[=.]/, 1)[0].trim();

const hasField = (kind: PatternKind, set: string): boolean => fieldOf(set) in recordOf(kind).schema.shape;

function refuseUnknown(own: readonly string[], kinds: readonly PatternKind[]): void {
  const unknown = own.find((set) => !kinds.some((kind) => hasField(kind, set)));
  if (unknown === undefined) return;
  throw new BadInput(`--set ${unknown}: none of the patterns has a field ${fieldOf(unknown)}`);
}

/** The arrays with a pattern some fields of which are given. */
function loadWith(
  kind: PatternKind,
  fields: readonly string[],
  names: readonly string[],
  others: readonly string[],
): readonly Platform[] {
  const given = fields.map((set) => set.replace(OF_PATTERN, '').replace('=', ': '));
  return loadPlatforms(names, [...others, `pattern={${[`kind: ${kind}`, ...given].join(', ')}}`]).platforms;
}

/** An array with a pattern in place of its own, under the name by which it was asked for. */
function withPattern({ config, ...platform }: Platform, name: string, kind: PatternKind): Platform {
  const pattern =
    patternOf(config.pattern) === recordOf(kind)
      ? config.pattern
      : resolvePattern(kind, arraySizesOf(config));
  return { ...platform, name, config: { ...config, pattern } };
}
