import { describe, expect, it } from 'vitest';
import { arrayFields, arrayFieldsAsBankBalanced } from '../../../src/run/array-fields.ts';
import { type FirstReads, type Stage, stages } from '../../../src/run/decides.ts';
import { fieldsByKind, type Witness, witnessOf } from '../../run/field-witnesses.ts';
import { basisOf, pointsOfWitness, runApart, runPoints } from './witness-runs.ts';

/** The stage that reads a field first, and the one after it. */
function stageOf(field: string, firstReads: FirstReads): Stage | 'never' {
  return firstReads[field] ?? stages[0];
}

function stageAfter(stage: Stage): Stage | 'never' {
  return stages[stages.indexOf(stage) + 1] ?? 'never';
}

/** Runs with fields named as read at another stage than they are. */
async function withStage<T>(
  fields: readonly string[],
  stage: Stage | 'never',
  run: () => Promise<T>,
): Promise<T> {
  const lists = [arrayFields, arrayFieldsAsBankBalanced] as Record<string, Stage | 'never'>[];
  const before = lists.map((list) => ({ ...list }));
  for (const list of lists) for (const field of fields) list[field] = stage;
  try {
    return await run();
  } finally {
    lists.forEach((list, at) => {
      for (const field of fields) delete list[field];
      Object.assign(list, before[at]);
    });
  }
}

const all = fieldsByKind().flatMap(({ kind, fields }) => fields.map((field) => ({ kind, field })));

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
      const stage = stageOf(field, arrayFields);
      if (stage === 'never') return;
      const fields = [field, ...(witness.with ?? [])];
      const wrong = await withStage(fields, stageAfter(stage), () => runPoints(basis, points));
      expect(wrong).not.toEqual(apart);
    },
  );
});
