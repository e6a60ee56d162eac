import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BadInput } from '../../../src/errors/bad-input.ts';
import { writeNpy } from '../../../src/tensors/npy/npy.ts';
import { type NpzEntry, openNpz, writeNpz } from '../../../src/tensors/npy/npz.ts';
import { writeZip } from '../../../src/tensors/zip/zip-write.ts';
import { expectedArrays, fixture, fixturesLike, npyFile, plainOf } from '../fixtures.ts';
import { craftZip } from '../zip/crafted-zip.ts';

const archives = fixturesLike(/^(savez|piped|plain|lstm|gru).*\.npz$/);

describe('reading .npz files of NumPy', () => {
  it('has archives of every kind', () => expect(archives.length).toBe(11));

  it.each(archives)('%s holds the arrays that NumPy wrote', (name) => {
    const npz = openNpz(fixture(name), name);
    const expected = expectedArrays(name);
    expect(npz.names).toEqual([...expected.keys()]);
    for (const [key, array] of expected) expect(plainOf(npz.read(key))).toEqual(array);
  });

  it('decodes an array anew at every read', () => {
    const npz = openNpz(fixture('savez.npz'), 'm.npz');
    npz.read('codes').data.fill(1);
    expect(Array.from(npz.read('codes').data)).toEqual([-32768, 32767, 0]);
  });

  it('does not read what is not asked for', () => {
    const file = craftZip([
      { name: 'good.npy', data: writeNpy([1], Int16Array.of(4)) },
      { name: 'bad.npy', data: Uint8Array.of(1, 2, 3) },
    ]);
    const npz = openNpz(file, 'm.npz');
    expect(Array.from(npz.read('good').data)).toEqual([4]);
    expect(() => npz.read('bad')).toThrow('m.npz, array bad: not a .npy file');
  });

  it('knows which arrays there are, and names them when one is missing', () => {
    const npz = openNpz(fixture('plain.npz'), 'm.npz');
    expect([npz.has('codes'), npz.has('codes.npy'), npz.has('__proto__')]).toEqual([true, false, false]);
    expect(() => npz.read('x')).toThrow('m.npz: has no array x; it has lstm.weight, codes, nothing');
    expect(() => npz.read('x')).toThrow(BadInput);
  });

  it('shortens the list of names in a message', () => {
    const entries = Array.from({ length: 20 }, (_, i) => ({
      name: `w${i}`,
      shape: [0],
      data: new Int16Array(0),
    }));
    expect(() => openNpz(writeNpz(entries), 'm.npz').read('x')).toThrow(/w7 and 12 more$/);
  });

  it.each([
    ['a .npy file', 'int16.npy', /not a zip file, or cut short/],
    ['another zip file', 'torch-save.pt', /torch-save\/data\.pkl is not an array, expected only \.npy/],
    ['bzip2 compression', 'bzip2.npz', /method 12, expected 0 \(stored\) or 8 \(deflated\)/],
  ])('refuses %s', (_, name, message) => {
    expect(() => openNpz(fixture(name), name)).toThrow(BadInput);
    expect(() => openNpz(fixture(name), name)).toThrow(message);
  });

  it('holds the sum of the declared sizes to the limit', () => {
    const file = fixture('savez-compressed.npz');
    const sizes = openNpz(file, 'm.npz').names.map(
      (name) => openNpz(file, 'm.npz').read(name).data.byteLength,
    );
    const inflated = sizes.reduce((sum, bytes) => sum + bytes + 128, 0);
    expect(openNpz(file, 'm.npz', { maxBytes: inflated }).names).toHaveLength(6);
    expect(() => openNpz(file, 'm.npz', { maxBytes: inflated - 1 })).toThrow(
      `m.npz: its arrays take ${inflated} bytes when inflated, expected at most ${inflated - 1}`,
    );
  });
});

