import { BadInput } from '../../errors/bad-input.ts';
import type { AcceleratorConfig } from '../../hw/config/config.ts';
import { type KnownOfRun, type Moot, type MootRule, mootAmong } from '../../hw/config/moot.ts';
import { knownOf } from '../../run/known-of-run.ts';
import { mootRemarks, mootRulesOf } from '../../run/moot-remarks.ts';
import type { Value } from '../store/record.ts';
import type { AxisLevels } from './axis.ts';
import { WORKLOAD } from './axis-fields.ts';
import type { SweepBasis } from './basis.ts';
import { acceleratorOf, workloadOf } from './resolve-point.ts';

/** Combinations of the fields that a rule asks for; of more, nothing is said. */
const MOST_COMBINATIONS = 1000;

/**
 * One line for each reason why fields that a specification sets or varies have no effect in any of its
 * points. `given` are the fields, by accelerator, that the user's own files and the specification set. Where
 * the weights of `auto` end up is not known before the points are run.
 */
export function mootInSweep(
  basis: SweepBasis,
  axes: readonly AxisLevels[],
  given: readonly (readonly string[])[],
): readonly string[] {
  return mootRemarks(
    basis.accelerators.map(({ name }, accelerator) => {
      const fields = [...given[accelerator], ...basis.fields];
      const [first] = possible(basis, axes, accelerator, []);
      const rules = first === undefined ? [] : mootRulesOf(first);
      return { name, moot: rules.flatMap((rule) => always(rule, fields, basis, axes, accelerator)) };
    }),
  );
}

/** What a rule finds, if it finds it at every level of the axes that it asks for. */
function always(
  rule: MootRule,
  given: readonly string[],
  basis: SweepBasis,
  axes: readonly AxisLevels[],
  accelerator: number,
): readonly Moot[] {
  if (!rule.fields.some((field) => given.includes(field))) return [];
  const asked = axes.filter(({ fields }) => fields.some((field) => rule.by.includes(field)));
  const known = knownOfLayers(basis, axes);
  const found = possible(basis, axes, accelerator, asked).map((config) =>
    mootAmong(given, [rule], config, known),
  );
  return found.length > 0 && found.every((moot) => moot.length > 0) ? found[0] : [];
}

/** What is known of the layers of all workloads; nothing where they change along an axis. */
function knownOfLayers(basis: SweepBasis, axes: readonly AxisLevels[]): KnownOfRun {
  if (basis.fields.some((field) => field.startsWith(`${WORKLOAD}layers`)))
    return { residency: null, isBidirectional: null, separateLayers: null };
  const values = axes.flatMap((axis) => axis.sample(0));
  const layers = basis.workloads.flatMap(
    (_, workload) => workloadOf(basis, { index: 0, accelerator: 0, workload, seed: '', values }).layers,
  );
  return knownOf(null, layers);
}

/**
 * The accelerator with every combination of the levels of some axes, the others at their
 * first; none when they are too many.
 */
function possible(
  basis: SweepBasis,
  axes: readonly AxisLevels[],
  accelerator: number,
  varied: readonly AxisLevels[],
): readonly AcceleratorConfig[] {
  const combinations = varied.reduce((product, { count }) => product * (count ?? MOST_COMBINATIONS + 1), 1);
  if (combinations > MOST_COMBINATIONS) return [];
  let levels: readonly (readonly Value[])[] = [[]];
  for (const axis of axes) {
    const values = varied.includes(axis)
      ? Array.from({ length: axis.count ?? 0 }, (_, level) => axis.at(level))
      : [axis.sample(0)];
    levels = levels.flatMap((row) => values.map((value) => [...row, ...value]));
  }
  return levels.flatMap((values) => {
    try {
      return [acceleratorOf(basis, { index: 0, accelerator, workload: 0, seed: '', values })];
    } catch (error) {
      if (error instanceof BadInput) return [];
      throw error;
    }
  });
}
