import { describe, expect, it } from 'vitest';
import { WorkloadSchema } from '../../../src/lstm/workload.ts';
import { arrayFields, arrayFieldsAsBankBalanced } from '../../../src/run/array-fields.ts';
import { type FirstReads, type Stage, stages } from '../../../src/run/decides.ts';
import { workloadFields } from '../../../src/run/workload-fields.ts';
import { casesOf } from '../../drawn.ts';
import { fieldsByKind, type Witness, witnessOf } from '../../run/field-witnesses.ts';
import { basisOf, pointsOfWitness, runApart, runPoints } from './witness-runs.ts';

/** A list as the tests change it. */
interface Changing {
  [field: string]: Stage | 'never' | Changing;
}

/** The stage that reads a field first. */
function stageOf(field: string, firstReads: FirstReads, first: Stage): Stage | 'never' {
  const [name, ...rest] = field.split('.');
  const found = firstReads[name];
  return typeof found === 'object' ? stageOf(rest.join('.'), found, first) : (found ?? first);
}

function stageAfter(stage: Stage): Stage | 'never' {
  return stages[stages.indexOf(stage) + 1] ?? 'never';
}

function nameAt(list: Changing, [name, ...rest]: readonly string[], stage: Stage | 'never'): void {
  if (rest.length === 0) {
    list[name] = stage;
    return;
  }
  const inner = list[name];
  const changing = typeof inner === 'object' ? inner : {};
  list[name] = changing;
  nameAt(changing, rest, stage);
}

/** Runs with fields named as read at another stage than they are. */
async function withStage<T>(
  fields: readonly string[],
  stage: Stage | 'never',
  run: () => Promise<T>,
): Promise<T> {
  const lists = [arrayFields, arrayFieldsAsBankBalanced, workloadFields] as Changing[];
  const before = lists.map((list) => structuredClone(list));
  for (const list of lists) for (const field of fields) nameAt(list, field.split('.'), stage);
  try {
    return await run();
  } finally {
    lists.forEach((list, at) => {
      for (const name of Object.keys(list)) delete list[name];
      Object.assign(list, before[at]);
    });
  }
}

/** How many of the kinds that have a field are tried; the slow suite tries all. */
const KINDS_OF_A_FIELD = casesOf(1, Number.POSITIVE_INFINITY);

const all = fieldsByKind()
  .flatMap(({ kind, fields }) => fields.map((field) => ({ kind, field })))
  .filter(({ field }, at, list) => {
    const before = list.slice(0, at).filter((other) => other.field === field).length;
    return before < KINDS_OF_A_FIELD;
  });

describe('every field of every kind', () => {
  it.each(all)(
    '$kind: $field changes a result, and is run as by itself where two points share what they can',
    async ({ kind, field }) => {
      const witness = witnessOf(kind, field) as Witness;
      const basis = basisOf(kind, field, witness);
      const points = pointsOfWitness(witness);
      const apart = await runApart(basis, points);
      expect(await runPoints(basis, points)).toEqual(apart);
      if (witness.seenIn !== undefined) return expect(apart[0]).toEqual(apart[1]);
      expect(apart[0]).not.toEqual(apart[1]);
      const stage = stageOf(field, arrayFields, 'prepared');
      if (stage === 'never' || witness.isReadLater) return;
      const fields = [field, ...(witness.with ?? [])];
      const wrong = await withStage(fields, stageAfter(stage), () => runPoints(basis, points));
      expect(wrong).not.toEqual(apart);
    },
  );
});

const ofWorkload: Readonly<Record<string, Witness>> = {
  name: { values: ['one', 'another'] },
  description: { values: ['one', 'another'] },
  source: { values: ['one', 'another'] },
  date: { values: ['2026-11-03', '2026-11-04'] },
  layers: { values: [true, false] },
  sparsity: { values: [0.5, 0.8] },
  steps: { values: [1, 3] },
};

describe('every field of a workload', () => {
  it('has a witness', () => {
    expect(Object.keys(ofWorkload)).toEqual(Object.keys(WorkloadSchema.shape));
  });

  it.each(Object.entries(ofWorkload))(
    '%s is run as by itself where two points share what they can',
    async (field, witness) => {
      const basis = basisOf('csr', `workload.${field === 'layers' ? 'layers.0.biases' : field}`, witness);
      const points = pointsOfWitness(witness);
      const apart = await runApart(basis, points);
      expect(await runPoints(basis, points)).toEqual(apart);
      const stage = stageOf(field, workloadFields, 'model');
      if (stage === 'never') return expect(apart[0]).toEqual(apart[1]);
      expect(apart[0]).not.toEqual(apart[1]);
      const wrong = await withStage([field], stageAfter(stage), () => runPoints(basis, points));
      expect(wrong).not.toEqual(apart);
    },
  );
});

describe('as many weights as bank-balanced over the banks', () => {
  const witness = { values: [4, 16] as const, on: { pattern: 'unstructured' } };
  const basis = basisOf('csr', 'banks', witness, 'as-bank-balanced');
  const points = pointsOfWitness(witness);

  it('are pruned anew for other banks', async () => {
    const apart = await runApart(basis, points);
    expect(await runPoints(basis, points)).toEqual(apart);
    const wrong = await withStage(['banks'], 'encoded', () => runPoints(basis, points));
    expect(wrong).not.toEqual(apart);
  });
});
