import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BadInput } from '../../../src/errors/bad-input.ts';
import { readNpy, type WritableData, writeNpy } from '../../../src/tensors/npy/npy.ts';
import { expectedArray, fixture, fixturesLike, npyFile, plainOf } from '../fixtures.ts';

const readable = fixturesLike(/^(?!beyond).*\.npy$/);
const writable = fixturesLike(/^write-.*\.npy$/);
const header = (descr: string, shape: string, order = 'False') =>
  `{'descr': ${descr}, 'fortran_order': ${order}, 'shape': ${shape}, }\n`;

describe('reading .npy files of NumPy', () => {
  it('has fixtures of every type, both orders and both byte orders', () => {
    expect(readable.length).toBeGreaterThan(50);
    expect(new Set(readable.map((name) => readNpy(fixture(name), name).dtype)).size).toBe(13);
  });

  it.each(readable)('%s holds what NumPy wrote, in C order', (name) => {
    expect(plainOf(readNpy(fixture(name), name))).toEqual(expectedArray(name));
  });

  it('holds each type in the typed array that loses nothing', () => {
    const kinds = ['int8', 'int16', 'int32', 'uint8', 'uint16', 'uint32', 'float32', 'float64'] as const;
    for (const kind of kinds) {
      expect(readNpy(fixture(`${kind}.npy`), kind).data.constructor.name.toLowerCase()).toBe(`${kind}array`);
    }
    for (const kind of ['int64', 'uint64']) {
      expect(readNpy(fixture(`${kind}.npy`), kind).data).toBeInstanceOf(Float64Array);
    }
    expect(readNpy(fixture('float16.npy'), 'half').data).toBeInstanceOf(Float32Array);
    expect(readNpy(fixture('bool.npy'), 'bool').data).toBeInstanceOf(Uint8Array);
  });

  it('reads a file that lies at an odd address of a larger buffer', () => {
    const file = fixture('float64-big-endian.npy');
    const pool = new Uint8Array(file.length + 3);
    pool.set(file, 3);
    expect(plainOf(readNpy(pool.subarray(3), 'pool'))).toEqual(expectedArray('float64-big-endian.npy'));
  });

  it('never changes or shares the bytes it reads', () => {
    const file = fixture('int16-big-endian.npy');
    const before = file.slice();
    readNpy(file, 'a').data.fill(0);
    expect(file).toEqual(before);
  });

  it.each([
    ['other quotes, order and spacing', `{"shape":(2,),"fortran_order":False,"descr":"|u1"}`],
    ['the long integers of Python 2', header(`'|u1'`, '(2L,)')],
    ['a byte order on one-byte elements', header(`'<u1'`, '(2,)')],
    ['no padding and no line end', `{'descr': '|u1', 'fortran_order': True, 'shape': (2,)}`],
  ])('accepts %s in the header', (_, dictionary) => {
    expect(Array.from(readNpy(npyFile(dictionary, [5, 6]), 'a').data)).toEqual([5, 6]);
  });
});

