import { describe, expect, it } from 'vitest';
import { casesOf } from '../drawn.ts';
import { doubled, numericFields } from './numeric-fields.ts';
import { freeFields, type PriceWitness, priceWitnessOf } from './price-witnesses.ts';
import { pricesOf, worse } from './prices.ts';

/** How many of the kinds that have a field are tried; the slow suite tries all. */
const KINDS_OF_A_FIELD = casesOf(1, Number.POSITIVE_INFINITY);

const all = numericFields()
  .flatMap((numeric) => {
    const witness = priceWitnessOf(numeric);
    return witness === null ? [] : [{ ...numeric, witness }];
  })
  .filter(
    ({ field }, at, list) =>
      list.slice(0, at).filter((other) => other.field === field).length < KINDS_OF_A_FIELD,
  );
const isFree = ({ field }: { readonly field: string }) => Object.hasOwn(freeFields, field);

function worseWhenDoubled(kind: string, field: string, { value, on, sparsity }: PriceWitness): string[] {
  const { before, after } = doubled({ kind, field }, on, value);
  const workload = sparsity === undefined ? {} : { sparsity };
  return worse(pricesOf(before, workload), pricesOf(after, workload));
}

describe('a number of an accelerator that is doubled', () => {
  it('is one of all that the schema has, in tables inside of tables too', () => {
    const fields = numericFields().map(({ field }) => field);
    for (const field of [
      'clockMhz',
      'timing.mulLatency',
      'number.activation.segments',
      'pattern.m',
      'toggleRate',
    ])
      expect(fields).toContain(field);
    expect(Object.keys(freeFields).filter((field) => !fields.includes(field))).toEqual([]);
    const tried = new Set(all.map(({ field }) => field));
    expect(fields.filter((field) => !tried.has(field))).toEqual([]);
  });

  it.each(all.filter((numeric) => !isFree(numeric)))(
    '$kind: $field costs time, area or energy, or no longer fits or meets timing',
    ({ kind, field, witness }) => expect(worseWhenDoubled(kind, field, witness)).not.toEqual([]),
  );

  it.each(all.filter(isFree))(
    '$kind: $field costs none of these, as its reason says',
    ({ kind, field, witness }) => expect(worseWhenDoubled(kind, field, witness)).toEqual([]),
  );
});
