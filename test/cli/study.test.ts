import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { LIST_NAME } from '../../src/disk/file-list.ts';
import { replaceFiles } from '../../src/disk/output-folder.ts';
import { bankStudyCharts } from '../../src/report/banks/charts.ts';
import { renderPng, renderSvg } from '../../src/report/charts/render.ts';
import type { BankStudyResult } from '../../src/study/banks/bank-result.ts';
import { baselinePresets } from '../../src/study/baselines/baseline-study.ts';
import { folder, session } from './session.ts';

const here = folder();
const banks = (...words: readonly string[]) => session('study', 'banks', 'tiny', ...words);

describe('study', () => {
  it.each([
    { words: ['study', 'bank'], says: 'Did you mean banks?' },
    { words: ['study', 'bnaks', 'tiny'], says: 'Did you mean banks?' },
    { words: ['study', 'banks', 'tny'], says: 'did you mean `tiny`?' },
    { words: ['study', 'banks', 'tiny', 'more'], says: 'too many arguments' },
    { words: ['study', 'banks', '--bnks', '2'], says: 'Did you mean --banks?' },
    {
      words: ['study', 'banks', 'tiny', '--banks', '8,1.5'],
      says: 'expected integers from 2 to 4096, separated by commas; found "1.5"',
    },
    { words: ['study', 'banks', 'tiny', '--banks', '1,2'], says: 'found "1"' },
    { words: ['study', 'banks', 'tiny', '--banks', '8192'], says: 'found "8192"' },
    { words: ['study', 'banks', 'tiny', '--banks', '2,,4'], says: 'found ""' },
    { words: ['study', 'banks', 'tiny', '--banks', '2e1'], says: 'found "2e1"' },
    { words: ['study', 'banks', 'tiny', '--banks', '4,2,4'], says: '4 is given twice' },
    {
      words: ['study', 'banks', 'tiny', '--constant', 'banks'],
      says: 'Allowed choices are multipliers, pes',
    },
    {
      words: ['study', 'banks', 'tiny', '--set', 'pes=3', '--banks', '128'],
      says: 'banks: 128 do not divide the 192 multipliers (3 x 64) that stay constant; --constant pes',
    },
    { words: ['study', 'banks', '--weights', 'none.npz'], says: 'cannot read none.npz: no such file' },
  ])('$words: $says', async ({ words, says }) => {
    const { code, out, err } = await session(...words);
    expect(err).toContain(says);
    expect(code).toBe(2);
    expect(out).toBe('');
  });

  it('shows its studies, with exit code 2, when none is named', async () => {
    const { code, err } = await session('study');
    expect(code).toBe(2);
    expect(err).toContain('banks [options] [workload]');
  });

  it('has help with examples and defaults', async () => {
    expect((await session('study', '--help')).out).toContain('bbsim study banks');
    const { code, out } = await session('study', 'banks', '--help');
    expect(code).toBe(0);
    expect(out).toMatch(/choices:\s+"multipliers",\s+"pes",\s+default:\s+"multipliers"/);
    expect((await session('study', '--help')).out).toContain('bbsim study baselines');
    const examples = [...out.matchAll(/^ {2}bbsim (study banks.*)$/gm)].map(([, line]) => line.split(' '));
    expect(examples).toHaveLength(2);
    for (const words of examples) {
      // The TIMIT LSTM is slow: any other workload takes the same options.
      const quick = words.length > 2 ? words : [...words, 'tiny'];
      expect((await session(...quick)).code).toBe(0);
    }
  });
});

