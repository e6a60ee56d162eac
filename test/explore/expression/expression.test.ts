import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BadInput } from '../../../src/errors/bad-input.ts';
import { checkNames, type Expression, parseExpression } from '../../../src/explore/expression/expression.ts';
import type { Value } from '../../../src/explore/store/record.ts';
import { refusal } from '../../config/refusal.ts';
import { casesOf } from '../../drawn.ts';

const point: ReadonlyMap<string, Value> = new Map<string, Value>([
  ['pes', 64],
  ['banks', 32],
  ['ewop.lanes', 16],
  ['workload.layers.0.hidden', 1024],
  ['kind', 'csr'],
  ['on', true],
  ['off', false],
  ['none', null],
]);
const lookup = (name: string): Value => point.get(name) ?? null;
const read = (text: string): Expression => parseExpression(text, 'f.yaml filters.0');
const value = (text: string): Value => read(text).evaluate(lookup);

describe('an expression', () => {
  it.each<[string, Value]>([
    ['1 + 2 * 3 - 4 / 2', 5],
    ['(1 + 2) * 3', 9],
    ['7 % 4 + 5.5 % 2', 4.5],
    ['10 - 4 - 3', 3],
    ['64 / 4 / 2', 8],
    ['2 ** 3 ** 2', 512],
    ['(-2) ** 2', 4],
    ['2 ** -1', 0.5],
    ['- -3 + +2', 5],
    ['.5 + 1e-1*0 + 2.', 2.5],
    ['-0', 0],
    ['pes * banks', 2048],
    ['ewop.lanes', 16],
    ['workload.layers.0.hidden / 2', 512],
    ['workload.layers[0].hidden / 2', 512],
    ['min(pes, banks, 40) + max(1)', 33],
    ['abs(-3) + floor(2.7) + ceil(2.1) + round(2.5) + log2 (8) + sqrt(16)', 18],
    ['"a\\"b"', 'a"b'],
    ['pes > 4 ? "big" : "small"', 'big'],
    ['off ? 1 : on ? 2 : 3', 2],
    ['true', true],
    ['null', null],
  ])('%s', (text, expected) => {
    expect(value(text)).toBe(expected);
  });

  it.each([
    'pes * banks <= 4096',
    'pes == 64 and banks != 64',
    'pes < 4 or banks >= 32',
    'pes == 64&&banks == 32||off',
    'off and on or on',
    'on or on and off',
    'not pes == 4',
    'not pes + 1 == 4 and on',
    'not not pes > 4',
    'not (pes < 4 or off)',
    'not(off)',
    '!off == on',
    '!(pes < 4)',
    'on and not off',
    'kind == "csr"',
    "kind != 'bbs' and kind > 'bbs'",
    'on != off',
    'not off == on and pes > 1',
    '\n  pes >\t4 ',
    'none == null and pes != null',
    'null == none and (null) == (null)',
    'not (none != null)',
    'none < 4 or on',
    'on or none',
    'not (none < 4 and off)',
    'none < 4 ? off : on',
    '(none < 4) == null',
  ])('holds: %s', (text) => expect(read(text).isTrue(lookup)).toBe(true));

  it.each([
    'none < 4',
    'none >= 4',
    'none == 4',
    'none != 4',
    '4 > none',
    'none != pes',
    'none == none',
    'none == "a"',
    'none + 1 > 0',
    '-none < 0',
    'max(none, 4) > 0',
    'none',
    'none and on',
    'none or off',
    'none ? on : off',
    'none != null',
    '1 / 0 > 1',
    '0 / 0 != 1',
    'sqrt(-1) <= 1',
    'log2(0) < 1',
    '10 ** 400 > 1',
    'not none',
    'not none < 4',
    '!(none > 4)',
    'not (not none)',
    'not (none == 4 or off)',
    'not (none == 4 and on)',
    'none < 4 or none >= 4',
    'not (10 / 0 > 1)',
    'null < 4',
  ])('does not hold without data: %s', (text) => expect(read(text).isTrue(lookup)).toBe(false));

  it.each([
    ['clockMhz == "auto"', true, false],
    ['clockMhz != 200', true, false],
    ['clockMhz == 200', false, true],
    ['200 == clockMhz', false, true],
    ['clockMhz > 100', null, true],
  ])('%s takes a field that is auto at one point and a number at another', (text, auto, number) => {
    expect(read(text).evaluate(() => 'auto')).toBe(auto);
    expect(read(text).evaluate(() => 200)).toBe(number);
  });

  it('names its fields once, in order, with their columns', () => {
    const { text, names, columns } = read(
      'banks * layers[0].hidden < min(pes, banks) or layers.0.hidden > 1',
    );
    expect(text).toContain('layers[0]');
    expect(names).toEqual(['banks', 'layers.0.hidden', 'pes']);
    expect([...columns.values()]).toEqual([1, 9, 32]);
  });

  it('looks only at what it needs', () => {
    expect(value('off and kind + 1 > 0')).toBe(false);
    expect(value('on or kind')).toBe(true);
  });

  it('is evaluated a million times in well under a second', () => {
    const filter = read('pes * banks <= 4096');
    let [pes, holds] = [0, 0];
    const at = (name: string) => (name === 'pes' ? pes : 64);
    const start = process.cpuUsage().user;
    for (pes = 0; pes < 1_000_000; pes++) if (filter.isTrue(at)) holds++;
    expect(holds).toBe(65);
    expect(process.cpuUsage().user - start).toBeLessThan(1_000_000);
  });
});

