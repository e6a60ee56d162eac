import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { check } from '../../../src/config/problems.ts';
import { AcceleratorSchema, acceleratorKinds } from '../../../src/hw/array/kinds/index.ts';

const parse = (input: object) => AcceleratorSchema.parse(input);
const accepts = (input: object): boolean => AcceleratorSchema.safeParse(input).success;

describe('an accelerator that only says its kind', () => {
  it('has the sizes, stages and formats of docs/timing.md', () => {
    expect(parse({ kind: 'bbs' })).toEqual({
      kind: 'bbs',
      clockMhz: 200,
      pes: 64,
      banks: 64,
      placement: 'even',
      keepPerBank: null,
      gateMatrix: 'combined',
      directions: 'sequential',
      weights: 'auto',
      pattern: { kind: 'bank-balanced', banks: 64, placement: 'even' },
      timing: {
        mulLatency: 3,
        bankOutputRegister: 0,
        addLatency: 1,
        activationLatency: 2,
        ewMulLatency: 3,
      },
      ewop: { style: 'chained', lanes: 64, chaining: false },
      number: {
        bits: 16,
        fractionBits: 12,
        accumulatorBits: 48,
        weightBits: 16,
        weightScale: 'row',
        activation: { range: null, segments: null, interpolation: 'linear' },
      },
      dram: { gbPerS: 19.2, latencyNs: 100, burstBytes: 64 },
      program: { spmvSlices: 'matrix' },
      weightMemory: { beatsPerPe: null },
      toggleRate: 'measured',
      device: 'arria10-gx1150',
      technology: 'fpga-20nm',
    });
  });

  it.each([
    ['bbs', 'even', 'bank-balanced'],
    ['csr', 'cyclic', 'unstructured'],
    ['csr-shared', 'cyclic', 'unstructured'],
    ['csr-shuffle', 'cyclic', 'unstructured'],
    ['csr-window', 'cyclic', 'unstructured'],
    ['dense', 'even', 'dense'],
  ] as const)('%s places columns %s and prunes to %s', (kind, placement, pattern) => {
    const config = parse({ kind });
    expect(config).toMatchObject({ placement });
    expect(config.pattern.kind).toBe(pattern);
  });

  it('is not changed by parsing its own output', () => {
    for (const kind of acceleratorKinds) expect(parse(parse({ kind }))).toEqual(parse({ kind }));
  });
});

