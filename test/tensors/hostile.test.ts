import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { casesOf } from '../drawn.ts';
import { largestAllocation, watchAllocations } from './allocations.ts';
import { fixture, npyFile } from './fixtures.ts';
import { craftZip, zip64Extra } from './zip/crafted-zip.ts';

watchAllocations();
const { deflateSync } = await import('fflate');
const { BadInput } = await import('../../src/errors/bad-input.ts');
const { readNpy, writeNpy } = await import('../../src/tensors/npy/npy.ts');
const { openNpz } = await import('../../src/tensors/npy/npz.ts');
const { readScipyCsr } = await import('../../src/tensors/scipy-csr.ts');
const { readLstmTensors } = await import('../../src/lstm/weights/state-dict.ts');

const KIB = 2 ** 10;
const MIB = 2 ** 20;

/** Reads a file; what cannot be read must be refused with BadInput, and any other error goes through. */
function readOrRefuse(read: () => unknown): 'read' | 'refused' {
  try {
    read();
    return 'read';
  } catch (error) {
    if (error instanceof BadInput) return 'refused';
    throw error;
  }
}

function readAll(file: Uint8Array): void {
  const npz = openNpz(file, 'm.npz', { maxBytes: 8 * MIB });
  for (const name of npz.names) npz.read(name);
}

const READERS: readonly (readonly [string, readonly string[], (file: Uint8Array) => void])[] = [
  [
    '.npy',
    [
      'float16-big-endian.npy',
      'int64-fortran.npy',
      'version-2.npy',
      'three-axes-fortran.npy',
      'bytes.npy',
      'bool.npy',
    ],
    (file) => readNpy(file, 'a'),
  ],
  ['.npz', ['savez.npz', 'savez-compressed.npz', 'piped.npz', 'piped-compressed.npz', 'plain.npz'], readAll],
  [
    'sparse matrix',
    ['csr-float32.npz', 'csr-float64-stored.npz', 'csr-unsorted.npz', 'csr-unicode-format.npz'],
    (file) => readScipyCsr(file, 'm.npz', { maxBytes: 8 * MIB }),
  ],
  [
    'LSTM',
    ['lstm.npz', 'lstm-pruned.npz', 'lstm-codes.npz'],
    (file) => readLstmTensors(openNpz(file, 'm.npz', { maxBytes: 8 * MIB }), 'm.npz'),
  ],
];

const edit = fc.oneof(
  fc.record({ kind: fc.constant('flip' as const), at: fc.nat(), value: fc.integer({ min: 1, max: 255 }) }),
  fc.record({ kind: fc.constant('set' as const), at: fc.nat(), value: fc.constantFrom(0, 1, 127, 128, 255) }),
  fc.record({ kind: fc.constant('cut' as const), at: fc.nat(), value: fc.nat() }),
  fc.record({ kind: fc.constant('truncate' as const), at: fc.nat(), value: fc.constant(0) }),
  fc.record({ kind: fc.constant('splice' as const), at: fc.nat(), value: fc.nat() }),
);
type Edit = typeof edit extends fc.Arbitrary<infer T> ? T : never;

function edited(file: Uint8Array, edits: readonly Edit[]): Uint8Array {
  let bytes = Array.from(file);
  for (const { kind, at, value } of edits) {
    const here = at % (bytes.length + 1);
    const there = value % (bytes.length + 1);
    if (kind === 'flip') bytes[here] ^= value;
    if (kind === 'set') bytes[here] = value;
    if (kind === 'cut') bytes.splice(Math.min(here, there), (value % 40) + 1);
    if (kind === 'truncate') bytes = bytes.slice(0, here);
    if (kind === 'splice') bytes.splice(here, 0, ...bytes.slice(there, there + 60));
  }
  return Uint8Array.from(bytes);
}

/**
 * Edits near the records of a zip file do more harm than edits anywhere: half of them aim at its last bytes.
 */
const aimed = fc.tuple(edit, fc.boolean(), fc.nat({ max: 300 }));

describe.each(READERS)('a damaged %s file', (_, names, read) => {
  it('is read or refused with a message, never another error, and takes little memory', () => {
    const outcomes = new Set<string>();
    const bytes = new Map(names.map((name) => [name, fixture(name)]));
    fc.assert(
      fc.property(
        fc.constantFrom(...names),
        fc.array(aimed, { minLength: 1, maxLength: 3 }),
        (name, edits) => {
          const whole = bytes.get(name)!;
          const file = edited(
            whole,
            edits.map(([each, late, back]) =>
              late ? { ...each, at: Math.max(0, whole.length - back) } : each,
            ),
          );
          const peak = largestAllocation(() => outcomes.add(readOrRefuse(() => read(file))));
          expect(peak).toBeLessThan(17 * MIB);
        },
      ),
      { numRuns: casesOf(250, 1000), seed: 11 },
    );
    expect(outcomes).toEqual(new Set(['read', 'refused']));
  });

  it('is refused when cut off anywhere', () => {
    for (const name of names) {
      const whole = fixture(name);
      for (let length = 0; length < whole.length; length += length < 200 ? 1 : 37) {
        expect(readOrRefuse(() => read(whole.subarray(0, length)))).toBe('refused');
      }
    }
  });
});