describe('an expression is refused', () => {
  const start = 'expected a number, text, name, function or (, found ';
  const end = 'expected an operator or the end, found ';
  it.each([
    ['', 1, `${start}the end`],
    ['  ', 3, `${start}the end`],
    ['pes =  4', 5, `${end}=; to compare use ==`],
    ['pes === 4', 7, `${start}=; to compare use ==`],
    ['pes !== 4', 7, `${start}=; to compare use ==`],
    ['pes <> 4', 6, `${start}>`],
    ['pes += 4', 6, `${start}=; to compare use ==`],
    ['pes => 4', 5, `${end}=>; to compare use ==`],
    ['on & off', 4, `${end}&; use and`],
    ['none is null', 6, `${end}is; to ask whether there is data use == null or != null`],
    ['on | off', 4, `${end}|; use or`],
    ['pes ^ 2', 5, `${end}^; use ** for powers`],
    ['~pes', 1, `${start}~`],
    ['pes banks', 5, `${end}banks`],
    ['pes; banks', 4, `${end};`],
    [';pes', 1, `${start};`],
    ['pes,', 4, `${end},`],
    ['(pes', 5, 'expected an operator or a closing ), found the end'],
    ['(pes, 4)', 5, 'expected an operator or a closing ), found ,'],
    ['pes)', 4, `${end})`],
    ['()', 2, `${start})`],
    ['pes *', 6, `${start}the end`],
    ['pes and', 8, `${start}the end`],
    ['or pes', 1, `${start}or`],
    ['pes * and', 7, `${start}and`],
    ['pes ? 1', 8, 'expected :'],
    ['`pes`', 1, `${start}\`; allowed are numbers, texts in quotes, names and functions`],
    ['[1, 2]', 1, `${start}[; allowed are numbers, texts in quotes, names and functions`],
    ['{}', 1, `${start}{; allowed are numbers, texts in quotes, names and functions`],
    ['kind["length"]', 5, 'expected a whole number in brackets after kind, as in layers[0]'],
    ['kind[pes]', 5, 'expected a whole number in brackets after kind, as in layers[0]'],
    ['layers[0]]', 10, `${end}]`],
    ['ewop.', 5, 'expected a field name after ewop.'],
    ['(pes).a', 6, `${end}.`],
    ['(pes)(4)', 6, `${end}(`],
    ['"a".length', 4, `${end}.`],
    ['this', 1, 'expected the name of a field, found this'],
    ['this.constructor', 1, 'expected the name of a field, found this'],
    ['pes > constructor', 7, 'expected the name of a field, found constructor'],
    ['a.__proto__.b', 1, 'expected the name of a field, found __proto__'],
    ['a.prototype', 1, 'expected the name of a field, found prototype'],
    ['eval("1")', 1, 'unknown function `eval`; expected min, max, abs, floor, ceil, round, log2, sqrt'],
    ['flor(1)', 1, 'unknown function `flor`, did you mean `floor`?'],
    ['kind.at(1)', 1, 'unknown function `kind.at`; expected min, max, abs, floor, ceil, round, log2, sqrt'],
    ['min()', 5, `${start})`],
    ['min(1, )', 8, `${start})`],
    ['min(1 2)', 7, 'expected an operator, a comma or a closing ), found 2'],
    ['sqrt(1, 2)', 1, 'sqrt expects 1 number, found 2'],
    ['12a', 1, 'expected a number as in 64, 0.5 or 1e6, found 12a'],
    ['1 + 1.2.3', 5, 'expected a number as in 64, 0.5 or 1e6, found 1.2.3'],
    ['0x10', 1, 'expected a number as in 64, 0.5 or 1e6, found 0x10'],
    ['1e999', 1, 'expected a number as in 64, 0.5 or 1e6, found 1e999'],
    ['kind == "csr', 9, 'expected a closing ", found none'],
    ['1 < pes < 4', 1, 'expected one comparison at a time, as in a < b and b < c, found two in a row'],
    ['-pes ** 2', 1, 'expected parentheses, as in -(a ** b), since ** follows a sign'],
    ['pes \u00d7 2', 5, `${end}\u00d7`],
    ['pes\u0000', 4, `${end}\\u0000`],
  ])('%j: column %i', (text, column, message) => {
    const quoted = text.replace('\u0000', '\\u0000');
    expect(refusal(() => read(text))).toBe(`f.yaml filters.0: column ${column} of "${quoted}": ${message}`);
  });

  it.each([
    ['kind + 1', 1, '+ expects numbers, found kind = "csr"'],
    ['1 - "a"', 5, '- expects numbers, found "a"'],
    ['none * kind', 8, '* expects numbers, found kind = "csr"'],
    ['on * 2', 1, '* expects numbers, found on = true'],
    ['-(kind)', 2, '- expects numbers, found "csr"'],
    ['sqrt(kind)', 6, 'sqrt expects numbers, found kind = "csr"'],
    ['pes < kind', 7, '< expects two of a kind, a number here, found kind = "csr"'],
    ['kind == 4', 9, '== expects two of a kind, text here, found 4'],
    ['on != 1', 7, '!= expects two of a kind, true or false here, found 1'],
    ['on < off', 1, '< expects numbers or texts, found on = true'],
    ['pes and on', 1, 'and expects true or false, found pes = 64'],
    ['off or pes', 8, 'or expects true or false, found pes = 64'],
    ['not pes', 5, 'not expects true or false, found pes = 64'],
    ['!kind', 2, '! expects true or false, found kind = "csr"'],
    ['pes ? 1 : 2', 1, '? expects true or false, found pes = 64'],
  ])('at a point: %s, column %i', (text, column, message) => {
    const filter = read(text);
    expect(refusal(() => filter.evaluate(lookup))).toBe(
      `f.yaml filters.0: column ${column} of "${text}": ${message}`,
    );
  });

  it('as a filter when it is no condition', () => {
    expect(refusal(() => read('pes * banks').isTrue(lookup))).toBe(
      'f.yaml filters.0: column 1 of "pes * banks": expected a condition, as in pes * banks <= 4096, found 2048',
    );
  });

  it('beyond 2000 characters and 64 parentheses', () => {
    expect(value(`1${'+1'.repeat(999)}`)).toBe(1000);
    expect(value(`${'('.repeat(63)}1${')'.repeat(63)}`)).toBe(1);
    expect(refusal(() => read(`1${'+1'.repeat(1000)}`))).toBe(
      'f.yaml filters.0: expected at most 2000 characters, found 2001',
    );
    for (const deep of ['(', '-', 'not ', 'abs(', '!(', '1-(']) {
      expect(refusal(() => read(deep.repeat(400)))).toContain('expected at most 64 parentheses and signs');
    }
    expect(value(`${'off?1:'.repeat(333)}2`)).toBe(2);
    expect(value(`2${'**1'.repeat(660)}`)).toBe(2);
  });
});

