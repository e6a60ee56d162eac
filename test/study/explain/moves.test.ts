import { describe, expect, it } from 'vitest';
import { hasField } from '../../../src/config/schema-fields.ts';
import { AcceleratorSchema, acceleratorKinds, kindOf } from '../../../src/hw/array/kinds/index.ts';
import type { KnownOfRun } from '../../../src/hw/config/moot.ts';
import { candidatesOf, fieldOf } from '../../../src/study/explain/moves.ts';

const streamed: KnownOfRun = { residency: 'streamed', isBidirectional: false, separateLayers: 'none' };
const resident: KnownOfRun = { ...streamed, residency: 'resident' };

const fieldsOf = (fields: object, known: KnownOfRun, prunes = true) =>
  candidatesOf(AcceleratorSchema.parse(fields), known, prunes).flatMap(({ set }) => set.map(fieldOf));

describe('the changes of a design', () => {
  it.each(acceleratorKinds.map((kind) => ({ kind })))('are of fields that $kind has', ({ kind }) => {
    const fields = fieldsOf({ kind }, streamed);
    expect(fields).toEqual(expect.arrayContaining(['weights', 'dram.gbPerS', 'pes', 'banks', 'ewop.lanes']));
    for (const field of fields)
      expect([field, hasField(kindOf(kind).schema, field.split('.'))]).toEqual([field, true]);
  });

  it('have bandwidth and residency only where weights are streamed', () => {
    const fields = fieldsOf({ kind: 'csr' }, resident);
    expect(fields.filter((field) => field === 'weights' || field.startsWith('dram.'))).toEqual([]);
  });

  it('have ports, windows and row order where banks are arbitrated', () => {
    const fields = fieldsOf({ kind: 'csr-window' }, resident);
    expect(fields).toEqual(expect.arrayContaining(['ports', 'pump', 'window', 'rowOrder', 'placement']));
  });

  it('prune nothing anew of weights that are taken as they are', () => {
    const fields = fieldsOf({ kind: 'csr' }, resident, false);
    expect(fields).not.toContain('pattern');
    expect(fields).not.toContain('gateMatrix');
    expect(fieldsOf({ kind: 'csr' }, resident)).toContain('pattern');
  });

  it('set the style with chaining, which only vector instructions have', () => {
    const sets = (style: string) =>
      candidatesOf(AcceleratorSchema.parse({ kind: 'bbs', ewop: { style } }), resident, true)
        .map(({ set }) => set)
        .filter((set) => set.includes('ewop.chaining=on'));
    expect(sets('chained')).toEqual([['ewop.style=instruction', 'ewop.chaining=on']]);
    expect(sets('instruction')).toEqual([['ewop.chaining=on']]);
  });

  it('never repeat what the design has', () => {
    const config = AcceleratorSchema.parse({ kind: 'csr', ports: 2, rowOrder: 'balanced' });
    const sets = candidatesOf(config, resident, true).flatMap(({ set }) => set);
    expect(sets).not.toContain('ports=2');
    expect(sets).toContain('rowOrder=natural');
    expect(sets).not.toContain('rowOrder=balanced');
  });
});
