import { deflateSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { BadInput } from '../../../src/errors/bad-input.ts';
import { writeNpy } from '../../../src/tensors/npy/npy.ts';
import { openNpz } from '../../../src/tensors/npy/npz.ts';
import { crc32 } from '../../../src/tensors/zip/crc32.ts';
import { patched } from '../fixtures.ts';
import { type CraftedEnd, type CraftedEntry, craftZip, number, zip64Extra } from './crafted-zip.ts';

const ONES = 0xffffffff;
const content = writeNpy([3], Int16Array.of(5, -6, 7));
const stored: CraftedEntry = { name: 'a.npy', data: content };
const deflated: CraftedEntry = { name: 'a.npy', data: deflateSync(content), content };
const size = content.length;
const packed = deflated.data.length;

function read(entry: CraftedEntry, end?: CraftedEnd): readonly number[] {
  return Array.from(openNpz(craftZip([entry], end), 'm.npz').read('a').data);
}

it('computes the CRC-32 of the check string of the standard', () => {
  expect(crc32(new TextEncoder().encode('123456789'))).toBe(0xcbf43926);
});

describe('reading zip archives', () => {
  const wide = zip64Extra(size, size);
  it.each<[string, CraftedEntry, CraftedEnd?]>([
    ['a stored entry', stored],
    ['a deflated entry', deflated],
    [
      'a stored entry of deflate made by an uncompressing writer',
      { ...deflated, data: deflateSync(content, { level: 0 }) },
    ],
    ['an archive with a comment', stored, { comment: [80, 75, 5, 6, 0, 0] }],
    [
      'zip64 sizes in the local record',
      { ...stored, local: { compressedBytes: ONES, bytes: ONES, extra: wide } },
    ],
    ['a zip64 field beside true sizes', { ...stored, local: { extra: wide } }],
    [
      'zip64 behind another extra field',
      { ...stored, local: { bytes: ONES, extra: [9, 9, 2, 0, 1, 1, ...zip64Extra(size)] } },
    ],
    [
      'zip64 sizes and offset in the directory',
      {
        ...deflated,
        central: { bytes: ONES, compressedBytes: ONES, at: ONES, extra: zip64Extra(size, packed, 0) },
      },
    ],
    ['a zip64 end record', stored, { zip64: true }],
    [
      'a data descriptor',
      {
        ...deflated,
        local: { flags: 8, crc: 0, bytes: 0, compressedBytes: 0 },
        central: { flags: 8 },
        behind: [
          ...number(0x08074b50, 4),
          ...number(crc32(content), 4),
          ...number(packed, 4),
          ...number(size, 4),
        ],
      },
    ],
  ])('accepts %s', (_, entry, end) => expect(read(entry, end)).toEqual([5, -6, 7]));

  it('accepts names beyond ASCII', () => {
    expect(openNpz(craftZip([{ ...stored, name: 'größe.npy' }]), 'm.npz').names).toEqual(['größe']);
  });
});

describe('refusing zip archives', () => {
  const torn = deflated.data.slice();
  torn.fill(255, 20, 30);
  it.each<[string, readonly CraftedEntry[], RegExp, CraftedEnd?]>([
    ['entries in several parts', [stored], /in several parts, expected one/, { disk: 1 }],
    ['a directory beyond the end', [stored], /should end at byte/, { start: 4000 }],
    ['a directory before its place', [stored], /should end at byte/, { start: 3 }],
    ['fewer records than entries', [stored], /zip entry 1: no directory record/, { entries: 2 }],
    ['more records than entries', [stored, { ...stored, name: 'b.npy' }], /zip directory is/, { entries: 1 }],
    ['a billion zip64 entries', [stored], /zip entry 1: no directory record/, { entries: 1e9, zip64: true }],
    ['a zip64 directory of 2^60 bytes', [stored], /should end at byte/, { size: 2 ** 60, zip64: true }],
    [
      'an encrypted entry',
      [{ ...stored, local: { flags: 1 }, central: { flags: 1 } }],
      /a\.npy: is encrypted/,
    ],
    [
      'another method',
      [{ ...stored, local: { method: 12 }, central: { method: 12 } }],
      /method 12, expected 0/,
    ],
    ['no local record', [{ ...stored, central: { at: 7 } }], /no local record at byte 7/],
    ['an entry beyond the file', [{ ...stored, central: { at: 1e9 } }], /no local record at byte 1000000000/],
    [
      'an entry at 2^63',
      [{ ...stored, central: { at: ONES, extra: zip64Extra(2 ** 63) } }],
      /no local record at byte 9223372036854776000/,
    ],
    [
      'another name',
      [{ ...stored, local: { name: 'b.npy' } }],
      /local record and its directory record disagree/,
    ],
    ['another size', [{ ...stored, local: { bytes: size + 1 } }], /disagree/],
    ['another CRC', [{ ...stored, local: { crc: 5 } }], /disagree/],
    ['another method in one record', [{ ...stored, local: { method: 8 } }], /disagree/],
    ['a descriptor flag in one record', [{ ...stored, local: { flags: 8 } }], /disagree/],
    [
      'data that runs into the directory',
      [{ ...stored, central: { compressedBytes: 1e6, bytes: 1e6 } }],
      /run over/,
    ],
    ['a missing zip64 size', [{ ...stored, central: { bytes: ONES } }], /64-bit size is missing/],
    ['a damaged extra field', [{ ...stored, central: { extra: [1, 0, 99, 0] } }], /damaged extra field/],
    ['an extra field of three bytes', [{ ...stored, central: { extra: [1, 0, 0] } }], /damaged extra field/],
    ['a name twice', [stored, stored], /two zip entries are named a\.npy/],
    [
      'a name with an escape code',
      [{ ...stored, name: '\u001b[2Ja.npy' }],
      /zip entry 0: its name is not plain/,
    ],
    [
      'a name of 2 kB',
      [{ ...stored, name: 'a'.repeat(2000) }],
      /a name of 2000 bytes, expected at most 1024/,
    ],
    ['a file that is no array', [{ ...stored, name: 'readme.txt' }], /readme\.txt is not an array/],
    [
      'a stored entry of two sizes',
      [{ ...stored, local: { bytes: 9 }, central: { bytes: 9 } }],
      /declares 9 bytes/,
    ],
    [
      'more than deflate can hold',
      [{ ...deflated, local: { bytes: 1e6 }, central: { bytes: 1e6 } }],
      new RegExp(`declares 1000000 bytes, but its ${packed} bytes hold at most ${packed * 1032}`),
    ],
  ])('refuses %s', (_, entries, message, end) => {
    const open = () => openNpz(craftZip(entries, end), 'm.npz');
    expect(open).toThrow(BadInput);
    expect(open).toThrow(message);
    expect(open).toThrow(/^m\.npz[:,]/);
  });

  it('refuses a zip64 locator that points elsewhere', () => {
    const file = craftZip([stored], { zip64: true });
    const pointer = file.length - 22 - 20 + 8;
    expect(() => openNpz(patched(file, pointer, 5), 'm.npz')).toThrow('m.npz: no zip64 end record at byte 5');
    expect(() => openNpz(patched(file, pointer + 4, 1), 'm.npz')).toThrow(
      /no zip64 end record at byte 4294967/,
    );
  });

  it('refuses entries that share bytes', () => {
    const inner = craftZip([{ ...stored, name: 'b.npy' }]).subarray(0, 30 + 5 + size);
    const outer: CraftedEntry = { name: 'a.npy', data: Uint8Array.from([...content, ...inner]) };
    const shared: CraftedEntry = { name: 'b.npy', data: content, central: { at: 30 + 5 + size } };
    expect(() => openNpz(craftZip([outer, shared]), 'm.npz')).toThrow(
      'zip entries a.npy and b.npy share bytes',
    );
  });

  it.each<[string, CraftedEntry, RegExp]>([
    [
      'a wrong CRC',
      { ...stored, local: { crc: 5 }, central: { crc: 5 } },
      /CRC-32 is [0-9a-f]{8}, expected 00000005/,
    ],
    ['damaged deflate data', { ...deflated, data: torn }, /array a: /],
    [
      'half a deflate stream',
      { ...deflated, data: deflated.data.subarray(0, packed >> 1) },
      /array a: .*(damaged|declared)/,
    ],
    ['a reserved block type', { ...deflated, data: Uint8Array.of(7, 255, 255) }, /invalid block type/],
    [
      'a deflate stream that is too short',
      { ...deflated, data: deflateSync(content.subarray(0, size - 2)) },
      /bytes, declared 134/,
    ],
  ])('refuses %s when the array is read', (_, entry, message) => {
    expect(() => read(entry)).toThrow(BadInput);
    expect(() => read(entry)).toThrow(message);
  });

  it('refuses a deflate stream that stops behind a sound .npy header', () => {
    const long = writeNpy([20_000], new Uint8Array(20_000));
    const entry = { name: 'a.npy', data: deflateSync(long.subarray(0, 15_000)), content: long };
    expect(() => read(entry)).toThrow('m.npz, array a: inflates to 15000 bytes, declared 20128');
  });
});
