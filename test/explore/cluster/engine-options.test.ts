import { expect, it } from 'vitest';
import { session } from '../../cli/session.ts';

it.each([
  ['--engine slurm --chunk 1/2', '--chunk does not go with --engine slurm'],
  ['--engine slurm --dry-run', '--dry-run does not go with --engine slurm'],
  ['--engine slurm', 'expected --out <dir>: where the results are'],
])('sweep pe-bank-timit %s is refused', async (words, message) => {
  const { code, err, out } = await session('sweep', 'pe-bank-timit', ...words.split(' '));
  expect({ code, err, out }).toEqual({ code: 2, err: `bbsim: ${message}\n`, out: '' });
});

it('a quote without its end is refused', async () => {
  const words = ['--out', 'x', '--engine', 'slurm', '--slurm-options', "'a"];
  const { code, err } = await session('sweep', 'pe-bank-timit', ...words);
  expect({ code, err }).toEqual({
    code: 2,
    err: "bbsim: --slurm-options: a quote or backslash without its end: 'a\n",
  });
});