describe('names of an expression', () => {
  const known = ['pes', 'banks', 'workload.layers.0.hidden'];

  it('that are known pass', () => checkNames(read('pes * banks < workload.layers[0].hidden'), known));

  it.each([
    [
      'banks > bnaks',
      9,
      'unknown name `bnaks`, did you mean `banks`?; known are pes, banks, workload.layers.0.hidden',
    ],
    [
      'workload.layer.0.hidden > 1',
      1,
      'unknown name `workload.layer.0.hidden`, did you mean `workload.layers.0.hidden`?; known are pes, banks, workload.layers.0.hidden',
    ],
    ['pes > frequency', 7, 'unknown name `frequency`; known are pes, banks, workload.layers.0.hidden'],
    ['toString', 1, 'unknown name `toString`; known are pes, banks, workload.layers.0.hidden'],
  ])('that are not are refused: %s', (text, column, message) => {
    expect(refusal(() => checkNames(read(text), known))).toBe(
      `f.yaml filters.0: column ${column} of "${text}": ${message}`,
    );
  });

  it('are not listed when there are many', () => {
    const many = Array.from({ length: 100 }, (_, i) => `field${i}xyz`);
    expect(refusal(() => checkNames(read('q'), many))).toMatch(/unknown name `q`$/);
  });
});

