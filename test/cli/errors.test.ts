import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeNpy } from '../../src/tensors/npy/npy.ts';
import { folder, matrixFile, put, session, smallBbs, smallCsr, vectorFile } from './session.ts';

const here = folder();
const csr = put(here, 'csr.yaml', smallCsr);
const bbs = put(here, 'bbs.yaml', smallBbs);
const matrix = put(here, 'A.npy', matrixFile([[1, 0, 2, 0, 3, 0, 0, 4]]));
const vector = put(here, 'x.npy', vectorFile([1, 2, 3, 4, 5, 6, 7, 8]));
const short = put(here, 'short.npy', vectorFile([1, 2, 3]));
const bytes = put(here, 'bytes.npy', writeNpy([8], new Uint8Array(8)));
const nan = put(here, 'nan.npy', writeNpy([1, 8], Float32Array.from([0, 1, Number.NaN, 0, 0, 0, 0, 0])));
const cut = put(here, 'cut.npy', matrixFile([[1, 2, 3, 4]]).subarray(0, -3));
const bogus = put(here, 'bogus.npy', Uint8Array.from([0x93, 78, 85, 77, 80, 89, 1, 0, 0xff, 0xff, 1]));
const text = put(here, 'text.npz', 'not a zip file');
const uneven = put(
  here,
  'uneven.npy',
  matrixFile([
    [1, 0, 0, 0, 0, 2, 0, 3],
    [1, 0, 1, 0, 1, 0, 1, 0],
  ]),
);
const syntax = put(here, 'syntax.yaml', 'kind: bbs\npes: [1\n');
const unknownKey = put(here, 'key.yaml', 'kind: bbs\ntiming:\n  mulLatncy: 3\n');
const wrongType = put(here, 'type.yaml', 'kind: bbs\npes: many\n');

const spmv = (a: string, x: string, accelerator = csr) =>
  ['spmv', '--accelerator', accelerator, '--matrix', a, '--vector', x] as const;

describe('bad input ends with exit code 2 and one look at the message says what to do', () => {
  it.each([
    { words: ['cmpare'], says: 'Did you mean compare?' },
    { words: ['run', 'tiny', '--step', '2'], says: 'Did you mean --steps?' },
    { words: ['run', 'timt'], says: 'did you mean `timit`?' },
    { words: ['run', 'tiny', '--accelerator', 'bsb'], says: 'did you mean `bbs`?' },
    { words: ['run', 'tiny', 'more'], says: 'too many arguments' },
    { words: ['run', 'tiny', '--steps', '0'], says: 'expected an integer from 1 to 1000000; found 0' },
    { words: ['run', 'tiny', '--sparsity', '1'], says: 'expected a number from 0 to below 1' },
    { words: ['run', 'tiny', '--sparsity', ''], says: 'expected a number from 0 to below 1' },
    { words: ['run', 'tiny', '--format', 'xml'], says: 'Allowed choices are table, json, csv, markdown' },
    { words: ['run', 'tiny', '--pattern', 'blck'], says: 'did you mean `block`?' },
    {
      words: ['run', 'tiny', '--accelerator', 'csr', '--keep-per-bank', '2'],
      says: '--keep-per-bank: csr has no field keepPerBank, expected an accelerator that stores bank-balanced',
    },
    {
      words: ['run', 'tiny', '--keep-per-bank', '2'],
      says: 'tensor weight_ih_l0: keepPerBank is 2, expected at most the 1 that each bank of a row stores',
    },
    { words: ['run', 'tiny', '--keep-per-bank', '0'], says: 'expected an integer from 1 to' },
    { words: ['run', 'tiny', '--set', 'pes'], says: '--set pes: expected path=value' },
    { words: ['run', 'tiny', '--set', 'pes=0'], says: '--set pes=0: expected at least 1, found 0' },
    { words: ['run', 'tiny', '--set', 'timing.mulLatncy=3'], says: 'did you mean `mulLatency`?' },
    { words: ['run', 'tiny', '--set', 'workload.sparsty=0.5'], says: 'did you mean `sparsity`?' },
    { words: ['run', 'tiny', '--accelerator', syntax], says: 'syntax.yaml:3:1' },
    { words: ['run', 'tiny', '--accelerator', unknownKey], says: 'key.yaml:3:3' },
    { words: ['run', 'tiny', '--accelerator', wrongType], says: 'type.yaml:2:6 pes: expected' },
    { words: ['run', 'tiny', '--inputs', vector], says: 'x.npy: shape [8], expected [T, 24]' },
    { words: ['run', 'tiny', '--inputs', bytes], says: 'bytes.npy: shape [8], expected [T, 24]' },
    {
      words: ['run', 'tiny', '--weights', text],
      says: 'text.npz: is none of the files of weights that are read: ',
    },
    { words: ['run', 'tiny', '--state', text], says: 'text.npz: not a zip file' },
    {
      words: ['run', 'timit', '--accelerator', 'csr'],
      says: 'does not fit arria10-gx1150: needs 2,868 of 2,713 M20K',
    },
    { words: ['compare', '--accelerators', 'bbs,,csr'], says: 'an empty name in "bbs,,csr"' },
    { words: ['compare', '--accelerators', 'bbs,bbs'], says: 'bbs is given twice' },
    { words: ['compare', '--accelerators', 'bbs,nope'], says: 'unknown accelerator "nope"' },
    { words: ['schema', 'acelerator'], says: 'Allowed choices are accelerator, workload' },
    { words: ['spmv', '--vector', vector], says: "required option '--matrix <A>' not specified" },
    { words: spmv('none.npy', vector), says: '--matrix: cannot read none.npy: no such file' },
    { words: spmv(here, vector), says: 'is not a regular file' },
    { words: spmv(matrix, short), says: 'short.npy: shape [3], expected [8]' },
    { words: spmv(matrix, bytes), says: 'bytes.npy: type uint8, expected int16 raw codes or floats' },
    { words: spmv(nan, vector), says: 'nan.npy: row 0, column 2 is NaN' },
    { words: spmv(cut, vector), says: 'cut.npy: the data is cut short' },
    { words: spmv(bogus, vector), says: 'bogus.npy: ' },
    { words: spmv(uneven, vector, bbs), says: 'uneven.npy: row 0, bank 1: found 0 entries, expected 1' },
  ])('$words: $says', async ({ words, says }) => {
    const { code, out, err } = await session(...words);
    expect(err).toContain(says);
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(err).not.toMatch(/\n\s+at /);
  });
});

describe('outputs that cannot be written', () => {
  const file = put(here, 'file', 'x');

  it.each([
    { where: join(file, 'out'), says: 'a part of its path is a file' },
    { where: file, says: 'it is not a directory' },
  ])('are refused before anything is simulated: $says', async ({ where, says }) => {
    const { code, err } = await session('compare', 'tiny', '--accelerators', 'bbs', '--out', where);
    expect(code).toBe(2);
    expect(err).toContain(says);
  });

  it('leave nothing behind', async () => {
    const out = join(here, 'folder.npz');
    mkdirSync(out);
    const { code, err } = await session('run', 'tiny', '--save-outputs', out);
    expect(code).toBe(2);
    expect(err).toContain('it is a directory');
    expect(readdirSync(out)).toEqual([]);
    expect(readdirSync(here).filter((name) => name.startsWith('.'))).toEqual([]);
  });

  it('are not begun when the run fails', async () => {
    const out = join(here, 'never.npz');
    const { code } = await session('run', 'tiny', '--inputs', vector, '--save-outputs', out);
    expect(code).toBe(2);
    expect(existsSync(out)).toBe(false);
  });
});
