import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { patternKinds } from '../../src/bbs/patterns/named-pattern.ts';
import { orList } from '../../src/config/wording.ts';
import { parseYaml } from '../../src/config/yaml-file.ts';
import { AcceleratorSchema } from '../../src/hw/array/kinds/index.ts';
import { refusal } from './refusal.ts';

const accelerator = (text: string) => parseYaml(text, 'a.yaml', AcceleratorSchema);
const message = (text: string): string => refusal(() => accelerator(text));
const kinds = 'bbs, csr, csr-shared, csr-shuffle, csr-window, dense, banked, banked-decoupled or replicated';
const patterns = orList(patternKinds);

describe('a value that does not fit its field', () => {
  it.each([
    ['kind: csb', `a.yaml:1:7 kind: expected ${kinds}, found "csb", did you mean \`csr\`?`],
    ['kind: fast', `a.yaml:1:7 kind: expected ${kinds}, found "fast"`],
    ['kind: 3', `a.yaml:1:7 kind: expected ${kinds}, found 3`],
    ['pes: 3', `a.yaml:1:1 kind: missing, expected ${kinds}`],
    ['kind: bbs\npes: 0', 'a.yaml:2:6 pes: expected at least 1, found 0'],
    ['kind: bbs\npes: 70000', 'a.yaml:2:6 pes: expected at most 65536, found 70000'],
    ['kind: bbs\npes: 1.5', 'a.yaml:2:6 pes: expected an integer, found 1.5'],
    ['kind: bbs\npes: many', 'a.yaml:2:6 pes: expected a number, found "many"'],
    ['kind: bbs\nclockMhz: 0', 'a.yaml:2:11 clockMhz: expected at least 0.001, found 0'],
    ['kind: bbs\nclockMhz: .nan', 'a.yaml:2:11 clockMhz: expected auto or a number, found NaN'],
    ['kind: bbs\nbanks: 1', 'a.yaml:2:8 banks: expected at least 2, found 1'],
    ['kind: csr\nports: 3', 'a.yaml:2:8 ports: expected 1 or 2, found 3'],
    ['kind: bbs\nname: 200', 'a.yaml:2:7 name: expected text, found 200 (in quotes it is text)'],
    ['kind: bbs\nname: ""', 'a.yaml:2:7 name: expected at least 1 characters, found 0'],
    ['kind: bbs\ntiming:', 'a.yaml:2:8 timing: expected a mapping of fields, found null'],
    ['kind: bbs\ntiming: [3]', 'a.yaml:2:9 timing: expected a mapping of fields, found a list'],
    ['kind: csr\nports: {a: 1}', 'a.yaml:2:8 ports: expected 1 or 2, found a mapping'],
    [
      'kind: bbs\newop:\n  style: chain\n',
      'a.yaml:3:10 ewop.style: expected chained or instruction, found "chain", did you mean `chained`?',
    ],
    [
      'kind: bbs\newop: {chaining: maybe}',
      'a.yaml:2:18 ewop.chaining: expected true, false, on or off, found "maybe"',
    ],
    [
      'kind: dense\nplacement: cyclic',
      'a.yaml:2:12 placement: bank-balanced, complementary and dense need a contiguous placement (even or blocked), found "cyclic"',
    ],
    [
      'kind: bbs\nnumber:\n  bits: 8\n  fractionBits: 8\n',
      'a.yaml:4:17 number.fractionBits: expected at most bits - 1 = 7, found 8 (12 unless given)',
    ],
    [
      'kind: bbs\nnumber:\n  bits: 8\n',
      'a.yaml:3:3 number.fractionBits: expected at most bits - 1 = 7, found 12 (12 unless given)',
    ],
    [
      'kind: bbs\newop: {style: chained, chaining: on}',
      'a.yaml:2:34 ewop.chaining: expected off, since only ewop.style instruction has chaining; found on with style chained',
    ],
  ])('%j: %s', (text, expected) => expect(message(text)).toBe(expected));
});

describe('a pattern that is none', () => {
  const named = `${patterns.replace(' or', ',')} or a mapping of fields`;
  it.each([
    [
      'bank-balance',
      `2:10 pattern: expected ${named}, found "bank-balance", did you mean \`bank-balanced\`?`,
    ],
    ['3', `2:10 pattern: expected ${named}, found 3`],
    ['[dense]', `2:10 pattern: expected ${named}, found a list`],
    ['{kind: blok}', `2:17 pattern.kind: expected ${patterns}, found "blok", did you mean \`block\`?`],
    ['{banks: 3}', `2:10 pattern.kind: missing, expected ${patterns}`],
    ['{kind: block, blockRows: a}', '2:35 pattern.blockRows: expected a number, found "a"'],
    ['{kind: block, banks: 4}', '2:24 pattern: unknown field `banks`; expected kind, blockRows or blockCols'],
    ['{kind: dense, stepz: 4}', '2:24 pattern: unknown field `stepz`; expected kind'],
  ])('%s: %s', (pattern, expected) => {
    expect(message(`kind: csr\npattern: ${pattern}`)).toBe(`a.yaml:${expected}`);
  });
});

