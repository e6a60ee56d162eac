import { describe, expect, it } from 'vitest';
import { BadInput } from '../../src/errors/bad-input.ts';
import type { LstmShape } from '../../src/lstm/shape.ts';
import { type FileValues, seededSequence, sequenceFromFiles } from '../../src/run/sequence.ts';
import type { NpyArray } from '../../src/tensors/npy/npy.ts';
import { layerOf } from '../study/compare/designs.ts';

const format = { bits: 16, fractionBits: 12, accumulatorBits: 48 };
const one = { layers: [layerOf({ inputs: 3, hidden: 4, projection: 2 })] };
const two = { layers: [layerOf({ inputs: 3, hidden: 4 }), layerOf({ inputs: 4, hidden: 5 })] };

type Data = Float32Array | Float64Array | Int16Array | Int32Array;

function file(source: string, shape: number[], data: Data): FileValues {
  const dtypes: Record<string, NpyArray['dtype']> = {
    Float32Array: 'float32',
    Float64Array: 'float64',
    Int16Array: 'int16',
    Int32Array: 'int32',
  };
  const array = { shape, dtype: dtypes[data.constructor.name], data } as NpyArray;
  return { source, array };
}

const zeros = (source: string, ...shape: number[]) =>
  file(source, shape, new Float64Array(shape.reduce((product, n) => product * n, 1)));

function fromFiles(
  files: { inputs?: FileValues; h0?: FileValues; c0?: FileValues },
  shape: LstmShape = one,
  steps: number | null = null,
  otherwise = 1,
) {
  const all = { inputs: null, h0: null, c0: null, ...files };
  return sequenceFromFiles(all, shape, { steps, otherwise, seed: '1' }, format);
}

describe('a seeded sequence', () => {
  it('has an input vector for every step and a state for every layer', () => {
    const { inputs, state } = seededSequence(two, 3, '1', format);
    expect(inputs.map(({ codes, real }) => [codes.length, real.length])).toEqual([
      [3, 3],
      [3, 3],
      [3, 3],
    ]);
    expect(state.map(({ h, c }) => [h.codes.length, c.codes.length])).toEqual([
      [4, 4],
      [5, 5],
    ]);
    expect(seededSequence(one, 1, '1', format).state[0].h.codes.length).toBe(2);
  });

  it('starts in mid-sequence: h and c are anywhere in [-1, 1)', () => {
    const large = { layers: [layerOf({ hidden: 300 })] };
    const { state } = seededSequence(large, 1, '1', format);
    const all = state.flatMap(({ h, c }) => [...h.real, ...c.real]);
    expect(Math.min(...all)).toBeGreaterThanOrEqual(-1);
    expect(Math.max(...all)).toBeLessThan(1);
    expect(Math.min(...all)).toBeLessThan(-0.98);
    expect(Math.max(...all)).toBeGreaterThan(0.98);
  });

  it('is the same for one seed and another for another', () => {
    expect(seededSequence(two, 2, '1', format)).toEqual(seededSequence(two, 2, '1', format));
    expect(seededSequence(two, 2, '1', format)).not.toEqual(seededSequence(two, 2, '2', format));
  });

  it('begins with the same steps however many follow', () => {
    const long = seededSequence(two, 5, '1', format);
    expect(seededSequence(two, 2, '1', format).inputs).toEqual(long.inputs.slice(0, 2));
  });

  it('counts the inputs that its format cuts', () => {
    const wide = { layers: [layerOf({ inputs: 2000 })] };
    const narrow = { ...format, fractionBits: 15 };
    const { inputs, state, saturations } = seededSequence(wide, 1, '1', narrow);
    const beyond = [...inputs[0].real, ...state[0].h.real, ...state[0].c.real].filter(
      (value) => Math.floor(value * 2 ** 15 + 0.5) > 32767 || value * 2 ** 15 < -32768.5,
    );
    expect(beyond.length).toBeGreaterThan(100);
    expect(saturations.input).toBe(beyond.length);
  });
});

