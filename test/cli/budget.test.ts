import { describe, expect, it } from 'vitest';
import { folder, put, session } from './session.ts';

const runJson = async (...words: readonly string[]) => {
  const { out, code, err } = await session('run', 'tiny', '--no-values', '--format', 'json', ...words);
  if (code !== 0) throw new Error(err);
  return JSON.parse(out);
};

const small = ['--set', 'pes=8', '--set', 'banks=8'] as const;

describe('run --budget', () => {
  it('refuses a design that takes more, with the budget and the largest blocks, and runs it when told to', async () => {
    const words = ['run', 'tiny', '--no-values', '--budget', 'logic=1%', ...small];
    const { code, err } = await session(...words);
    expect(code).toBe(2);
    expect(err).toMatch(
      /does not fit arria10-gx1150: needs [\d,]+ of 4,272 ALM of the budget \(1 % of 427,200\) \([\d.]+ % over\): \w/,
    );
    const allowed = await session(...words, '--allow-overflow');
    expect(allowed.code).toBe(0);
    expect(allowed.out).toMatch(/ALM of the budget \(1 % of 427,200\)/);
    expect(allowed.out).toMatch(/^ALM +[\d,]+ +4,272 +427,200 /m);
  });

  it('runs a design within it, with shares of the device and a hash of its own', async () => {
    const [free, bound] = [await runJson(...small), await runJson(...small, '--budget', 'dsp=50%')];
    expect(bound.resources.dsp).toEqual({ ...free.resources.dsp, budget: { most: 759, percent: 50 } });
    expect(bound.configHash).not.toBe(free.configHash);
    expect(bound.cycles).toEqual(free.cycles);
    expect(await runJson(...small, '--budget', 'dsp=100%')).toEqual(free);
  });

  it('makes the multipliers of logic that DSP blocks are not left for', async () => {
    const { resources } = await runJson(...small, '--budget', 'dsp=1%');
    expect(resources.dsp.used).toBe(15);
    expect(resources.fits).toBe(true);
  });

  it('lets weights: auto stream what no longer fits the RAM that is left', async () => {
    const words = [
      'run',
      'timit',
      '--no-values',
      '--format',
      'json',
      '--set',
      'weights=auto',
      '--set',
      'pes=16',
      '--set',
      'banks=16',
    ];
    const residency = async (...more: string[]) =>
      JSON.parse((await session(...words, '--allow-overflow', ...more)).out).weights.residency;
    expect(await residency()).toBe('resident');
    expect(await residency('--budget', 'ram=20%')).toBe('streamed');
  });

  it('names the part that it cannot read', async () => {
    const { code, err } = await session('run', 'tiny', '--budget', 'ram=70%,dsp=50');
    expect(code).toBe(2);
    expect(err).toContain('--budget dsp=50: expected a percentage like 50%');
  });
});

describe('compare --budget', () => {
  it('marks what takes more, and adds baselines that are within it', async () => {
    const words = ['--accelerators', 'bbs,csr', '--set', 'pes=8', '--set', 'banks=8', '--format', 'json'];
    const { out } = await session('compare', 'tiny', '--budget', 'logic=8%', ...words);
    const { rows } = JSON.parse(out);
    for (const { label, run } of rows) {
      const { fits, logic } = run.resources;
      expect(logic.budget).toEqual({ most: 34_176, percent: 8 });
      expect(`${label} ${fits}`).toBe(`${label} ${logic.used <= 34_176}`);
    }
    expect(rows.some(({ run }: { run: { resources: { fits: boolean } } }) => !run.resources.fits)).toBe(true);
    expect(rows.at(-1).run.resources.fits).toBe(true);
  });
});

describe('sweep --budget', () => {
  const dir = folder();
  const text =
    'accelerators: [{use: bbs, set: {banks: 8}}]\nworkloads: [tiny]\naxes: [{field: pes, values: [2, 8]}]\n';
  const path = put(dir, 'small.yaml', text);

  it('is as if the specification had it', async () => {
    const withField = put(dir, 'bounded.yaml', `${text}budget: {logic: 1%}\n`);
    const reasons = async (...words: string[]) => {
      const store = folder();
      await session('sweep', ...words, '--out', store, '--jobs', '1');
      return (await session('query', store, '--columns', 'pes,status,reason', '--format', 'csv')).out;
    };
    const found = await reasons(path, '--budget', 'logic=1%');
    expect(found).toMatch(/8,infeasible,.*of the budget \(1 % of 427,200\)/);
    expect(await reasons(withField)).toBe(found);
  });

  it('is refused beside a budget of the specification', async () => {
    const withField = put(dir, 'own.yaml', `${text}budget: {dsp: 10%}\n`);
    const { code, err } = await session('sweep', withField, '--budget', 'dsp=5%', '--dry-run');
    expect(code).toBe(2);
    expect(err).toContain('--budget is for a sweep without a budget of its own');
  });
});
