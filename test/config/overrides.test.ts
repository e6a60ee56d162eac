import { describe, expect, it } from 'vitest';
import { patternKinds } from '../../src/bbs/patterns/named-pattern.ts';
import { overridesFor, parseOverride, setField } from '../../src/config/overrides.ts';
import { orList } from '../../src/config/wording.ts';
import { parseYaml } from '../../src/config/yaml-file.ts';
import { AcceleratorSchema } from '../../src/hw/array/kinds/index.ts';
import { refusal } from './refusal.ts';

const file = 'kind: bbs\ntiming:\n  addLatency: 3\npattern: bank-balanced\npes: 8\n';
const load = (...sets: string[]) => parseYaml(file, 'a.yaml', AcceleratorSchema, sets.map(parseOverride));
const message = (...sets: string[]): string => refusal(() => load(...sets));

describe('--set path=value', () => {
  it.each([
    ['pes=16', { pes: 16 }],
    ['  pes  =  16  ', { pes: 16 }],
    ['pes=0x10 # sixteen', { pes: 16 }],
    ['name=a=b', { name: 'a=b' }],
    ['name="200"', { name: '200' }],
    ['weightMemory.beatsPerPe=null', { weightMemory: { beatsPerPe: null } }],
    ['timing.mulLatency=5', { timing: { mulLatency: 5, addLatency: 3 } }],
    ['timing={mulLatency: 5}', { timing: { mulLatency: 5, addLatency: 1 } }],
    ['ewop.lanes=1', { ewop: { lanes: 1 } }],
    ['pattern={kind: block, blockRows: 2}', { pattern: { kind: 'block', blockRows: 2, blockCols: 4 } }],
  ])('%s', (set, expected) => expect(load(set)).toMatchObject(expected));

  it('lets the last of several rule', () => {
    expect(load('pes=1', 'pes=2').pes).toBe(2);
    expect(load('timing.addLatency=7', 'timing={mulLatency: 5}').timing).toMatchObject({
      addLatency: 1,
      mulLatency: 5,
    });
    expect(load('timing={mulLatency: 5}', 'timing.addLatency=7').timing).toMatchObject({
      addLatency: 7,
      mulLatency: 5,
    });
  });

  it('mends what the file has wrong', () => {
    const text = 'kind: bbs\npes: 0\n';
    expect(parseYaml(text, 'a.yaml', AcceleratorSchema, [parseOverride('pes=4')]).pes).toBe(4);
  });
});

describe('a --set that is no path and value', () => {
  it.each([
    ['timing', 'expected path=value, as in timing.mulLatency=4'],
    ['', 'expected path=value, as in timing.mulLatency=4'],
    ['=3', 'expected field names between the dots, as in timing.mulLatency=4'],
    ['a..b=3', 'expected field names between the dots, as in timing.mulLatency=4'],
    ['.=3', 'expected field names between the dots, as in timing.mulLatency=4'],
    ['pes=', 'expected a value after ='],
    ['pes=# four', 'expected a value after ='],
    ['__proto__.pes=3', '`__proto__` cannot be a field name'],
    ['timing.constructor=3', '`constructor` cannot be a field name'],
    ['pes.prototype=3', '`prototype` cannot be a field name'],
    ['timing={__proto__: 3}', '`__proto__` cannot be a field name'],
    ['timing=[1', 'Flow sequence must end with a ]'],
    ['timing=addLatency: 3', 'expected a value, or a collection in [] or {}'],
    ['pes=- 3', 'expected a value, or a collection in [] or {}'],
    ['pes=*four', 'alias *four: no anchor &four before it'],
    ['pes=!four 4', 'Unresolved tag: !four'],
    ['timing={addLatency: 1, addLatency: 2}', 'field `addLatency` is given twice'],
    ['pes=1\n---\n2', 'expected one document, found a second one'],
    ['pes.low=3', 'pes is 8, which has no fields'],
    ['pattern.banks=8', 'pattern is "bank-balanced", which has no fields'],
  ])('%j: %s', (set, expected) => {
    expect(message(set)).toBe(`--set ${set.replaceAll('\n', '\\n')}: ${expected}`);
  });

  it('is refused when it goes 33 names deep', () => {
    expect(message(`${'a.'.repeat(32)}a=1`)).toMatch(/^--set a\.a\.a.*: expected at most 32 field names$/);
  });
});

