import { expect, it } from 'vitest';
import { basisOf, pointsOfWitness, runApart, runPoints } from './witness-runs.ts';

it.each([
  ['kind', ['lstm', 'gru']],
  ['resetAfter', [true, false]],
] as const)('a sweep over %s of a layer runs every point as by itself', async (field, values) => {
  const witness = { values, network: 'gru' } as const;
  const basis = basisOf('csr', `workload.layers.0.${field}`, witness);
  const points = pointsOfWitness(witness);
  const apart = await runApart(basis, points);
  expect(apart.map(({ status }) => status)).toEqual(['ok', 'ok']);
  expect(apart[0]).not.toEqual(apart[1]);
  expect(await runPoints(basis, points)).toEqual(apart);
});