describe('ranges', () => {
  it.each([
    ['pes', 1, 65536, 0, 65537],
    ['clockMhz', 0.5, 5000, 0, 5001],
    ['banks', 2, 4096, 1, 8192],
    ['ports', 1, 2, 0, 3],
  ])('%s runs from %d to %d', (field, low, high, below, above) => {
    const ok = (value: number) => accepts({ kind: 'csr', [field]: value });
    expect([below, low, high, above].map(ok)).toEqual([false, true, true, false]);
  });

  it.each([
    ['timing', 'mulLatency', 1, 64],
    ['timing', 'addLatency', 0, 64],
    ['timing', 'activationLatency', 0, 64],
    ['timing', 'ewMulLatency', 0, 64],
    ['timing', 'bankOutputRegister', 0, 1],
    ['timing', 'crossbarRegister', 0, 1],
    ['ewop', 'lanes', 1, 65536],
    ['number', 'accumulatorBits', 8, 52],
    ['dram', 'latencyNs', 0, 1e8],
    ['dram', 'burstBytes', 1, 65536],
    ['weightMemory', 'beatsPerPe', 1, 2 ** 24],
  ])('%s.%s runs from %d to %d', (group, field, low, high) => {
    const ok = (value: number) => accepts({ kind: 'csr', [group]: { [field]: value } });
    expect([low - 1, low, high, high + 1].map(ok)).toEqual([false, true, true, false]);
  });

  it.each([
    [6, 0, true],
    [6, 5, true],
    [6, 6, false],
    [16, 15, true],
    [16, 16, false],
    [5, 0, false],
    [17, 12, false],
  ])('%d bits with %d fraction bits: %s', (bits, fractionBits, allowed) => {
    expect(accepts({ kind: 'bbs', number: { bits, fractionBits } })).toBe(allowed);
  });

  it.each([
    [{ range: 8, segments: 64 }, 12, true],
    [{ range: 16 }, 12, false],
    [{ range: 32, segments: 64 }, 10, true],
    [{ range: 3 }, 10, false],
    [{ segments: 48 }, 12, false],
    [{ segments: 16 }, 0, true],
    [{ segments: 32 }, 0, false],
    [{ range: 32768, segments: 65536 }, 0, true],
    [{ interpolation: 'quadratic' }, 12, false],
  ])('tables %o in 16 bits with %d fraction bits: %s', (activation, fractionBits, allowed) => {
    expect(accepts({ kind: 'bbs', number: { fractionBits, activation } })).toBe(allowed);
  });

  it('says of tables what the format reaches, and how many codes there are', () => {
    const problemsOf = (activation: object) => {
      const result = check(AcceleratorSchema, { kind: 'bbs', number: { fractionBits: 2, activation } });
      return 'problems' in result ? result.problems.map(({ message }) => message) : [];
    };
    expect(problemsOf({ range: 16384 })).toEqual([
      'expected at most 8192, what 16 bits with 2 of them fraction reach; found 16384',
    ]);
    expect(problemsOf({ segments: 128 })).toEqual([
      'expected at most 64, one for each code in [-8, 8); found 128',
    ]);
  });

  it('takes any number of banks from 2 up, also where all PEs share them', () => {
    expect(accepts({ kind: 'csr', banks: 40 })).toBe(true);
    expect(accepts({ kind: 'csr-shared', banks: 3, sharedBanks: 7 })).toBe(true);
    expect(accepts({ kind: 'bbs', banks: 1 })).toBe(false);
    expect(accepts({ kind: 'bbs', banks: 2.5 })).toBe(false);
  });

  it('takes as many copies of the vector buffer as divide the lanes', () => {
    expect(accepts({ kind: 'csr', banks: 40, vectorCopies: 5 })).toBe(true);
    expect(accepts({ kind: 'csr', banks: 40, vectorCopies: 16 })).toBe(false);
  });

  it('takes no burst bytes that are not a power of two', () => {
    expect(accepts({ kind: 'csr', dram: { burstBytes: 48 } })).toBe(false);
  });

  it('takes no bandwidth of zero, and no fraction of a PE', () => {
    expect(accepts({ kind: 'csr', dram: { gbPerS: 0 } })).toBe(false);
    expect(accepts({ kind: 'csr', pes: 1.5 })).toBe(false);
  });

  it('takes no field that it does not know, at any level', () => {
    expect(accepts({ kind: 'bbs', pe: 4 })).toBe(false);
    expect(accepts({ kind: 'bbs', timing: { latency: 4 } })).toBe(false);
    expect(accepts({ kind: 'bbs', pattern: { kind: 'dense', steps: 2 } })).toBe(false);
  });

  it('takes no control characters in a name', () => {
    expect(accepts({ kind: 'bbs', name: 'a\u001b[31m' })).toBe(false);
    expect(accepts({ kind: 'bbs', description: 'two\nlines' })).toBe(true);
  });
});

describe('placement', () => {
  it.each(['bbs', 'dense'])('of %s cannot be cyclic', (kind) => {
    const { error } = AcceleratorSchema.safeParse({ kind, placement: 'cyclic' });
    expect(error?.issues[0].message).toBe(
      'bank-balanced, complementary and dense need a contiguous placement (even or blocked)',
    );
    expect(accepts({ kind, placement: 'blocked' })).toBe(true);
  });

  it.each(['csr', 'csr-shared', 'csr-shuffle', 'csr-window'])('of %s can be any', (kind) => {
    for (const placement of ['cyclic', 'even', 'blocked']) expect(accepts({ kind, placement })).toBe(true);
  });
});

