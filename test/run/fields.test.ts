import { describe, expect, it } from 'vitest';
import { check } from '../../src/config/problems.ts';
import { benchFiles } from '../../src/cosim/bench/bench-files.ts';
import { simulateSpmv } from '../../src/cosim/simulate-spmv.ts';
import { spmvBench } from '../../src/cosim/spmv-bench.ts';
import { AcceleratorSchema } from '../../src/hw/array/kinds/index.ts';
import type { AcceleratorConfig } from '../../src/hw/config/config.ts';
import { stored } from '../bbs/stored.ts';
import { designOf, fieldsByKind, staleWitnesses, type Witness, witnessOf } from './field-witnesses.ts';
import { smallRun } from './small-run.ts';

const all = fieldsByKind().flatMap(({ kind, fields }) => fields.map((field) => ({ kind, field })));

/** What the outputs that no row of a sweep has say of a design. */
const outputs: Readonly<Record<NonNullable<Witness['seenIn']>, (config: AcceleratorConfig) => string>> = {
  result: (config) => JSON.stringify(smallRun(config)),
  rtl: (config) => JSON.stringify([...benchFiles(spmvBench(product(config)))]),
};

/** A row of ten weights, no two alike. */
function product(config: AcceleratorConfig) {
  const matrix = stored([[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]]);
  return simulateSpmv(
    config,
    matrix,
    Int16Array.from({ length: 10 }, (_, i) => i + 1),
  );
}

function configOf(kind: string, field: string, value: unknown, witness: Witness): AcceleratorConfig {
  const result = check(AcceleratorSchema, designOf(kind, { ...witness.on, [field]: value }));
  if ('problems' in result) throw new Error(JSON.stringify(result.problems));
  return result.config;
}

describe('every field of every kind', () => {
  it('has a witness: two values that give different outputs', () => {
    expect(all.filter(({ kind, field }) => witnessOf(kind, field) === undefined)).toEqual([]);
    expect(staleWitnesses()).toEqual([]);
  });

  // What a row of a sweep shows is tried in test/explore/engine/sharing-keys.test.ts.
  const elsewhere = all.flatMap(({ kind, field }) => {
    const witness = witnessOf(kind, field);
    return witness?.seenIn === undefined ? [] : [{ kind, field, witness, seenIn: witness.seenIn }];
  });
  it.each(elsewhere)('$kind: $field changes the $seenIn', ({ kind, field, witness, seenIn }) => {
    const [one, other] = witness.values.map((value) =>
      outputs[seenIn](configOf(kind, field, value, witness)),
    );
    expect(one).not.toBe(other);
  });
});
