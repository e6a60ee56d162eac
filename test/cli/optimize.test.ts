import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { wrongLayers } from '../explore/engine/wrong-layers.ts';
import { folder, put, session } from './session.ts';

const here = folder();

/** 840 designs. */
const spec = put(
  here,
  'designs.yaml',
  `
name: designs
accelerators: [bbs, csr]
workloads: [tiny]
axes:
  - { field: pes, powersOfTwo: { from: 1, to: 64 } }
  - { field: banks, powersOfTwo: { from: 2, to: 64 } }
  - { field: ewop.lanes, powersOfTwo: { from: 1, to: 16 } }
  - { field: clockMhz, values: [100, 200] }
`,
);

const small = put(
  here,
  'small.yaml',
  'name: small\naccelerators: [bbs]\nworkloads: [tiny]\naxes: [{ field: pes, values: [1, 2, 64, 4096] }, { field: banks, values: [4, 32] }]\n',
);

const words = (...rest: string[]) => ['optimize', ...rest, '--jobs', '1'];
const asked = ['--minimize', 'latency_us,dsp', '--budget', '60', '--population', '10'];

describe('bbsim optimize', () => {
  it('prints the front, how it was found, and what that is worth', async () => {
    const { code, out } = await session(...words(spec, '--out', join(here, 'table'), ...asked));
    expect(code).toBe(0);
    expect(out).toMatch(
      /^designs \(search [0-9a-f]{12}\): \d+ designs with low latency_us, low dsp that no other evaluated/,
    );
    expect(out).toMatch(
      /index +accelerator +pes +banks +ewop.lanes +clockMhz +latency_us +dsp +energy_uj +bram_blocks/,
    );
    expect(out).toContain('60 of 840 combinations evaluated in 6 generations, budget 60: ');
    expect(out).toContain(
      '60 worked on now, 0 in the store before, 0 known from another sweep or search (cache hits).',
    );
    expect(out).toContain('Ended: the budget is used up.');
    expect(out.replace(/\s+/g, ' ')).toContain(
      'Found with NSGA-II (Deb, Pratap, Agarwal, Meyarivan, IEEE Transactions on Evolutionary Computation',
    );
    const again = await session(...words(spec, '--out', join(here, 'table'), ...asked));
    expect(again.out).toBe(out.replace('60 worked on now, 0 in the', '0 worked on now, 60 in the'));
  });

  it('says when it is the true front, and what misses the condition', async () => {
    const line = words(
      small,
      '--out',
      join(here, 'all'),
      '--minimize',
      'latency_us',
      '--maximize',
      'utilisation',
    );
    const { out } = await session(...line, '--where', 'dsp <= 100', '--budget', '8');
    expect(out).toContain('low latency_us, high utilisation where dsp <= 100');
    expect(out.replace(/\s+/g, ' ')).toMatch(
      /8 of 8 combinations evaluated in 1 batch, budget 8: \d feasible, 2 cannot be built, do not fit their device or miss timing, \d fit and miss --where, 0 failed/,
    );
    expect(out).toContain('This is the true front.');
  });

  it('gives JSON with the front and the figures, and CSV with the front alone', async () => {
    const line = words(
      small,
      '--out',
      join(here, 'formats'),
      '--minimize',
      'latency_us,dsp',
      '--budget',
      '8',
    );
    const json = JSON.parse((await session(...line, '--format', 'json')).out);
    expect(json).toMatchObject({
      name: 'small',
      evaluated: 8,
      budget: 8,
      ending: 'enumerated',
      isTrueFront: true,
      objectives: [
        { name: 'latency_us', isMaximised: false },
        { name: 'dsp', isMaximised: false },
      ],
    });
    const csv = (await session(...line, '--format', 'csv')).out.trim().split('\r\n');
    expect(csv[0]).toMatch(/^index,accelerator,workload,seed,pes,banks,latency_us,/);
    expect(csv.length).toBe(1 + json.front.length);
    expect(csv.slice(1).map((row) => Number(row.split(',')[0]))).toEqual(
      json.front.map(({ index }: { readonly index: number }) => index),
    );
    expect((await session(...line, '--format', 'markdown')).out).toContain('| index |');
  });

  it('fills a store that query and sweep --status read', async () => {
    const store = join(here, 'asked');
    const json = JSON.parse(
      (await session(...words(spec, '--out', store, ...asked), '--format', 'json')).out,
    );
    const { code, out, err } = await session(
      'query',
      store,
      '--pareto',
      'latency_us,dsp',
      '--format',
      'json',
    );
    expect([code, err]).toEqual([0, '']);
    const front = json.front.map(({ index }: { readonly index: number }) => index);
    expect(JSON.parse(out).map(({ index }: { readonly index: number }) => index)).toEqual(front);
    expect((await session('sweep', '--status', '--out', store)).out).toMatch(/done +60\nleft +0/);
  });

  it('ends with 1 when designs failed, and says how to ask why', async () => {
    const wrong = put(here, 'wrong.yaml', wrongLayers(here));
    const line = words(wrong, '--out', join(here, 'wrong'), '--minimize', 'dsp', '--budget', '4');
    const { code, out, err } = await session(...line);
    expect(code).toBe(1);
    expect(out).toContain('This is the true front, but for the 1 that failed');
    expect(err).toMatch(/1 of 2 designs failed; bbsim query --where/);
  });

  it.each([
    { line: [spec, '--budget', '9', '--minimize', 'dsp'], message: "required option '--out <dir>'" },
    { line: [spec, '--out', 'x', '--minimize', 'dsp'], message: "required option '--budget <n>'" },
    { line: [spec, '--out', 'x', '--budget', '9'], message: 'expected --minimize or --maximize' },
    {
      line: [spec, '--out', 'x', '--budget', '1', '--minimize', 'dsp'],
      message: '--budget: expected at least 2',
    },
    { line: [spec, '--out', 'x', '--budget', '9', '--minimize', 'dps'], message: 'did you mean `dsp`?' },
    { line: ['no-such', '--out', 'x', '--budget', '9', '--minimize', 'dsp'], message: 'no-such' },
  ])('refuses: $message', async ({ line, message }) => {
    const { code, out, err } = await session('optimize', ...line);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(message);
  });

  it('refuses a folder that something else is in', async () => {
    const store = folder();
    writeFileSync(join(store, 'sweep.json'), '{"mine": 1}');
    const { code, err } = await session(
      ...words(small, '--out', store, '--minimize', 'dsp', '--budget', '4'),
    );
    expect(code).toBe(2);
    expect(err).toContain('sweep.json');
    expect(readFileSync(join(store, 'sweep.json'), 'utf8')).toBe('{"mine": 1}');
  });
});