interface Written {
  readonly text: string;
  readonly precedence: number;
  readonly value: number | null;
}

const finite = (number: number): number | null => (Number.isFinite(number) ? number + 0 : null);
const inside = ({ text, precedence }: Written, least: number) => (precedence < least ? `(${text})` : text);
const operators: readonly (readonly [string, number, (a: number, b: number) => number])[] = [
  ['+', 1, (a, b) => a + b],
  ['-', 1, (a, b) => a - b],
  ['*', 2, (a, b) => a * b],
  ['/', 2, (a, b) => a / b],
  ['%', 2, (a, b) => a % b],
];
const { arithmetic } = fc.letrec<{ arithmetic: Written; number: Written; operation: Written; call: Written }>(
  (tie) => ({
    arithmetic: fc.oneof({ maxDepth: 6 }, tie('number'), tie('operation'), tie('call')),
    number: fc
      .oneof(fc.nat(100), fc.double({ min: 0, max: 1e9, noNaN: true }))
      .map((number) => ({ text: String(number), precedence: 9, value: number + 0 })),
    operation: fc
      .tuple(fc.constantFrom(...operators), tie('arithmetic'), tie('arithmetic'), fc.constantFrom('', ' '))
      .map(([[operator, precedence, of], a, b, space]) => ({
        text: `${inside(a, precedence)}${space}${operator}${space}${inside(b, precedence + 1)}`,
        precedence,
        value: a.value === null || b.value === null ? null : finite(of(a.value, b.value)),
      })),
    call: fc
      .tuple(fc.constantFrom('min', 'max'), fc.array(tie('arithmetic'), { minLength: 1, maxLength: 3 }))
      .map(([name, inputs]) => {
        const values = inputs.map((input) => input.value);
        const there = values.filter((one) => one !== null);
        const of = name === 'min' ? Math.min : Math.max;
        return {
          text: `${name}(${inputs.map(({ text }) => text).join(', ')})`,
          precedence: 9,
          value: there.length < values.length ? null : of(...there),
        };
      }),
  }),
);