describe('inputs from a file', () => {
  const data = Float64Array.from([0, 0.5, -1, 1, 2, 3]);

  it('are rounded to codes for the hardware and stay real numbers for the float reference', () => {
    const { inputs } = fromFiles({ inputs: file('x.npy', [2, 3], data) });
    expect(inputs.map(({ codes }) => [...codes])).toEqual([
      [0, 2048, -4096],
      [4096, 8192, 12288],
    ]);
    expect(inputs.map(({ real }) => [...real])).toEqual([
      [0, 0.5, -1],
      [1, 2, 3],
    ]);
  });

  it('are taken as they are when they are int16 raw codes', () => {
    const { inputs } = fromFiles({ inputs: file('x.npy', [1, 3], Int16Array.from([1, -2, 32767])) });
    expect([...inputs[0].codes]).toEqual([1, -2, 32767]);
    expect([...inputs[0].real]).toEqual([1 / 4096, -2 / 4096, 32767 / 4096]);
  });

  it('are one step when they are one vector', () => {
    expect(fromFiles({ inputs: zeros('x.npy', 3) }).inputs.length).toBe(1);
  });

  it('are all of the file, or as many steps as are asked for', () => {
    expect(fromFiles({ inputs: zeros('x.npy', 7, 3) }).inputs.length).toBe(7);
    expect(fromFiles({ inputs: zeros('x.npy', 7, 3) }, one, 2).inputs.length).toBe(2);
  });

  it('are cut to the range of W bits, and the cuts counted', () => {
    const { inputs, saturations } = fromFiles({
      inputs: file('x.npy', [3], Float32Array.from([8, -9, 7.9])),
    });
    expect([...inputs[0].codes]).toEqual([32767, -32768, 32358]);
    expect(saturations.input).toBe(2);
  });

  it.each([
    { what: 'another length', inputs: zeros('x.npy', 2, 4), message: 'x.npy: shape [2, 4], expected [T, 3]' },
    { what: 'a cube', inputs: zeros('x.npy', 1, 2, 3), message: 'x.npy: shape [1, 2, 3], expected [T, 3]' },
    { what: 'a number', inputs: zeros('x.npy'), message: 'x.npy: shape [], expected [T, 3]' },
    { what: 'no steps', inputs: zeros('x.npy', 0, 3), message: 'x.npy: 0 steps, expected at least 1' },
    {
      what: 'NaN',
      inputs: file('x.npy', [2, 3], Float32Array.from([0, 0, 0, 0, Number.NaN, 0])),
      message: 'x.npy: element 4 is NaN, expected a finite number',
    },
    {
      what: 'an infinity',
      inputs: file('x.npy', [3], Float64Array.from([0, Number.NEGATIVE_INFINITY, 0])),
      message: 'x.npy: element 1 is -Infinity, expected a finite number',
    },
    {
      what: '32-bit integers',
      inputs: file('x.npy', [3], Int32Array.from([0, 0, 0])),
      message: 'x.npy: type int32, expected floats or int16 raw codes',
    },
  ])('are refused: $what', ({ inputs, message }) => {
    expect(() => fromFiles({ inputs })).toThrow(new BadInput(message));
  });

  it('are refused when the file has fewer steps than are asked for', () => {
    expect(() => fromFiles({ inputs: zeros('x.npy', 2, 3) }, one, 3)).toThrow(
      new BadInput('x.npy: 2 steps, expected at least 3 (--steps)'),
    );
  });

  it('are refused when a raw code does not fit in W bits', () => {
    const inputs = file('x.npy', [2, 3], Int16Array.from([0, 0, 0, 0, 128, 0]));
    const narrow = { ...format, bits: 8, fractionBits: 4 };
    const files = { inputs, h0: null, c0: null };
    const read = () => sequenceFromFiles(files, one, { steps: null, otherwise: 1, seed: '1' }, narrow);
    expect(read).toThrow(new BadInput('x.npy: element 4 is 128, expected a code of 8 bits'));
  });
});