describe('memory', () => {
  const header = `{'descr': '<f4', 'fortran_order': False, 'shape': (1000000000000,), }`;

  it('is counted by these tests, in the inflater as well', () => {
    const zeros = new Uint8Array(3 * MIB);
    const content = writeNpy([zeros.length], zeros);
    const file = craftZip([{ name: 'a.npy', data: deflateSync(content), content }]);
    expect(largestAllocation(() => openNpz(file, 'm.npz').read('a'))).toBeGreaterThan(3 * MIB);
    expect(largestAllocation(() => deflateSync(new Uint8Array(100)))).toBeGreaterThan(30 * KIB);
  });

  it('is not taken for a .npy header that promises a terabyte', () => {
    const peak = largestAllocation(() => expect(() => readNpy(npyFile(header), 'a')).toThrow(BadInput));
    expect(peak).toBeLessThan(KIB);
  });

  it('is not taken for a .npy header inside an archive that promises more than its entry holds', () => {
    const content = Uint8Array.from([...npyFile(header), ...new Uint8Array(4 * MIB)]);
    const file = craftZip([{ name: 'a.npy', data: deflateSync(content), content }]);
    const npz = openNpz(file, 'm.npz');
    const peak = largestAllocation(() =>
      expect(() => npz.read('a')).toThrow(/takes 4000000000000 bytes, found 4194304/),
    );
    expect(peak).toBeLessThan(3 * MIB);
  });

  it.each([
    ['deflated', 8, /declares 4294967294 bytes, but its \d+ bytes hold at most/],
    ['stored', 0, /declares 4294967294 bytes/],
  ])('is not taken for a %s entry of 1 kB that declares 4 GiB', (_, method, message) => {
    const lie = { method, bytes: 0xfffffffe };
    const file = craftZip([{ name: 'a.npy', data: new Uint8Array(KIB), local: lie, central: lie }]);
    expect(largestAllocation(() => expect(() => openNpz(file, 'm.npz')).toThrow(message))).toBeLessThan(KIB);
  });

  it('is not taken for an entry that declares 2^60 bytes in a zip64 field', () => {
    const lie = { method: 8, bytes: 0xffffffff, extra: zip64Extra(2 ** 60) };
    const file = craftZip([{ name: 'a.npy', data: new Uint8Array(KIB), local: lie, central: lie }]);
    expect(
      largestAllocation(() =>
        expect(() => openNpz(file, 'm.npz')).toThrow(/declares 1152921504606847000 bytes/),
      ),
    ).toBeLessThan(KIB);
  });

  it('is not taken for many entries that together pass the limit', () => {
    const bomb = {
      data: new Uint8Array(8 * KIB),
      central: { method: 8, bytes: 8 * MIB },
      local: { method: 8, bytes: 8 * MIB },
    };
    const file = craftZip(Array.from({ length: 129 }, (_, i) => ({ ...bomb, name: `${i}.npy` })));
    const peak = largestAllocation(() =>
      expect(() => openNpz(file, 'm.npz')).toThrow(/take 1082130432 bytes when inflated/),
    );
    expect(peak).toBeLessThan(KIB);
  });

  it('stays bounded when a deflate stream is far longer than declared', () => {
    const small = writeNpy([16], new Uint8Array(16));
    const long = new Uint8Array(48 * MIB);
    long.set(small);
    const data = deflateSync(long, { level: 1 });
    const file = craftZip([{ name: 'a.npy', data, content: small }]);
    const read = () => openNpz(file, 'm.npz').read('a');
    const peak = largestAllocation(() =>
      expect(read).toThrow('m.npz, array a: inflates to more than the declared 144 bytes'),
    );
    expect(peak).toBeLessThan(40 * MIB);
  });

  it('is not wasted on compressed data that gives nothing', () => {
    const content = writeNpy([16], new Uint8Array(16));
    const stuffed = Uint8Array.from([...deflateSync(content), ...new Uint8Array(MIB)]);
    const file = craftZip([{ name: 'a.npy', data: stuffed, content }]);
    expect(() => openNpz(file, 'm.npz').read('a')).toThrow(
      /damaged compressed data: \d+ bytes of it give nothing/,
    );
  });
});