interface Condition {
  readonly text: string;
  readonly precedence: number;
  /** 1: true, 0: false, 0.5: unknown. `and` is then the lesser, `or` the greater, `not` what is left to 1. */
  readonly truth: number;
}

const { condition } = fc.letrec<{ condition: Condition; name: Condition; both: Condition; no: Condition }>(
  (tie) => ({
    condition: fc.oneof({ maxDepth: 6 }, tie('name'), tie('both'), tie('no')),
    name: fc.constantFrom(
      { text: 'on', precedence: 9, truth: 1 },
      { text: 'off', precedence: 9, truth: 0 },
      { text: 'pes < 65', precedence: 4, truth: 1 },
      { text: 'kind != "csr"', precedence: 4, truth: 0 },
      { text: 'none', precedence: 9, truth: 0.5 },
      { text: 'none + 1 >= pes', precedence: 4, truth: 0.5 },
    ),
    both: fc
      .tuple(fc.constantFrom('and', 'or', '&&', '||'), tie('condition'), tie('condition'))
      .map(([operator, a, b]) => {
        const isAnd = operator === 'and' || operator === '&&';
        const precedence = isAnd ? 2 : 1;
        const side = (one: Condition) => (one.precedence < precedence ? `(${one.text})` : one.text);
        return {
          text: `${side(a)} ${operator} ${side(b)}`,
          precedence,
          truth: isAnd ? Math.min(a.truth, b.truth) : Math.max(a.truth, b.truth),
        };
      }),
    no: tie('condition').map((a) => ({
      text: `not ${a.precedence < 3 ? `(${a.text})` : a.text}`,
      precedence: 3,
      truth: 1 - a.truth,
    })),
  }),
);

describe('whatever the expression', () => {
  const fits = ({ text }: { readonly text: string }) => text.length <= 2000;

  it('its value is that of the arithmetic that it is written for', () => {
    const act = ({ text, value: expected }: Written) => void expect(value(text)).toBe(expected);
    fc.assert(fc.property(arithmetic.filter(fits), act), { numRuns: 1000 });
  });

  it('its truth follows from those that it joins, with unknown between false and true', () => {
    const act = ({ text, truth }: Condition) => {
      expect(value(text)).toBe(truth === 0.5 ? null : truth === 1);
      expect(read(text).isTrue(lookup)).toBe(truth === 1);
    };
    fc.assert(fc.property(condition.filter(fits), act), { numRuns: 1000 });
  });

  it('it is read and evaluated, or is bad input with its place', () => {
    const word = fc.constantFrom(
      ...[...'()[]{}?:;,.+-*/%<>=!&|^~"\'`\\ \n\t$_@#0123'],
      ...[
        'pes',
        'kind',
        'none',
        'on',
        'and ',
        ' or ',
        'not ',
        'min(',
        '**',
        '==',
        '!=',
        '<=',
        '?.',
        '=>',
        '1e',
        '0x',
      ],
      ...[
        '__proto__',
        'constructor',
        'this',
        '\u0000',
        '\ud800',
        '\u00a0',
        '${',
        'true',
        'null',
        'layers[0]',
        '"a"',
      ],
    );
    const text = fc.oneof(
      fc.array(word, { maxLength: 30 }).map((words) => words.join('')),
      fc.array(word, { maxLength: 12 }).map((words) => words.join(' ')),
      fc.string({ maxLength: 40, unit: 'binary' }),
      fc.tuple(word, fc.nat(2100)).map(([one, times]) => one.repeat(times)),
    );
    const numRuns = casesOf(1000, 10_000);
    let good = 0;
    const act = (typed: string) => {
      try {
        read(typed).evaluate(lookup);
        good++;
      } catch (error) {
        if (!(error instanceof BadInput)) throw error;
        expect(error.message).toMatch(/^f\.yaml filters\.0: (column \d+ of "|expected at most 2000)/);
      }
    };
    fc.assert(fc.property(text, act), { numRuns, seed: 19 });
    expect(good).toBeGreaterThan(numRuns / 100);
    expect('polluted' in {}).toBe(false);
  });
});
