import { describe, expect, it } from 'vitest';
import { openHdf5 } from '../../../src/tensors/hdf5/hdf5-file.ts';
import { openTensors } from '../../../src/tensors/open.ts';
import { refusal } from '../../config/refusal.ts';
import { kerasFile } from '../keras-fixtures.ts';

const types = openHdf5(kerasFile('types.h5'), 'types.h5');
const latest = openHdf5(kerasFile('latest.h5'), 'latest.h5');
/** The values of every data set [3, 4] of the fixtures. */
const values = [-6, -5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5];

describe('a data set of h5py', () => {
  it.each(['float16', 'float32', 'float64', 'int8', 'int16', 'int32', 'int64'])('of %s is read', (name) => {
    const { dtype, shape, data } = types.read(name);
    expect({ dtype, shape, data: [...data] }).toEqual({ dtype: name, shape: [3, 4], data: values });
  });

  it.each(['uint8', 'uint16', 'uint32', 'uint64'])('of %s is read', (name) => {
    const { dtype, data } = types.read(name);
    expect({ dtype, data: [...data] }).toEqual({ dtype: name, data: values.map((value) => value + 6) });
  });

  it.each([
    ['of booleans, an enumeration', 'bool', values.map((value) => Number(value !== 0))],
    ['in the other byte order', 'big endian', values],
    ['of bfloat16, as Keras 3 marks opaque bytes', 'opaque bfloat16', values],
    ['in chunks that do not fill the last row', 'chunks', values],
    ['in compressed chunks', 'gzip', values],
    ['that is shuffled, compressed and summed', 'shuffled', values],
    [
      'in more chunks than one node of their tree holds',
      'many chunks',
      Array.from({ length: 70 }, (_, i) => i),
    ],
    ['without elements', 'empty', []],
    ['of one number', 'scalar', [2.5]],
  ])('%s is read', (_, name, expected) => {
    expect([...types.read(name).data]).toEqual(expected);
  });

  it.each(['one piece', 'one chunk', 'plain chunk', 'compact'])(
    'of the newest format, %s, is read',
    (name) => {
      const { shape, data } = latest.read(`a/${name}`);
      expect([shape, [...data]]).toEqual([[3, 4], values]);
    },
  );

  it.each([
    ['text', 'types.h5, tensor text: has text, expected numbers'],
    ['fixed text', 'types.h5, tensor fixed text: has text, expected numbers'],
    ['records', 'types.h5, tensor records: has records, expected numbers'],
    ['never written', 'types.h5, tensor never written: has no values: they were never written'],
    ['lzf', 'types.h5, tensor lzf: is compressed with lzf, expected gzip, shuffle or fletcher32'],
  ])('with what is not read is refused by name: %s', (name, message) => {
    expect(refusal(() => types.read(name))).toBe(message);
  });

  it('with an index of chunks of the newest format is refused by name', () => {
    expect(refusal(() => latest.read('a/fixed array'))).toMatch(/through a fixed array, .* libver='latest'/);
  });

  it('that is not there is refused with what is', () => {
    expect(refusal(() => latest.read('b'))).toBe(
      'latest.h5, tensor b: there is none; it has a/one piece, a/one chunk, a/plain chunk, a/fixed array, a/compact',
    );
  });

  it('has its shape known before it is read', () => {
    expect(['float16', 'scalar', 'empty', 'nothing'].map(types.shape)).toEqual([[3, 4], [], [0, 4], null]);
  });
});

describe('an HDF5 file', () => {
  it('has its groups and data sets by their paths, however many nodes a group takes', () => {
    expect(types.groups).toHaveLength(13);
    expect(types.groups).toContain('group 11');
    expect(latest.groups).toEqual(['', 'a']);
    expect(types.has('a link')).toBe(false);
  });

  it('has attributes of text, fixed and of varying length', () => {
    expect(Object.fromEntries(types.texts(''))).toEqual({
      one: ['text'],
      several: ['a', 'bb'],
      fixed: ['xy', 'z'],
    });
    expect([...types.texts('nowhere')]).toEqual([]);
  });
});