describe('an unknown field', () => {
  it.each([
    ['kind: bbs\nclock: 3', 'a.yaml:2:1: unknown field `clock`, did you mean `clockMhz`?'],
    ['kind: bbs\nPES: 3', 'a.yaml:2:1: unknown field `PES`, did you mean `pes`?'],
    [
      'kind: bbs\ntiming:\n  addLatency: 1\n  mulLatncy: 4\n',
      'a.yaml:4:3 timing: unknown field `mulLatncy`, did you mean `mulLatency`?',
    ],
    ['kind: bbs\nmulLatency: 4', 'a.yaml:2:1: unknown field `mulLatency`, did you mean `timing.mulLatency`?'],
    [
      'kind: bbs\newop: {width: 4}',
      'a.yaml:2:8 ewop: unknown field `width`; expected style, lanes or chaining',
    ],
    [
      'kind: bbs\nprogram: {constructor: 4}',
      'a.yaml:2:11 program: unknown field `constructor`; expected spmvSlices',
    ],
  ])('%j: %s', (text, expected) => expect(message(text)).toBe(expected));

  it('is answered with all known names when none is near', () => {
    expect(message('kind: bbs\nfrobnicate: 1')).toMatch(
      /^a\.yaml:2:1: unknown field `frobnicate`; expected kind, name, .*, placement or pattern$/,
    );
  });

  it('is shown with its control characters escaped', () => {
    expect(message('kind: bbs\n"a\\e[31m": 1')).toMatch(/^a\.yaml:2:1: unknown field `a\\u001b\[31m`;/);
  });
});

describe('text that is not one YAML mapping', () => {
  it.each([
    ['', 'a.yaml:1:1: expected a mapping of fields, found nothing'],
    ['# only a comment\n', 'a.yaml:1:1: expected a mapping of fields, found nothing'],
    ['- kind: bbs', 'a.yaml:1:1: expected a mapping of fields, found a list'],
    ['bbs', 'a.yaml:1:1: expected a mapping of fields, found a single value'],
    ['kind: bbs\n---\nkind: csr\n', 'a.yaml:2:1: expected one document, found a second one'],
    ['kind: bbs\nkind: csr', 'a.yaml:2:1: field `kind` is given twice'],
    ['kind: bbs\ntiming: {addLatency: 1, addLatency: 2}', 'a.yaml:2:25: field `addLatency` is given twice'],
    ['kind: "bbs', 'a.yaml:1:11: Missing closing "quote'],
    ['kind: bbs\n\tpes: 3', 'a.yaml:2:1: Tabs are not allowed as indentation'],
    ['kind: !number bbs', 'a.yaml:1:7: Unresolved tag: !number'],
    ['kind: *k', 'a.yaml:1:7: alias *k: no anchor &k before it'],
    ['kind: &k [*k]', 'a.yaml:1:11: alias *k: no anchor &k before it'],
    ['a: &a {kind: bbs}\n<<: *a', 'a.yaml:2:1: merge keys (<<) are not YAML 1.2, write the fields out'],
    ['kind: bbs\n? [a, b]\n: 1', 'a.yaml:2:3: a field name must be text'],
    ['kind: bbs\n__proto__: {pes: 3}', 'a.yaml:2:1: `__proto__` cannot be a field name'],
  ])('%j: %s', (text, expected) => expect(message(text)).toBe(expected));

  it.each([
    ['a mebibyte and more', '#'.repeat(2 ** 20 + 1), 'a.yaml: expected at most 1048576 bytes, found 1048577'],
    [
      'lists in lists',
      `a: ${'['.repeat(40)}${']'.repeat(40)}`,
      'a.yaml:1:35: nested more than 32 levels deep',
    ],
  ])('%s', (_what, text, expected) => expect(message(text)).toBe(expected));

  it.each(['[', '{a: ', '- ', '? '])('refuses 5000 times %j without running out of stack', (piece) => {
    expect(message(piece.repeat(5000))).toMatch(/nested too deeply$/);
  });

  it('lists the first twenty of 3000 fields that are unknown or given twice', () => {
    const fields = Array.from({ length: 3000 }, (_, i) => `f${i}: 1`);
    expect(message([...fields, ...fields].join('\n'))).toMatch(/\.\.\. and 2980 more$/);
    expect(message(['kind: bbs', ...fields].join('\n'))).toMatch(/\.\.\. and 2980 more$/);
  });

  it('refuses aliases that multiply', () => {
    const levels = ['a: &a0 [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]'];
    for (let i = 1; i < 8; i++) levels.push(`b${i}: &a${i} [${`*a${i - 1}, `.repeat(10)}]`);
    expect(message(levels.join('\n'))).toContain('aliases stand for more than 10000 values');
  });
});