describe('refusing .npy files', () => {
  const good = fixture('int32.npy');
  const u1 = `'|u1'`;
  it.each<[string, Uint8Array, RegExp]>([
    ['an empty file', new Uint8Array(0), /begins with nothing, expected \\x93NUMPY/],
    ['a zip file', fixture('savez.npz'), /begins with 50 4b .*is it a \.npz/],
    ['an unknown version', npyFile(header(u1, '(0,)'), [], 4), /version 4\.0, expected 1\.0, 2\.0 or 3\.0/],
    ['a file cut within the length field', good.subarray(0, 9), /header is cut short/],
    ['a header longer than the file', good.subarray(0, 60), /header of 118 bytes, but only 50 follow/],
    ['a header of 64 kB', npyFile(header(u1, '(0,)') + ' '.repeat(60_000)), /expected at most 10000/],
    ['a header that is a call', npyFile(`exit(1)`), /expected exactly a string 'descr'/],
    ['a nested shape', npyFile(header(u1, '((((1,),),),)')), /no readable dictionary entry/],
    [
      'an unclosed dictionary',
      npyFile(`{'descr': '|u1', 'shape': (1,)`, [1]),
      /no readable dictionary entry/,
    ],
    ['text behind the dictionary', npyFile(`${header(u1, '(1,)').trim()} or 1`, [1]), /no readable/],
    ['a missing field', npyFile(`{'descr': '|u1', 'shape': (1,), }`, [1]), /exactly a string 'descr'/],
    [
      'a field too many',
      npyFile(`{'x': True, ${header(u1, '(1,)').slice(1)}`, [1]),
      /exactly a string 'descr'/,
    ],
    ['a field twice', npyFile(`{'descr': '|u1', ${header(u1, '(1,)').slice(1)}`, [1]), /two entries 'descr'/],
    ['a shape that is a number', npyFile(header(u1, '(1)'), [1]), /'shape' is not a tuple/],
    ['a negative axis', npyFile(header(u1, '(2, -1)'), [1]), /axis 1 of the shape is -1/],
    [
      'an axis beyond all integers',
      npyFile(header(u1, `(${'9'.repeat(400)},)`)),
      /axis 0 of the shape is Infinity/,
    ],
    ['a terabyte', npyFile(header(u1, '(1000000000000,)'), [1]), /takes 1000000000000 bytes, found 1/],
    ['a product beyond 2^53', npyFile(header(u1, '(4294967296, 4294967296)')), /beyond any array/],
    ['a product that wraps to 0', npyFile(header(u1, `(${'4294967296, '.repeat(4)})`)), /beyond any array/],
    [
      'an absurd axis behind an axis of 0',
      npyFile(header(u1, `(0, ${'4294967296, '.repeat(2)})`)),
      /beyond any/,
    ],
    ['a hundred axes', npyFile(header(u1, `(${'1, '.repeat(100)})`), [1]), /100 axes, expected at most 64/],
    [
      'truncated data',
      good.subarray(0, good.length - 1),
      /cut short: shape \[12\] of int32 takes 48 bytes, found 47/,
    ],
    ['bytes behind the data', Uint8Array.from([...good, 0]), /bytes behind the data.*found 49/],
    ['Python objects', fixture('objects.npy'), /type "\|O", Python objects \(a pickle\)/],
    ['structured types', fixture('structured.npy'), /structured type/],
    ['text', fixture('unicode.npy'), /unicode text; expected floats, integers or booleans/],
    ['complex numbers', fixture('complex.npy'), /complex numbers/],
    ['long doubles', npyFile(header(`'<f16'`, '(0,)')), /type "<f16"/],
    ['native byte order', npyFile(header(`'=f4'`, '(0,)')), /type "=f4"/],
    ['strings of no bytes', npyFile(header(`'|S0'`, '(9,)')), /type "\|S0"/],
    [
      'integers beyond 2^53',
      fixture('beyond-safe.npy'),
      /element 1 is 9007199254740992, expected an integer/,
    ],
    [
      'a boolean that is neither',
      npyFile(header(`'|b1'`, '(2,)'), [1, 7]),
      /element 1 is byte 7, expected 0 or 1/,
    ],
  ])('refuses %s', (_, file, message) => {
    expect(() => readNpy(file, 'm.npy')).toThrow(BadInput);
    expect(() => readNpy(file, 'm.npy')).toThrow(message);
    expect(() => readNpy(file, 'm.npy')).toThrow(/^m\.npy: /);
  });

  it('refuses unsigned integers beyond 2^53 - 1 too', () => {
    const file = npyFile(header(`'<u8'`, '(1,)'), [0, 0, 0, 0, 0, 0, 0, 0x80]);
    expect(() => readNpy(file, 'a')).toThrow('element 0 is 9223372036854775808');
  });
});

describe('writing .npy files', () => {
  it('has a fixture for every type that is written', () => expect(writable.length).toBe(26));

  it.each(writable)('writes the bytes of %s as NumPy does', (name) => {
    const { shape, data } = readNpy(fixture(name), name);
    expect(writeNpy(shape, data as WritableData)).toEqual(fixture(name));
  });

  it('gives back every float bit for bit', () => {
    const arrays = fc.oneof(
      fc.float32Array({ maxLength: 40 }),
      fc.float64Array({ maxLength: 40 }),
      fc.int16Array({ maxLength: 40 }),
      fc.int32Array({ maxLength: 40 }),
      fc.uint8Array({ maxLength: 40 }),
    );
    fc.assert(
      fc.property(arrays, fc.boolean(), (data, flat) => {
        const shape = flat ? [data.length] : [1, data.length, 1];
        const read = readNpy(writeNpy(shape, data), 'a');
        expect(read.shape).toEqual(shape);
        expect(read.data).toEqual(data);
      }),
    );
  });

  it('writes the elements of a view, not those around it', () => {
    const data = Int16Array.from([1, 2, 3, 4]).subarray(1, 3);
    expect(Array.from(readNpy(writeNpy([2], data), 'a').data)).toEqual([2, 3]);
  });

  it('refuses more axes than NumPy holds', () => {
    expect(() => writeNpy(new Array<number>(33).fill(1), new Int16Array(1))).toThrow(
      '33 axes, NumPy holds at most 32',
    );
  });

  it.each([[[2, 2]], [[-1, -3]], [[1.5, 2]], [[]]])('refuses shape %j for three elements', (shape) => {
    expect(() => writeNpy(shape, new Int16Array(3))).toThrow(RangeError);
  });
});