describe('a hostile HDF5 file', () => {
  const bytes = kerasFile('keras3.weights.h5');
  const edited = (edit: (view: DataView, copy: Uint8Array) => void) => {
    const copy = bytes.slice();
    edit(new DataView(copy.buffer), copy);
    return refusal(() => {
      const file = openHdf5(copy, 'm.h5');
      for (const name of file.names) file.read(name);
    });
  };
  const find = (copy: Uint8Array, tag: string) => Buffer.from(copy.buffer).indexOf(tag);

  it('whose groups hold each other is refused', () => {
    const message = edited((view, copy) => {
      const root = view.getBigUint64(64, true);
      for (let at = 0; at + 8 < copy.length; at++)
        if (Buffer.from(copy.buffer, at, 4).toString('latin1') === 'SNOD')
          view.setBigUint64(at + 16, root, true);
    });
    expect(message).toMatch(/^m\.h5, .*: is the same group as another one$/);
  });

  it('whose tree holds itself is refused', () => {
    const message = edited((view, copy) => {
      const tree = find(copy, 'TREE');
      view.setUint8(tree + 5, 15);
      view.setUint16(tree + 6, 32, true);
      for (let child = 0; child < 32; child++) view.setBigUint64(tree + 32 + 16 * child, BigInt(tree), true);
    });
    expect(message).toMatch(/damaged/);
  });

  it('that promises more than it has is refused before memory is taken', () => {
    const message = edited((view, copy) => {
      // The first dataspace [3, 8]: its sizes and the most that they may be.
      const at = Buffer.from(copy.buffer).indexOf(
        Buffer.from([3, 0, 0, 0, 0, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0]),
      );
      view.setBigUint64(at, 2n ** 27n, true);
    });
    expect(message).toMatch(/shape \[134217728, 8\] takes 4294967296 bytes, expected at most 1073741824/);
  });

  it('with a configuration that no model has is refused before it is parsed', () => {
    const long = kerasFile('keras2-stack.h5');
    const whole = new Uint8Array(long.length + 2 ** 23);
    whole.set(long);
    const view = new DataView(whole.buffer);
    // The heap with the text, at the end of the file and as long as it can be.
    const heap = Buffer.from(whole.buffer).indexOf('GCOL');
    const message = Buffer.from(whole.buffer).indexOf('model_config');
    const [typeBytes, spaceBytes] = [4, 2].map((back) => view.getUint16(message - back, true));
    const pointer = message + 16 + Math.ceil(typeBytes / 8) * 8 + spaceBytes;
    whole.copyWithin(long.length, heap, heap + 4096);
    view.setBigUint64(40, BigInt(whole.length), true);
    view.setBigUint64(long.length + 8, 2n ** 23n, true);
    view.setBigUint64(long.length + 24, 2n ** 23n - 64n, true);
    view.setUint32(pointer, 2 ** 22 + 1, true);
    view.setBigUint64(pointer + 4, BigInt(long.length), true);
    view.setUint32(pointer + 12, view.getUint16(long.length + 16, true), true);
    expect(refusal(() => openTensors(whole, 'm.h5'))).toBe(
      'm.h5: a model_config of 4194305 characters, expected at most 4194304',
    );
  });

  it('that is cut short says how much is missing', () => {
    expect(refusal(() => openHdf5(bytes.subarray(0, 9000), 'm.h5'))).toBe(
      `m.h5: cut short: found 9000 bytes of ${bytes.length}`,
    );
  });

  it('with addresses of other sizes, or a later superblock, is refused by name', () => {
    expect(edited((view) => view.setUint8(13, 4))).toMatch(/addresses of 4 and lengths of 8 bytes/);
    expect(edited((view) => view.setUint8(8, 9))).toMatch(/superblock version 9, expected 0 to 3/);
  });
});
