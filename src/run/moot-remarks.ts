import { kindOf } from '../hw/array/kinds/index.ts';
import type { AcceleratorConfig } from '../hw/config/config.ts';
import { commonMootRules, type KnownOfRun, type Moot, type MootRule, mootAmong } from '../hw/config/moot.ts';

/** A design, and those of its fields that its user set and that have no effect. */
export interface MootInDesign {
  readonly name: string;
  readonly moot: readonly Moot[];
}

/** What is known of fields without effect in designs of a kind. */
export function mootRulesOf({ kind }: Pick<AcceleratorConfig, 'kind'>): readonly MootRule[] {
  return [...commonMootRules, ...kindOf(kind).moot];
}

/**
 * The given fields (dotted paths, as `givenFields` finds them) of a design that
 * have no effect on its results.
 */
export function mootIn(
  config: AcceleratorConfig,
  given: readonly string[],
  known: KnownOfRun,
): readonly Moot[] {
  return mootAmong(given, mootRulesOf(config), config, known);
}

/** One line for each reason why fields have no effect, with the designs in which they have none. */
export function mootRemarks(designs: readonly MootInDesign[]): readonly string[] {
  const names = new Map<string, string[]>();
  for (const { name, moot } of designs) {
    for (const { fields, why } of moot) {
      const key = JSON.stringify([fields.join(', '), why]);
      names.set(key, [...(names.get(key) ?? []), name]);
    }
  }
  return [...names].map(([key, list]) => {
    const [fields, why] = JSON.parse(key) as readonly string[];
    return `${fields} has no effect on ${list.join(', ')}: ${why}`;
  });
}
