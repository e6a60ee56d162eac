import { clip } from '../../config/wording.ts';
import { BadInput } from '../../errors/bad-input.ts';
import type { InputChange, InputValue } from './diff-result.ts';
import type { DiffedRun } from './diffed-run.ts';

/** More levels than any configuration has. */
const MOST_LEVELS = 16;

/** Fields of an accelerator that say what it is called. */
const names = ['name', 'description', 'date'];

/**
 * The inputs that differ: version, workload with its shape, seed, steps, whether values are computed, the
 * accelerator field by field, with device and technology, and, when anything that decides the result
 * differs, the hash over all of it. A field that one side lacks is null there. Throws BadInput for a
 * configuration that is nested too deep, and for a number that is too large.
 */
export function inputChanges(a: DiffedRun, b: DiffedRun): InputChange[] {
  const [ofA, ofB] = [fieldsOf(a, 'a'), fieldsOf(b, 'b')];
  const found = [...new Set([...ofA.keys(), ...ofB.keys()])];
  return found
    .map((field): InputChange => ({ field, a: ofA.get(field) ?? null, b: ofB.get(field) ?? null }))
    .concat({ field: 'configHash', a: a.configHash, b: b.configHash })
    .filter((change) => change.a !== change.b);
}

function fieldsOf(run: DiffedRun, side: string): ReadonlyMap<string, InputValue> {
  const { version, machine, accelerator, workload, cells, seed, steps, weights, accuracy, config } = run;
  const fields = new Map<string, InputValue>([
    ['version', version],
    ['machine', machine],
    ['accelerator', accelerator],
    ['workload', workload],
    ['workload.cells', (cells ?? ['lstm']).join(', ')],
    ['workload.steps', steps.length],
    ['workload.sparsity', weights.requestedSparsity],
    ...shapesOf(run),
    ['seed', seed],
    ['values', accuracy && accuracy.comparedValues > 0 ? 'computed' : 'not computed'],
  ]);
  for (const [field, value] of Object.entries(config)) {
    if (!names.includes(field)) addFields(fields, field, value, side, 1);
  }
  for (const [field, percent] of budgetsOf(run)) fields.set(field, percent);
  return fields;
}

/** `workload.layers.0.weight_ih_l0`: its rows x columns. */
function shapesOf({ layers }: DiffedRun): [string, InputValue][] {
  return layers.flatMap(({ layer, direction, matrices }) => {
    const pass = direction === undefined ? `${layer}` : `${layer}.${direction}`;
    return matrices.map(({ tensor, rows, cols }): [string, InputValue] => [
      `workload.layers.${pass}.${tensor}`,
      `${rows} x ${cols}`,
    ]);
  });
}

/** Percent of each resource that `--budget` leaves. */
function budgetsOf({ resources }: DiffedRun): [string, InputValue][] {
  const { dsp, ramBlocks, ultraRam, logic, distributedRam, flipFlops } = resources;
  const uses = Object.entries({ dsp, ramBlocks, ultraRam, logic, distributedRam, flipFlops });
  return uses.flatMap(([resource, use]): [string, InputValue][] =>
    use?.budget === undefined ? [] : [[`budget.${resource}`, use.budget.percent]],
  );
}

/** The values in a field, by the dotted names that `--set` takes. */
function addFields(
  fields: Map<string, InputValue>,
  field: string,
  value: unknown,
  side: string,
  level: number,
): void {
  if (level > MOST_LEVELS)
    throw new BadInput(
      `${side}: config.${clip(field, 40)}: nested more than ${MOST_LEVELS} levels deep, expected the fields of an accelerator`,
    );
  if (typeof value === 'object' && value !== null) {
    const inner = Object.entries(value);
    if (inner.length === 0) fields.set(field, Array.isArray(value) ? '[]' : '{}');
    for (const [key, one] of inner) addFields(fields, `${field}.${key}`, one, side, level + 1);
  } else if (typeof value === 'number' && !Number.isFinite(value)) {
    throw new BadInput(`${side}: config.${clip(field)}: expected a finite number, found ${value}`);
  } else {
    fields.set(field, value as InputValue);
  }
}