describe('a --set that the schema refuses', () => {
  it.each([
    ['timing.mulLatncy=4', 'unknown field `mulLatncy`, did you mean `mulLatency`?'],
    ['mulLatency=4', 'unknown field `mulLatency`, did you mean `timing.mulLatency`?'],
    ['timng.mulLatency=4', 'unknown field `timng`, did you mean `timing`?'],
    ['timing.mulLatency=0', 'expected at least 1, found 0'],
    ['timing=4', 'expected a mapping of fields, found 4'],
    [
      'ewop={style: chain}',
      'ewop.style: expected chained or instruction, found "chain", did you mean `chained`?',
    ],
    ['dram.gbPerS=.inf', 'expected a number, found Infinity'],
    ['pes="8"', 'expected a number, found "8"'],
    ['number.bits=8', 'number.fractionBits: expected at most bits - 1 = 7, found 12 (12 unless given)'],
  ])('%s: %s', (set, expected) => expect(message(set)).toBe(`--set ${set}: ${expected}`));

  it('is named where it made the mapping in which a field is missing', () => {
    const act = () => parseYaml('kind: csr', 'a.yaml', AcceleratorSchema, [parseOverride('pattern.banks=8')]);
    expect(refusal(act)).toBe(
      `--set pattern.banks=8: pattern.kind: missing, expected ${orList(patternKinds)}`,
    );
  });

  it('leaves faults of the file to the file', () => {
    const act = () =>
      parseYaml('kind: bbs\npes: 0\n', 'a.yaml', AcceleratorSchema, [parseOverride('banks=1')]);
    expect(refusal(act).split('\n')).toEqual([
      'a.yaml:2:6 pes: expected at least 1, found 0',
      '--set banks=1: expected at least 2, found 1',
    ]);
  });
});

describe('setField', () => {
  it('sets an item of a list by its index, and changes nothing else', () => {
    const shared = { hidden: 1 };
    const data = { layers: [shared, shared] };
    expect(setField(data, parseOverride('layers.0.hidden=256'))).toEqual({
      layers: [{ hidden: 256 }, { hidden: 1 }],
    });
    expect(data).toEqual({ layers: [{ hidden: 1 }, { hidden: 1 }] });
  });

  it.each(['2', '-1', 'first', '1e0', '0x1', '1.5'])('refuses the index %s of two items', (index) => {
    const act = () => setField({ layers: [1, 2] }, parseOverride(`layers.${index}=3`));
    expect(refusal(act)).toContain(
      index === '1.5' ? 'layers.1 is 2, which has no fields' : 'layers has 2 items',
    );
  });

  it('leaves Object.prototype alone', () => {
    const data = setField({}, { text: 'x', path: ['__proto__', 'polluted'], value: 1 });
    expect(Object.keys(data as object)).toEqual(['__proto__']);
    expect('polluted' in {}).toBe(false);
  });
});

describe('the prefix workload.', () => {
  const sets = ['pes=4', 'workload.sparsity=0.9', 'workload.layers.0.hidden=256', 'workload=3'];
  it('addresses the workload, and is taken off', () => {
    expect(overridesFor('workload', sets).map(({ path }) => path.join('.'))).toEqual([
      'sparsity',
      'layers.0.hidden',
    ]);
    expect(overridesFor('accelerator', sets).map(({ path }) => path.join('.'))).toEqual(['pes', 'workload']);
  });

  it('stays in what messages show', () => {
    expect(overridesFor('workload', sets)[0].text).toBe('workload.sparsity=0.9');
  });

  it('does not spare a malformed override of the other file', () => {
    expect(refusal(() => overridesFor('workload', ['pes']))).toMatch(/^--set pes: expected path=value/);
  });
});