describe('study banks', () => {
  it('prints storage, time and likeness, and says what it does', async () => {
    const { code, out, err } = await banks();
    expect(code).toBe(0);
    expect(err).toBe('2 banks, 2048 PEs\n4 banks, 1024 PEs\n8 banks, 512 PEs\n');
    for (const title of [
      'storage of the weights',
      'BBS and CSR arrays of one size',
      'Likeness',
      'by matrix',
    ]) {
      expect(out).toContain(title);
    }
  });

  it('takes banks in any order, the PEs as they are, and more banks than columns', async () => {
    const { out } = await banks('--banks', '64, 5,2', '--constant', 'pes', '--format', 'json');
    const result = JSON.parse(out) as BankStudyResult;
    expect(result.points.map(({ banks, pes }) => [banks, pes])).toEqual([
      [2, 64],
      [5, 64],
      [64, 64],
    ]);
    expect(result.points[2].achievedSparsity).toBe(0);
  });

  it('prunes to the workload’s sparsity, or to the one given', async () => {
    const sparsity = async (...words: readonly string[]) =>
      (JSON.parse((await banks('--format', 'json', ...words)).out) as BankStudyResult).requestedSparsity;
    expect(await sparsity()).toBe(0.5);
    expect(await sparsity('--sparsity', '0.75')).toBe(0.75);
  });

  it('has one line of CSV for every number of banks', async () => {
    const { out } = await banks('--format', 'csv', '--banks', '2,8');
    const lines = out.trimEnd().split('\r\n');
    expect(lines).toHaveLength(3);
    expect(lines[0]).toMatch(/^banks,PEs,kept weights,achieved sparsity \[%\],CSB \[KiB\]/);
    expect(lines[2]).toMatch(/^8,512,4096,/);
  });

  it('writes its result and its charts, as SVG too when asked to, in place of those of another command', async () => {
    const out = join(here, 'charts');
    await replaceFiles(out, [['conflicts-csr.png', 'a chart of compare']]);
    const { code, err } = await banks('--out', out, '--svg', '--banks', '2,4');
    expect(code).toBe(0);
    expect(err).toContain(`removed ${join(out, 'conflicts-csr.png')}, of an earlier run\n`);
    const names = ['similarity', 'magnitude', 'latency', 'storage'].map((name) => `${name}-by-banks`);
    expect(readdirSync(out).sort()).toEqual(
      [LIST_NAME, 'result.json', ...names.flatMap((name) => [`${name}.png`, `${name}.svg`])].sort(),
    );
    const result = JSON.parse(readFileSync(join(out, 'result.json'), 'utf8')) as BankStudyResult;
    const [{ file, spec }] = bankStudyCharts(result);
    const size = { widthPx: 1200, heightPx: 700 };
    expect(readFileSync(join(out, `${file}.png`)).equals(await renderPng(spec, size))).toBe(true);
    expect(readFileSync(join(out, `${file}.svg`), 'utf8')).toBe(await renderSvg(spec, size));
  });

  it('works on trained weights, which bank-balanced masks keep better than blocks', async () => {
    const words = ['--weights', 'examples/agreement-lm/model.npz', '--prefix', 'lstm', '--banks', '8,32'];
    const { code, out } = await session('study', 'banks', ...words, '--format', 'json');
    expect(code).toBe(0);
    const { workload, points, requestedSparsity } = JSON.parse(out) as BankStudyResult;
    expect([workload, requestedSparsity]).toEqual(['model', 0.875]);
    for (const { patterns, achievedSparsity } of points) {
      expect(achievedSparsity).toBe(0.875);
      expect(patterns.bankBalanced.similarity).toBeGreaterThan(1.5 * patterns.block.similarity);
      expect(patterns.bankBalanced.magnitudeShare).toBeGreaterThan(0.85);
    }
  });
});

describe('study baselines', () => {
  const small = ['study', 'baselines', 'tiny', '--set', 'pes=4', '--set', 'banks=8'];

  it('has a line of CSV for every preset and equality, and says what it does', async () => {
    const { code, out, err } = await session(...small, '--format', 'csv');
    expect(code).toBe(0);
    const [head, ...lines] = out.trimEnd().split('\r\n');
    expect(head).toBe('schedule,preset,equal,cycles,latency [us],over BBS,kept weights,weights,fits');
    expect(lines).toHaveLength(2 * baselinePresets.length);
    const says = baselinePresets.map((preset) => `${preset} at equal requested sparsity`);
    expect(err.trimEnd().split('\n').slice(-says.length)).toEqual(says);
  });

  it('takes fields that only some presets have, and says which have not', async () => {
    const { code, out, err } = await session(...small, '--set', 'rowsApart=1', '--format', 'json');
    expect(code).toBe(0);
    expect(err).toContain('--set rowsApart=1 has no effect on bbs, csr');
    const rows = (JSON.parse(out) as { rows: { preset: string; cycles: number }[] }).rows;
    const cycles = (preset: string) => rows.find((row) => row.preset === preset)?.cycles;
    // Lanes one row apart are lanes in step.
    expect(cycles('banked-decoupled')).toBe(cycles('banked'));
  });

  it('writes its result and its chart', async () => {
    const out = join(here, 'baselines');
    const { code } = await session(...small, '--out', out, '--svg');
    expect(code).toBe(0);
    const names = ['cycles-by-baseline.png', 'cycles-by-baseline.svg', 'result.json'];
    expect(readdirSync(out).sort()).toEqual([LIST_NAME, ...names].sort());
    expect(JSON.parse(readFileSync(join(out, 'result.json'), 'utf8'))).toMatchObject({ study: 'baselines' });
  });

  it.each([
    { words: ['--set', 'nothing=1'], says: 'nothing' },
    { words: ['--sparsity', '1'], says: 'expected a number from 0 to below 1' },
  ])('ends with exit code 2 for $words', async ({ words, says }) => {
    const { code, out, err } = await session('study', 'baselines', 'tiny', ...words);
    expect(err).toContain(says);
    expect({ code, out }).toEqual({ code: 2, out: '' });
  });
});