describe('the state before the first step', () => {
  it('is zero where no file gives it, even if inputs come from none', () => {
    const { state, inputs } = fromFiles({}, two, null, 3);
    expect(inputs.length).toBe(3);
    expect(inputs).toEqual(seededSequence(two, 3, '1', format).inputs);
    expect(state.every(({ h, c }) => [...h.codes, ...c.codes].every((code) => code === 0))).toBe(true);
  });

  it('is [R] or [1, R], and [H] or [1, H], for one layer', () => {
    const h0 = file('s.npz, array h0', [2], Float64Array.from([0.25, -0.5]));
    const c0 = file('s.npz, array c0', [1, 4], Int16Array.from([1, 2, 3, 4]));
    const { state } = fromFiles({ h0, c0 });
    expect([...state[0].h.codes]).toEqual([1024, -2048]);
    expect([...state[0].c.codes]).toEqual([1, 2, 3, 4]);
    expect([...state[0].c.real]).toEqual([1, 2, 3, 4].map((code) => code / 4096));
  });

  it('is a row for every layer of a stack of equal layers', () => {
    const equal = { layers: [layerOf({ inputs: 2, hidden: 2 }), layerOf({ inputs: 2, hidden: 2 })] };
    const { state } = fromFiles({ c0: file('c0', [2, 2], Float64Array.from([1, 2, 3, 4])) }, equal);
    expect(state.map(({ c }) => [...c.real])).toEqual([
      [1, 2],
      [3, 4],
    ]);
  });

  it('has no c of a GRU, whose state is h', () => {
    const sizes = { kind: 'gru', hidden: 2, projection: null, peepholes: false, biases: true } as const;
    const gru = { ...sizes, inputs: 2, resetAfter: true };
    const mixed = { layers: [gru, layerOf({ inputs: 2, hidden: 2 }), gru] };
    const lengths = seededSequence(mixed, 1, '1', format).state.map(({ h, c }) => [
      h.codes.length,
      c.real.length,
    ]);
    expect(lengths).toEqual([
      [2, 0],
      [2, 2],
      [2, 0],
    ]);
    const given = { h0: zeros('h0', 3, 2), c0: file('c0', [2], Float64Array.of(3, 4)) };
    expect(fromFiles(given, mixed).state.map(({ c }) => [...c.real])).toEqual([[], [3, 4], []]);
    expect(() => fromFiles({ c0: zeros('s.npz, array c0', 1, 2) }, { layers: [gru] })).toThrow(
      new BadInput('s.npz, array c0: a GRU has no cell state, expected h0 alone'),
    );
  });

  it.each([
    {
      what: 'h0 of the cell where there is a projection',
      h0: zeros('h0', 4),
      message: /^h0: shape \[4\], expected \[1, 2\] or \[2\]$/,
    },
    {
      what: 'two layers for one',
      h0: zeros('h0', 2, 2),
      message: /^h0: shape \[2, 2\], expected \[1, 2\] or \[2\]$/,
    },
    { what: 'a batch', h0: zeros('h0', 1, 1, 2), message: /^h0: shape \[1, 1, 2\]/ },
  ])('is refused: $what', ({ h0, message }) => {
    expect(() => fromFiles({ h0 })).toThrow(BadInput);
    expect(() => fromFiles({ h0 })).toThrow(message);
  });

  it('is refused for layers of unlike lengths, whose rows no array has', () => {
    const unlike = { layers: [layerOf({ inputs: 2, hidden: 3 }), layerOf({ inputs: 3, hidden: 2 })] };
    expect(() => fromFiles({ h0: zeros('h0', 2, 3) }, unlike)).toThrow(
      new BadInput(
        'h0: the layers (passes) hold 3, 2 values each, expected an array for each, with _l0, _l1, ... at the end of its name',
      ),
    );
  });

  it('is refused as one vector for several layers', () => {
    expect(() => fromFiles({ c0: zeros('c0', 4) }, two)).toThrow(
      new BadInput('c0: shape [4], expected [2, 4]'),
    );
  });
});
