import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { commandEntries } from '../../src/cli/commands/index.ts';
import { listPresets } from '../../src/config/presets.ts';
import { folder, put, session } from './session.ts';

const here = folder();

/** Words of a command line, the last of them to be completed, and what bash offers. */
const cases: readonly (readonly [line: string, offers: readonly string[]])[] = [
  ['bbsim re', ['report', 'reproduce']],
  ['bbsim st', ['study']],
  ['bbsim study ', ['banks', 'baselines', 'patterns']],
  ['bbsim run --acc', ['--accelerator']],
  ['bbsim run --accelerator csr-b', ['csr-balanced', 'csr-bbs-mask', 'csr-blocked']],
  ['bbsim run --accelerator = bbs-', ['bbs-chained']],
  ['bbsim run --accelerator csr --format ', ['table', 'json', 'csv', 'markdown']],
  ['bbsim run --format csv tin', ['tiny']],
  ['bbsim compare --accelerators bbs,csr-2', ['bbs,csr-2port']],
  ['bbsim study banks --constant ', ['multipliers', 'pes']],
  ['bbsim reproduce f', ['fpga19']],
  ['bbsim sweep timit-10', ['timit-10k']],
  ['bbsim completion ', ['bash', 'zsh', 'fish']],
  ['bbsim spmv --matrix mat', ['matrices', 'matrix one.npy']],
  ['bbsim run --out mat', ['matrices']],
  ['bbsim run --seed ', []],
  ['bbsim report mat', ['matrices', 'matrix one.npy']],
  ['bbsim report matrices mat', ['matrices', 'matrix one.npy']],
  ['bbsim report matrices --slides mat', ['matrices', 'matrix one.npy']],
  ['bbsim view mat', ['matrices']],
  ['bbsim --v', ['--version']],
];

describe('the completion of bash', () => {
  let answers: string[] = [];

  beforeAll(async () => {
    const script = put(here, 'bbsim.bash', (await session('completion', 'bash')).out);
    put(here, 'matrix one.npy', '');
    mkdirSync(join(here, 'matrices'));
    const asked = cases.map(([line]) => {
      const words = line.split(' ').map((word) => `'${word}'`);
      return `COMP_WORDS=(${words.join(' ')}) COMP_CWORD=${words.length - 1}; _bbsim; printf '%s|' "\${COMPREPLY[@]}"; echo`;
    });
    const text = [`source '${script}'`, ...asked].join('\n');
    const { stdout, stderr } = spawnSync('bash', ['--norc'], { input: text, cwd: here, encoding: 'utf8' });
    expect(stderr).toBe('');
    answers = stdout.trimEnd().split('\n');
  });

  it.each(cases.map(([line, offers], at) => ({ line, offers, at })))(
    'offers $offers for "$line"',
    ({ offers, at }) => {
      const found = answers[at].split('|').filter((word) => word !== '');
      expect(found.sort()).toEqual([...offers].sort());
    },
  );
});

describe.each(['bash', 'zsh', 'fish'])('the completion of %s', (shell) => {
  it('has every command, the presets, the choices and the options, from the commands of this version', async () => {
    const { code, out } = await session('completion', shell);
    expect(code).toBe(0);
    const words = new Set(out.split(/[\s'"()|:;[\]{}=]+/));
    const expected = [
      ...commandEntries.map(({ name }) => name),
      ...(['accelerator', 'workload', 'sweep'] as const).flatMap(listPresets),
      ...['banks', 'multipliers', 'markdown', 'fpga19', 'paths', 'column-balanced'],
      ...['constant', 'accelerators', 'allow-overflow', 'pdf'].map((name) =>
        shell === 'fish' ? name : `--${name}`,
      ),
    ];
    expect(expected.filter((word) => !words.has(word))).toEqual([]);
  });
});

it('is refused for another shell, with those that there are', async () => {
  const { code, err } = await session('completion', 'tcsh');
  expect([code, err]).toEqual([2, expect.stringContaining('Allowed choices are bash, zsh, fish')]);
});