describe('reading one string', () => {
  function textOf(descr: string, data: readonly number[]): string {
    const file = npyFile(`{'descr': '${descr}', 'fortran_order': False, 'shape': (), }`, data);
    return openNpz(craftZip([{ name: 't.npy', data: file }]), 'm.npz').readText('t');
  }

  it('reads byte and unicode characters', () => {
    expect(openNpz(fixture('csr-float32.npz'), 'm.npz').readText('format')).toBe('csr');
    expect(openNpz(fixture('csr-unicode-format.npz'), 'm.npz').readText('format')).toBe('csr');
  });

  it.each([
    ['little endian', `<`, [0x63, 0, 0, 0, 0x6f, 0, 0, 0, 0, 0, 0, 0]],
    ['big endian', `>`, [0, 0, 0, 0x63, 0, 0, 0, 0x6f, 0, 0, 0, 0]],
  ])('reads %s unicode characters and leaves out the padding', (_, order, data) => {
    expect(textOf(`${order}U3`, data)).toBe('co');
  });

  it.each([
    ['cut short', '|S3', [99, 115], 'a string of 3 bytes, found 2'],
    ['beyond ASCII', '<U1', [0xe9, 0, 0, 0], 'a string with characters beyond ASCII'],
    ['of 32 kB', '|S32000', new Array<number>(32_000).fill(65), '32069 bytes, expected one short string'],
  ])('refuses a string %s', (_, descr, data, message) => {
    expect(() => textOf(descr, data)).toThrow(BadInput);
    expect(() => textOf(descr, data)).toThrow(`m.npz, array t: ${message}`);
  });

  it('refuses numbers', () => {
    expect(() => openNpz(fixture('csr-float32.npz'), 'm.npz').readText('shape')).toThrow(
      'm.npz, array shape: type "<i8" of shape [2], expected one string',
    );
  });
});

describe('writing .npz files', () => {
  const entries = ['lstm.weight', 'codes', 'nothing'].map((name): NpzEntry => {
    const { shape, data } = openNpz(fixture('plain.npz'), 'm.npz').read(name);
    return { name, shape, data: data as NpzEntry['data'] };
  });

  it('writes stored arrays as the zip library of Python does, byte for byte', () => {
    expect(writeNpz(entries)).toEqual(fixture('plain.npz'));
  });

  it('gives back what was written, stored or deflated, and the same bytes each time', () => {
    const array = fc.oneof(
      fc.float32Array(),
      fc.int16Array(),
      fc.float64Array(),
      fc.int32Array(),
      fc.uint8Array(),
    );
    const named = fc.uniqueArray(fc.tuple(fc.string({ unit: 'grapheme', maxLength: 12 }), array), {
      selector: ([name]) => name,
    });
    fc.assert(
      fc.property(named, fc.boolean(), (arrays, compress) => {
        const wanted = arrays.filter(([name]) => !/\p{Cc}/u.test(name));
        const list = wanted.map(([name, data]) => ({ name, shape: [data.length], data }));
        const file = writeNpz(list, { compress });
        expect(writeNpz(list, { compress })).toEqual(file);
        const npz = openNpz(file, 'm.npz');
        expect(npz.names.map((name) => [name, npz.read(name).data])).toEqual(wanted);
      }),
    );
  });

  it('makes repeated values small when asked to compress', () => {
    const zeros = [{ name: 'w', shape: [64, 1024], data: new Float32Array(65_536) }];
    expect(writeNpz(zeros, { compress: true }).length).toBeLessThan(1000);
    expect(openNpz(writeNpz(zeros, { compress: true }), 'm.npz').read('w').data).toEqual(zeros[0].data);
  });

  it('refuses more entries than a zip file can count', () => {
    const entries = Array.from({ length: 65_536 }, (_, i) => ({ name: `${i}`, bytes: new Uint8Array(0) }));
    expect(() => writeZip(entries, false)).toThrow('65536 entries, a zip file counts at most 65535');
  });

  it('refuses a name given twice', () => {
    expect(() => writeNpz([entries[0], entries[0]])).toThrow(RangeError);
  });
});
