import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeNpy } from '../../src/tensors/npy/npy.ts';
import { writeNpz } from '../../src/tensors/npy/npz.ts';
import { folder, matrixFile, put, session, smallBbs, smallCsr, vectorFile } from './session.ts';

const here = folder();
const csr = put(here, 'csr.yaml', smallCsr);
const bbs = put(here, 'bbs.yaml', smallBbs);
const matrix = put(here, 'A.npy', matrixFile([[1, 0, 2, 0]]));
const vector = put(here, 'x.npy', vectorFile([1, 2, 3, 4]));

/** A .npy file whose header says what it likes. */
function npyWithHeader(header: string, dataBytes = 8): Uint8Array {
  const text = Buffer.from(`${header}\n`, 'latin1');
  const prefix = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, text.length & 0xff, text.length >> 8];
  return Uint8Array.from([...prefix, ...text, ...new Uint8Array(dataBytes)]);
}

const int16 = (shape: string) => `{'descr': '<i2', 'fortran_order': False, 'shape': ${shape}, }`;
const npz = writeNpz([{ name: 'h0', shape: [32], data: new Float32Array(32) }]);

const asMatrix = (name: string, bytes: Uint8Array) => [
  'spmv',
  '--accelerator',
  csr,
  '--matrix',
  put(here, name, bytes),
  '--vector',
  vector,
];
const asVector = (name: string, bytes: Uint8Array) => [
  'spmv',
  '--accelerator',
  csr,
  '--matrix',
  matrix,
  '--vector',
  put(here, name, bytes),
];
const asState = (name: string, bytes: Uint8Array) => [
  'run',
  'tiny',
  '--accelerator',
  bbs,
  '--state',
  put(here, name, bytes),
];
const asWeights = (name: string, bytes: Uint8Array) => [
  'run',
  '--accelerator',
  bbs,
  '--weights',
  put(here, name, bytes),
];

describe('a file that is not what it says', () => {
  it.each([
    { what: 'empty', words: asMatrix('empty.npy', new Uint8Array()), says: 'empty.npy: ' },
    {
      what: 'petabytes on paper',
      words: asMatrix('huge.npy', npyWithHeader(int16('(1073741824, 1073741824)'))),
      says: 'huge.npy: ',
    },
    {
      what: 'sizes beyond integers',
      words: asMatrix('beyond.npy', npyWithHeader(int16('(99999999999999999999, 1)'))),
      says: 'beyond.npy: ',
    },
    {
      what: 'a negative size',
      words: asMatrix('negative.npy', npyWithHeader(int16('(-1, 4)'))),
      says: 'negative.npy: ',
    },
    {
      what: 'pickled objects',
      words: asMatrix(
        'pickle.npy',
        npyWithHeader("{'descr': '|O', 'fortran_order': False, 'shape': (1, 4), }"),
      ),
      says: 'pickle.npy: ',
    },
    {
      what: 'three axes',
      words: asMatrix('axes.npy', writeNpy([1, 1, 4], new Int16Array(4))),
      says: 'axes.npy: shape [1, 1, 4], expected a matrix',
    },
    {
      what: 'a matrix as vector',
      words: asVector('wide.npy', matrixFile([[1, 2, 3, 4]])),
      says: 'wide.npy: shape [1, 4], expected [4]',
    },
    {
      what: 'an infinity',
      words: asVector('inf.npy', writeNpy([4], Float64Array.from([0, 0, Number.POSITIVE_INFINITY, 0]))),
      says: 'inf.npy: element 2 is Infinity, expected a finite number',
    },
    {
      what: 'an archive that is no SciPy matrix',
      words: asMatrix('other.npz', npz),
      says: 'other.npz: ',
    },
    {
      what: 'a truncated archive',
      words: asState('cut.npz', npz.subarray(0, npz.length - 30)),
      says: 'cut.npz: ',
    },
    {
      what: 'a state of other names',
      words: asState('names.npz', writeNpz([{ name: 'h', shape: [32], data: new Float32Array(32) }])),
      says: 'names.npz has neither h0 nor c0; it has h',
    },
    {
      what: 'a state of another shape',
      words: asState('shape.npz', writeNpz([{ name: 'c0', shape: [2, 32], data: new Float32Array(64) }])),
      says: 'shape.npz, array c0: shape [2, 32], expected [1, 32] or [32]',
    },
    {
      what: 'a state with NaN',
      words: asState(
        'nan.npz',
        writeNpz([{ name: 'h0', shape: [32], data: new Float32Array(32).fill(Number.NaN, 5, 6) }]),
      ),
      says: 'nan.npz, array h0: element 5 is NaN',
    },
    {
      what: 'weights of no LSTM',
      words: asWeights('no-lstm.npz', npz),
      says: 'no-lstm.npz: ',
    },
  ])('is refused by name: $what', async ({ words, says }) => {
    const { code, out, err } = await session(...words);
    expect(err).toContain(says);
    expect(err.trimEnd().split('\n')).toHaveLength(1);
    expect(out).toBe('');
    expect(code).toBe(2);
  });
});

describe('a matrix that is not bank-balanced', () => {
  it('is refused with tensor, row, bank, found and expected', async () => {
    const uneven = matrixFile([
      [1, 0, 1, 0, 1, 0, 1, 0],
      [1, 0, 0, 0, 0, 2, 0, 3],
    ]);
    const { code, err } = await session(
      'spmv',
      '--accelerator',
      bbs,
      '--matrix',
      put(here, 'uneven.npy', uneven),
      '--vector',
      put(here, 'eight.npy', vectorFile([1, 2, 3, 4, 5, 6, 7, 8])),
    );
    expect(err).toMatch(/uneven\.npy: row 1, bank 1: found 0 entries, expected 1/);
    expect(code).toBe(2);
  });
});

describe('a design that does not fit', () => {
  const small = ['--matrix', matrix, '--vector', vector];

  it('says what is over, by how much, and how to go on', async () => {
    const { code, err } = await session('spmv', '--accelerator', 'csr', ...small);
    expect(code).toBe(2);
    expect(err).toMatch(
      /csr: does not fit arria10-gx1150: needs [\d,]+ of 427,200 ALM \(\d+\.\d % over\): [a-z -]+ \d/,
    );
    expect(err).toContain('--allow-overflow');
  });

  it('runs with --allow-overflow', async () => {
    const { code, out } = await session('spmv', '--accelerator', 'csr', ...small, '--allow-overflow');
    expect(code).toBe(0);
    expect(out).toContain('results equal the integer reference');
  });
});

describe('a run that fails', () => {
  it('leaves the result of an earlier one as it was, and no temporary file', async () => {
    const out = join(here, 'results');
    mkdirSync(out);
    writeFileSync(join(out, 'result.json'), 'old');
    const { code } = await session(
      'compare',
      'tiny',
      '--accelerators',
      'bbs',
      '--set',
      'pes=0',
      '--out',
      out,
    );
    expect(code).toBe(2);
    expect(readFileSync(join(out, 'result.json'), 'utf8')).toBe('old');
    expect(readdirSync(out)).toEqual(['result.json']);
  });

  it('does not touch outputs saved before', async () => {
    const saved = put(here, 'o.npz', 'old');
    const words = [...asState('bad.npz', new Uint8Array(40)), '--save-outputs', saved];
    expect((await session(...words)).code).toBe(2);
    expect(readFileSync(saved, 'utf8')).toBe('old');
    expect(readdirSync(here).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });
});
