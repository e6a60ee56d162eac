import { describe, expect, it } from 'vitest';
import { openHdf5 } from '../../../src/tensors/hdf5/hdf5-file.ts';
import { rewriteHdf5 } from '../../../src/tensors/hdf5/rewrite-hdf5.ts';
import { formatOf, openTensors } from '../../../src/tensors/open.ts';
import type { NamedTensor, Tensor } from '../../../src/tensors/tensor-file.ts';
import { refusal } from '../../config/refusal.ts';
import { kerasFile } from '../keras-fixtures.ts';

const kernel = 'model_weights/lstm/lstm/lstm_cell/kernel:0';
const whole = kerasFile('keras2-stack.h5');
const tensor = (shape: readonly number[], dtype: Tensor['dtype'] = 'uint8'): Tensor => ({
  shape,
  dtype,
  data: Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => i % 2),
});
const named = (name: string, own = tensor([2, 3])): NamedTensor => ({ name, ...own });
const added = (bytes: Uint8Array, ...tensors: readonly NamedTensor[]) =>
  rewriteHdf5(bytes, 'm.h5', { replaced: new Map(), added: tensors });

describe('an HDF5 file that is rewritten', () => {
  it('differs in the new values alone', () => {
    const before = openHdf5(whole, 'm.h5').read(kernel);
    const after = { ...before, data: before.data.slice().fill(0.5, 3, 5) };
    const bytes = rewriteHdf5(whole, 'm.h5', { replaced: new Map([[kernel, after]]), added: [] });
    expect([...openHdf5(bytes, 'm.h5').read(kernel).data]).toEqual([...after.data]);
    expect(bytes.length).toBe(whole.length);
    expect([...bytes.keys()].filter((at) => bytes[at] !== whole[at]).length).toBeLessThanOrEqual(8);
    expect(rewriteHdf5(whole, 'm.h5', { replaced: new Map([[kernel, before]]), added: [] })).toEqual(whole);
  });

  it('keeps everything when data sets are added, but for the places that lead to a group', () => {
    const bytes = added(
      whole,
      named(kernel.replace('kernel', 'kernel_mask')),
      named('model_weights/new/a/b'),
    );
    const [before, after] = [openHdf5(whole, 'm.h5'), openHdf5(bytes, 'm.h5')];
    const changed = [...whole.keys()].filter((at) => bytes[at] !== whole[at]);
    // The end of the file, and three groups with a tree and a heap, twice where their entries cache them.
    expect(changed.length).toBeLessThan(8 * (1 + 2 * 2 * 2));
    for (const name of before.names) expect(after.read(name)).toEqual(before.read(name));
    for (const group of before.groups) expect(after.texts(group)).toEqual(before.texts(group));
    expect(after.names.filter((name) => !before.has(name))).toEqual([
      'model_weights/lstm/lstm/lstm_cell/kernel_mask:0',
      'model_weights/new/a/b',
    ]);
    expect(after.groups.filter((group) => !before.groups.includes(group))).toEqual([
      'model_weights/new',
      'model_weights/new/a',
    ]);
  });

  it.each(['float16', 'float32', 'float64', 'int8', 'int16', 'int32', 'int64', 'uint8', 'uint16'] as const)(
    'gets data sets of %s',
    (dtype) => {
      const own = tensor([3, 5], dtype);
      const read = openHdf5(added(whole, named('a', own)), 'm.h5').read('a');
      expect([read.shape, read.dtype, [...read.data]]).toEqual([[3, 5], dtype, [...own.data]]);
    },
  );

  it('takes as many members as one node of a tree leads to, and no more', () => {
    const many = (count: number) => Array.from({ length: count }, (_, i) => named(`masks/${i}`));
    const names = openHdf5(added(whole, ...many(256)), 'm.h5').names;
    expect(names.filter((name) => name.startsWith('masks/'))).toHaveLength(256);
    expect(refusal(() => added(whole, ...many(257)))).toBe('m.h5, masks: 257 members, expected at most 256');
  });

  it('is refused where it could not stay what it is', () => {
    const replace = (file: string, name: string, own: Tensor) =>
      refusal(() => rewriteHdf5(kerasFile(file), 'm.h5', { replaced: new Map([[name, own]]), added: [] }));
    expect(replace('types.h5', 'gzip', tensor([3, 4], 'float32'))).toBe(
      'm.h5, tensor gzip: lies in chunks, expected one piece',
    );
    expect(replace('types.h5', 'float32', tensor([4, 3], 'float32'))).toBe(
      'm.h5, tensor float32: new values of float32 [4, 3], expected float32 [3, 4]',
    );
    expect(refusal(() => added(whole, named(kernel)))).toMatch(/kernel:0 already, expected a new name$/);
    expect(refusal(() => added(kerasFile('latest.h5'), named('a/mask')))).toMatch(
      /a group of the newer kind/,
    );
    expect(refusal(() => added(kerasFile('types.h5'), named('mask')))).toMatch(/has soft links/);
    expect(refusal(() => added(whole, named(`${kernel}/mask`)))).toMatch(/is a data set, expected a group/);
  });
});

describe('a .keras file that is rewritten', () => {
  it('has the new weights between the same configuration and metadata', async () => {
    const bytes = kerasFile('cells.keras');
    const format = formatOf(bytes);
    const name = 'layers/lstm/cell/masks/0';
    const written = await format?.rewrite?.(bytes, 'm.keras', new Map(), {
      replaced: new Map(),
      added: [named(name)],
    });
    const [before, after] = [bytes, written?.bytes ?? bytes].map((each) => openTensors(each, 'm.keras'));
    expect(after).toMatchObject({
      format: 'keras',
      configuration: expect.stringContaining('StackedRNNCells'),
    });
    expect(after?.names).toEqual(expect.arrayContaining([...(before?.names ?? []), name]));
    expect(after?.names).toHaveLength((before?.names.length ?? 0) + 1);
  });
});
