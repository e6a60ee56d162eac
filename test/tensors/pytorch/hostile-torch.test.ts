import { describe, expect, it } from 'vitest';
import { BadInput } from '../../../src/errors/bad-input.ts';
import { formatOf, openTensors } from '../../../src/tensors/open.ts';
import { readZipDirectory } from '../../../src/tensors/zip/zip-directory.ts';
import { readZipEntry } from '../../../src/tensors/zip/zip-entry.ts';
import { writeZip, type ZipContent } from '../../../src/tensors/zip/zip-write.ts';
import { dict, global, type HandMadeTensor, operations, pickle, tensor, text, torchFile } from './pickles.ts';
import { torchFixture } from './torch-fixture.ts';

const MIB = 2 ** 20;
const four = new Uint8Array(new Float32Array([1, 2, 3, 4]).buffer);
const whole: HandMadeTensor = { elements: 4, shape: [2, 2], strides: [2, 1] };

/** A file with one tensor `a`, which is otherwise than it should be. */
function oneTensor(changes: Partial<HandMadeTensor>, storage: Uint8Array = four): Uint8Array {
  return torchFile(pickle(dict(['a', tensor({ ...whole, ...changes })])), { 0: storage });
}

function refusal(bytes: Uint8Array): string {
  try {
    openTensors(bytes, 'm.pt');
  } catch (error) {
    if (error instanceof BadInput) return error.message;
    throw error;
  }
  throw new Error('it is read');
}

describe('a tensor that does not lie in its storage', () => {
  it.each([
    [
      'ends behind it',
      { offset: 1 },
      'm.pt, tensor a: shape [2, 2] with strides [2, 1] from element 1 ends at element 5, its storage has 4',
    ],
    ['has a row behind it', { shape: [3, 2] }, 'ends at element 6, its storage has 4'],
    ['has strides that lead out of it', { strides: [2 ** 52, 1] }, 'ends at element 4503599627370498'],
    [
      'is of more elements than a number counts',
      { shape: [2 ** 40, 2 ** 40], strides: [0, 0] },
      'shape [1099511627776, 1099511627776] is beyond any array',
    ],
    [
      'hides an absurd size behind an axis of 0',
      { shape: [0, 2 ** 50], strides: [1, 1] },
      'is beyond any array',
    ],
    ['begins in front of it', { offset: -1 }, 'a number of its offset is -1, expected whole numbers from 0'],
    ['goes backwards', { strides: [-1, 1] }, 'a number of its strides is -1'],
    ['has sizes below 0', { shape: [-2, -2] }, 'a number of its shape is -2'],
    [
      'has more strides than axes',
      { strides: [4, 2, 1] },
      'shape [2, 2] and 3 strides, expected one for every axis',
    ],
    [
      'has a hundred axes',
      { shape: Array(100).fill(1), strides: Array(100).fill(1) },
      'its shape has 100 numbers, expected at most 64',
    ],
    [
      'says more of it than there is',
      { elements: 5 },
      'its storage archive/data/0 has 16 bytes, expected 20',
    ],
    ['names one that is not there', { key: '../0' }, 'its storage archive/data/../0 is not in the file'],
  ] as const)('is refused before it is read: it %s', (_, changes, says) => {
    const message = refusal(oneTensor(changes as Partial<HandMadeTensor>));
    expect(message).toContain('m.pt, tensor a: ');
    expect(message).toContain(says);
  });

  it('is refused when its arguments are of other kinds', () => {
    const call = (...args: readonly (string | Uint8Array)[]) =>
      torchFile(
        pickle(dict(['a', operations(global('torch._utils', '_rebuild_tensor_v2'), '(', ...args, 'tR')])),
      );
    expect(refusal(call())).toBe(
      'm.pt, tensor a: expected a storage of PyTorch: its class, key, device and size',
    );
    expect(refusal(call('N', 'N', 'N', 'N'))).toContain('expected a storage of PyTorch');
    expect(refusal(call(text('storage'), 'Q'))).toContain('expected a storage of PyTorch');
  });
});

describe('views that together are far larger than the file', () => {
  const million = { shape: [1000, 1000], strides: [0, 0] };

  it('are read while they are few', () => {
    const { read } = openTensors(oneTensor(million), 'm.pt')!;
    expect(read('a').data).toHaveLength(1_000_000);
  });

  it('are refused before memory is taken', () => {
    const large = { ...whole, shape: [1000, 10_000], strides: [0, 0] };
    expect(refusal(oneTensor(large))).toMatch(
      /^m\.pt, tensor a: shape \[1000, 10000\] repeats its storage of 16 bytes: all tensors together/,
    );
    const many = Array.from({ length: 100 }, (_, i) => [`a${i}`, tensor({ ...whole, ...million })] as const);
    expect(refusal(torchFile(pickle(dict(...many)), { 0: four }))).toContain('m.pt, tensor a4: ');
  });

  it('are refused when one is held a million times over', () => {
    // A list of ten of the list before, six times: a million names for one tensor.
    const ten = (level: number) =>
      operations(']q', level + 1, '(', `h${String.fromCharCode(level)}`.repeat(10), 'e');
    const levels = Array.from({ length: 6 }, (_, level) => ten(level));
    const laugh = pickle('(', tensor(whole), 'q\x00', ...levels, 't');
    const before = process.memoryUsage().heapUsed;
    expect(refusal(torchFile(laugh, { 0: four }))).toMatch(/more than 32768 tensors|too large for a file/);
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(64 * MIB);
  });

  it('are refused when nothing but lists is held endlessly often', () => {
    const two = Array.from({ length: 40 }, (_, level) =>
      operations(']q', level + 1, '(h', level, 'h', level, 'e'),
    );
    expect(refusal(torchFile(pickle('(]q\x00', ...two, 't')))).toBe(
      'm.pt: more than 1048576 values, counted each time that they are held',
    );
  });

  it('are refused when their names are longer than those of any model', () => {
    const long = text('n'.repeat(1000));
    const held = operations(
      '}q\x01(',
      ...Array.from({ length: 900 }, (_, i) => operations(text(`${i}`), 'h\x00')),
      'u',
    );
    const nested = operations('(', tensor(whole), 'q\x00', held, 't');
    const names = Array.from({ length: 9 }, () => operations('}', long, 'h\x01s'));
    expect(refusal(torchFile(pickle('(', nested, ...names, 't'), { 0: four }))).toMatch(
      /the names of its tensors are longer than 4194304 characters/,
    );
  });
});