describe('the pattern', () => {
  it('takes banks and placement of a bank-balanced pattern from the accelerator', () => {
    const { pattern } = parse({ kind: 'bbs', banks: 16, placement: 'blocked' });
    expect(pattern).toEqual({ kind: 'bank-balanced', banks: 16, placement: 'blocked' });
  });

  it('is even where the accelerator is cyclic', () => {
    const { pattern } = parse({ kind: 'csr', banks: 32, pattern: 'bank-balanced' });
    expect(pattern).toEqual({ kind: 'bank-balanced', banks: 32, placement: 'even' });
  });

  it('keeps banks and placement of its own', () => {
    const own = { kind: 'bank-balanced', banks: 8, placement: 'blocked' };
    expect(parse({ kind: 'csr', pattern: own }).pattern).toEqual(own);
  });

  it.each([
    ['unstructured', { kind: 'unstructured' }],
    ['row-balanced', { kind: 'row-balanced', recurrentDensity: 1 }],
    ['load-balanced', { kind: 'load-balanced', pes: 64 }],
    ['column-balanced', { kind: 'column-balanced', pes: 64 }],
    ['block', { kind: 'block', blockRows: 4, blockCols: 4 }],
    ['dense', { kind: 'dense' }],
  ])('%s is short for the object with its defaults', (name, full) => {
    expect(parse({ kind: 'csr', pattern: name }).pattern).toEqual(full);
    expect(parse({ kind: 'csr', pattern: { kind: name } }).pattern).toEqual(full);
  });
});

describe('the size of an array', () => {
  it.each([
    { pes: 65536, banks: 64, fits: true },
    { pes: 65536, banks: 128, fits: false },
    { pes: 1024, banks: 4096, fits: true },
    { pes: 1025, banks: 4096, fits: false },
  ])('$pes x $banks multipliers are accepted: $fits', ({ pes, banks, fits }) => {
    expect(accepts({ kind: 'csr', pes, banks })).toBe(fits);
  });
});

describe('element-wise chaining', () => {
  it.each([
    [true, true],
    ['on', true],
    [false, false],
    ['off', false],
  ])('%j is %s', (chaining, expected) => {
    expect(parse({ kind: 'bbs', ewop: { style: 'instruction', chaining } }).ewop.chaining).toBe(expected);
  });

  it('is refused where there are no instructions to chain', () => {
    expect(accepts({ kind: 'bbs', ewop: { style: 'chained', chaining: 'on' } })).toBe(false);
  });
});

describe('the JSON Schema', () => {
  interface Node {
    readonly description?: string;
    readonly default?: unknown;
    readonly $ref?: string;
    readonly const?: string;
    readonly properties?: Readonly<Record<string, Node>>;
  }
  const schema = z.toJSONSchema(AcceleratorSchema, { io: 'input' }) as unknown as {
    readonly $schema: string;
    readonly oneOf: readonly (Node & { readonly required: readonly string[] })[];
    readonly $defs: Readonly<Record<string, Node>>;
  };

  it('is of draft 2020-12, with one alternative per kind that requires the kind alone', () => {
    expect(schema.$schema).toBe('https://json-schema.org/draft/2020-12/schema');
    expect(schema.oneOf.map(({ properties }) => properties?.kind.const)).toEqual([...acceleratorKinds]);
    for (const { required } of schema.oneOf) expect(required).toEqual(['kind']);
  });

  it('describes every field, and gives the default of every field that has one', () => {
    const withoutDefault = ['kind', 'name', 'description', 'date'];
    for (const { properties = {} } of schema.oneOf) {
      for (const [name, field] of Object.entries(properties)) {
        const inner = schema.$defs[field.$ref?.split('/').at(-1) ?? ''];
        expect(field.description ?? inner?.description, name).toMatch(/\w/);
        expect('default' in field, name).toBe(!withoutDefault.includes(name));
      }
    }
    for (const [group, { properties = {} }] of Object.entries(schema.$defs)) {
      for (const [name, field] of Object.entries(properties)) {
        expect(field.description, `${group}.${name}`).toMatch(/\w/);
        expect(field.default, `${group}.${name}`).toBeDefined();
      }
    }
  });
});
