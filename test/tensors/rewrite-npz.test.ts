import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { writeNpyTensor } from '../../src/tensors/npy/npy.ts';
import { openNpz, rewriteNpz, writeNpz } from '../../src/tensors/npy/npz.ts';
import type { NamedTensor, Tensor, TensorType } from '../../src/tensors/tensor-file.ts';
import { writeZip } from '../../src/tensors/zip/zip-write.ts';
import { refusal } from '../config/refusal.ts';
import { fixture } from './fixtures.ts';

const entries = [
  { name: 'a', shape: [2, 2], data: Float64Array.of(1, -0, 1e-310, 4) },
  { name: 'b', shape: [3], data: Int16Array.of(1, 2, 3) },
  { name: 'c', shape: [], data: Float32Array.of(0.5) },
];
const none = { replaced: new Map(), added: [] };

describe('a .npz file that is written anew', () => {
  it('is the same file where nothing changes, deflated where it was', () => {
    for (const compress of [false, true]) {
      const bytes = writeNpz(entries, { compress });
      expect(rewriteNpz(bytes, 'a.npz', none)).toEqual(bytes);
    }
  });

  it('keeps the order of its arrays, and has new ones behind them', () => {
    const bytes = rewriteNpz(writeNpz(entries), 'a.npz', {
      replaced: new Map([['b', { shape: [3], dtype: 'int16', data: Int16Array.of(0, 2, 0) }]]),
      added: [{ name: 'b_mask', shape: [3], dtype: 'bool', data: Uint8Array.of(0, 1, 0) }],
    });
    const file = openNpz(bytes, 'a.npz');
    expect(file.names).toEqual(['a', 'b', 'c', 'b_mask']);
    expect([...file.read('b').data]).toEqual([0, 2, 0]);
    expect(file.read('b_mask')).toEqual({ shape: [3], dtype: 'bool', data: Uint8Array.of(0, 1, 0) });
    expect(file.read('a')).toEqual({ shape: [2, 2], dtype: 'float64', data: entries[0].data });
  });

  it('has arrays of every type as they were read', () => {
    const types: readonly TensorType[] = [
      ...(['float16', 'float32', 'float64', 'int8', 'int16', 'int32'] as const),
      ...(['int64', 'uint8', 'uint16', 'uint32', 'uint64', 'bool'] as const),
    ];
    fc.assert(
      fc.property(
        fc.constantFrom(...types),
        fc.array(fc.constantFrom(0, 1), { maxLength: 6 }),
        (dtype, bits) => {
          const data = dtype === 'bool' ? Uint8Array.from(bits) : Float64Array.from(bits);
          const npy = writeNpyTensor({ shape: [bits.length], dtype, data }, 'x');
          const bytes = writeZip([{ name: 'x.npy', bytes: npy }], false);
          const read = openNpz(bytes, 'x.npz').read('x');
          expect(read.dtype).toBe(dtype);
          const again = rewriteNpz(bytes, 'x.npz', { replaced: new Map([['x', read]]), added: [] });
          expect(again).toEqual(bytes);
        },
      ),
    );
  });

  it.each(['float16-big-endian', 'int16-fortran', 'three-axes-fortran', 'int64-big-endian', 'bool-fortran'])(
    'has an array with other values in its byte order and order of axes: %s',
    (name) => {
      const bytes = writeZip([{ name: 'x.npy', bytes: fixture(`${name}.npy`) }], false);
      const read = openNpz(bytes, 'x.npz').read('x');
      expect(rewriteNpz(bytes, 'x.npz', { replaced: new Map([['x', read]]), added: [] })).toEqual(bytes);
      const others = { ...read, data: read.data.slice().reverse() };
      const again = rewriteNpz(bytes, 'x.npz', { replaced: new Map([['x', others]]), added: [] });
      expect(openNpz(again, 'x.npz').read('x')).toEqual(others);
      expect(again).not.toEqual(bytes);
    },
  );

  it('is refused with changes that do not fit', () => {
    const bytes = writeNpz(entries);
    const c = { shape: [], dtype: 'float32', data: Float32Array.of(1) } as const;
    const message = (replaced: Record<string, Tensor>, added: readonly NamedTensor[]) =>
      refusal(() => rewriteNpz(bytes, 'a.npz', { replaced: new Map(Object.entries(replaced)), added }));
    expect(message({ x: c }, [])).toContain('a.npz, tensor x: is not in the file');
    expect(message({ a: c }, [])).toContain('a.npz, tensor a: 1 elements of shape [], expected [2, 2]');
    expect(message({}, [{ ...c, name: 'b' }])).toContain('a.npz, tensor b: is in the file already');
    expect(message({}, [{ ...c, name: 'd', dtype: 'bfloat16' }])).toContain('a.npz, array d: type bfloat16');
  });
});