describe('a file of torch.save that holds no state dict', () => {
  const replaced = (name: string, change: (contents: ZipContent[]) => ZipContent[]): Uint8Array => {
    const bytes = torchFixture(name);
    const contents = readZipDirectory(bytes, '').map((entry) => ({
      name: entry.name,
      bytes: readZipEntry(bytes, entry, '').slice(),
    }));
    return writeZip(change(contents), false);
  };
  const with_ =
    (name: string, content = '') =>
    (contents: ZipContent[]) => [...contents, { name, bytes: operations(content) }];

  it.each([
    [
      'a whole module',
      torchFixture('module.pt'),
      'm.pt, pickle archive/data.pkl: holds an object of the class torch.nn.modules.rnn.LSTM: no class is built; save the state_dict alone: torch.save(model.state_dict(), path)',
    ],
    [
      'a lone tensor',
      torchFixture('one-tensor.pt'),
      'm.pt: holds one tensor [2, 3] without a name, expected a state_dict',
    ],
    [
      'a TorchScript archive',
      replaced('lstm.pt', with_('archive/constants.pkl')),
      'm.pt: is a TorchScript archive (torch.jit.save), which holds code, expected a state_dict',
    ],
    [
      'a package',
      replaced('lstm.pt', with_('archive/.data/extern_modules')),
      'm.pt: is a package of torch.package',
    ],
    [
      'an exported program',
      replaced('lstm.pt', with_('serialized_exported_program.json')),
      'm.pt: is an exported program (torch.export.save)',
    ],
    [
      'two pickles',
      replaced('lstm.pt', with_('other/data.pkl')),
      'm.pt: has 2 entries data.pkl, expected one',
    ],
    [
      'another byte order',
      replaced('lstm.pt', with_('archive/byteorder', 'middle\x7f')),
      'm.pt, zip entry archive/byteorder: is "middle\\u007f", expected little or big',
    ],
    [
      'no tensors',
      torchFile(pickle(dict(['epoch', operations('K\x03')], ['note', text('b')]))),
      'm.pt: a file of torch.save without tensors; found epoch (a number), note (a text)',
    ],
    ['nothing', torchFile(pickle('}')), 'm.pt: a file of torch.save without tensors; found nothing'],
    [
      'two tensors of one name',
      torchFile(pickle(dict(['a.b', tensor(whole)], ['a', dict(['b', tensor(whole)])])), { 0: four }),
      'm.pt: two tensors are named a.b',
    ],
    ['a number', torchFile(pickle('K\x03')), 'm.pt: holds a number without a name'],
    [
      'a dictionary in itself',
      torchFile(pickle('}q\x00', text('a'), 'h\x00s')),
      'm.pt, pickle archive/data.pkl: holds a value that contains itself',
    ],
    ['one that is cut short', torchFixture('lstm.pt').slice(0, 1500), 'cut short'],
  ])('is called what it is: %s', (_, bytes, says) => {
    expect(formatOf(bytes)?.name).toBe('pytorch');
    expect(refusal(bytes)).toContain(says);
  });

  it('is refused when its entries would inflate to more than a gigabyte', () => {
    const bytes = torchFile(
      pickle(dict(['a', tensor(whole)])),
      { 0: new Uint8Array(1100) },
      { compress: true },
    );
    const at = bytes.findIndex(
      (_, i) => Buffer.from(bytes.subarray(i, i + 14)).toString() === 'archive/data/0',
    );
    expect(at).toBeGreaterThan(0);
    // The sizes of both records say 1 MB: more than its few bytes can hold.
    const lie = bytes.slice();
    const view = new DataView(lie.buffer);
    for (let i = 0; i + 14 < lie.length; i++) {
      if (Buffer.from(lie.subarray(i, i + 14)).toString() !== 'archive/data/0') continue;
      view.setUint32(i === at ? i - 8 : i - 22, 2 ** 30, true);
    }
    expect(refusal(lie)).toMatch(/declares 1073741824 bytes, but its \d+ bytes hold at most/);
  });

  it('shows keys without control characters, and cut', () => {
    const key = `\x1b[31m${'n'.repeat(200)}`;
    const message = refusal(torchFile(pickle(dict([key, tensor({ ...whole, offset: 9 })])), { 0: four }));
    expect(message).toContain(`m.pt, tensor \\u001b[31m${'n'.repeat(75)}...: shape`);
  });
});