describe('several problems', () => {
  it('come one per line, in the order of the file', () => {
    const text = 'extra: 1\nkind: bbs\nnumber: {bits: 99}\npes: -1\nbanks: 1\n';
    expect(message(text).split('\n')).toEqual([
      expect.stringMatching(/^a\.yaml:1:1: unknown field `extra`; expected kind, /),
      'a.yaml:3:16 number.bits: expected at most 16, found 99',
      'a.yaml:4:6 pes: expected at least 1, found -1',
      'a.yaml:5:8 banks: expected at least 2, found 1',
    ]);
  });

  it('are cut after twenty', () => {
    const fields = Array.from({ length: 23 }, (_, i) => `zz${i}: 1`);
    const lines = message(`kind: bbs\n${fields.join('\n')}`).split('\n');
    expect(lines).toHaveLength(21);
    expect(lines[20]).toBe('... and 3 more');
  });
});

describe('YAML that is fine', () => {
  it.each([
    [
      'anchors and aliases',
      'kind: bbs\ntiming: {addLatency: &n 4, mulLatency: *n}',
      { addLatency: 4, mulLatency: 4 },
    ],
    [
      'JSON',
      '{"kind": "bbs", "timing": {"addLatency": 4, "mulLatency": 5}}',
      { addLatency: 4, mulLatency: 5 },
    ],
    ['a byte order mark', '\ufeffkind: bbs\ntiming: {addLatency: 4}', { addLatency: 4 }],
    ['carriage returns', 'kind: bbs\r\ntiming:\r\n  addLatency: 4\r\n', { addLatency: 4 }],
  ])('%s', (_what, text, timing) => expect(accelerator(text).timing).toMatchObject(timing));

  it.each(['on', 'true'])('%s turns chaining on, with YAML 1.1 declared too', (value) => {
    const text = `kind: bbs\newop: {style: instruction, chaining: ${value}}`;
    expect(accelerator(text).ewop.chaining).toBe(true);
    expect(accelerator(`%YAML 1.1\n---\n${text}`).ewop.chaining).toBe(true);
  });
});

describe('schemas of other kinds', () => {
  const schema = z.strictObject({
    layers: z.array(z.strictObject({ hidden: z.int().positive() })).min(1),
    byName: z.record(z.enum(['first', 'second']), z.number()).optional(),
    rate: z.union([z.literal('device'), z.strictObject({ value: z.number() })]).optional(),
    label: z
      .string()
      .regex(/^[a-z]+$/)
      .optional(),
    even: z.number().multipleOf(2).optional(),
  });
  it.each([
    ['{}', 'w.yaml:1:1 layers: missing, expected a list'],
    ['layers: []', 'w.yaml:1:9 layers: expected at least 1 items, found 0'],
    ['layers: [{hidden: 3}, {hidden: 0}]', 'w.yaml:1:32 layers.1.hidden: expected more than 0, found 0'],
    ['layers: [&l {hidden: 0}, *l]', 'w.yaml:1:22 layers.0.hidden: expected more than 0, found 0'],
    [
      'layers: [{hiden: 3, hidden: 3}]',
      'w.yaml:1:11 layers.0: unknown field `hiden`, did you mean `hidden`?',
    ],
    [
      'layers: [{hidden: 3}]\nbyName: {first: 1, second: 2, third: 3}',
      'w.yaml:2:31 byName: unknown field `third`; expected first or second',
    ],
    ['layers: [{hidden: 3}]\nbyName: {first: 1}', 'w.yaml:2:9 byName.second: missing, expected a number'],
    [
      'layers: [{hidden: 3}]\nrate: chip',
      'w.yaml:2:7 rate: expected device or a mapping of fields, found "chip"',
    ],
    ['layers: [{hidden: 3}]\nrate: {value: a}', 'w.yaml:2:15 rate.value: expected a number, found "a"'],
    [
      'layers: [{hidden: 3}]\nlabel: A1',
      'w.yaml:2:8 label: expected text of the form /^[a-z]+$/, found "A1"',
    ],
    ['layers: [{hidden: 3}]\neven: 3', 'w.yaml:2:7 even: expected a multiple of 2, found 3'],
  ])('%j: %s', (text, expected) => {
    expect(refusal(() => parseYaml(text, 'w.yaml', schema)).split('\n')[0]).toBe(expected);
  });
});
