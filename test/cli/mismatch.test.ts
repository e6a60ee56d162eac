import { describe, expect, it, vi } from 'vitest';
import { Mismatch } from '../../src/errors/mismatch.ts';
import { folder, matrixFile, put, session, smallCsr, vectorFile } from './session.ts';

const fault = vi.hoisted(() => ({ error: null as Error | null }));

vi.mock('../../src/run/check-clocked.ts', () => ({
  checkStepped: () => {
    if (fault.error) throw fault.error;
  },
}));

const here = folder();
const words = [
  'spmv',
  '--accelerator',
  put(here, 'csr.yaml', smallCsr),
  '--matrix',
  put(here, 'A.npy', matrixFile([[1, 0, 2, 0]])),
  '--vector',
  put(here, 'x.npy', vectorFile([1, 2, 3, 4])),
  '--stepped',
];

describe('two models that disagree', () => {
  it('end with exit code 1, say where, and print no result', async () => {
    fault.error = new Mismatch('conflict cycles, PE 1: the clocked array has 3, the fast path 2');
    expect(await session(...words)).toEqual({
      code: 1,
      out: '',
      err: 'bbsim: mismatch: conflict cycles, PE 1: the clocked array has 3, the fast path 2\n',
    });
  });

  it('are not confused with a fault of the program, which is thrown', async () => {
    fault.error = new RangeError('index 9 of 4');
    await expect(session(...words)).rejects.toThrow('index 9 of 4');
  });
});
