import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folder, put, session } from './session.ts';

const small = ['--accelerator', 'csr', '--set', 'pes=2', '--set', 'banks=4'];
const timed = ['run', 'tiny', '--no-values', ...small];

async function clockOf(...more: readonly string[]) {
  const { out, err, code } = await session(...timed, '--format', 'json', ...more);
  expect(code, err).toBe(0);
  const { clock, clockMhz, latencyUs, latencyAtFmaxUs, config, configHash } = JSON.parse(out);
  return { clock, clockMhz, latencyUs, latencyAtFmaxUs, config, configHash, err };
}

const { clock } = await clockOf();
const above = Math.ceil(clock.fmaxMhz) + 1;

describe('a clock that somebody named', () => {
  it('above Fmax is refused by run, with Fmax and the stage that limits it', async () => {
    const { code, out, err } = await session(...timed, '--set', `clockMhz=${above}`);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    // Where memories are what limits the clock, their limit is named.
    expect(err).toMatch(/csr: does not (meet timing: .* Fmax|fit .* MHz)/);
    expect(err).toContain('(--allow-overflow runs it all the same)');
  });

  it('is named by a file that has it, and not by one that has none', async () => {
    const design = 'kind: csr\npes: 2\nbanks: 4\n';
    const out = folder();
    const files = [put(out, 'own.yaml', `${design}clockMhz: ${above}\n`), put(out, 'none.yaml', design)];
    const codes = await Promise.all(
      files.map(async (file) => (await session('run', 'tiny', '--no-values', '--accelerator', file)).code),
    );
    expect(codes).toEqual([2, 0]);
  });

  it('is run with --allow-overflow, and what comes out says that it does not meet timing', async () => {
    const found = await clockOf('--set', `clockMhz=${above}`, '--allow-overflow');
    expect(found.err).toContain('csr does not meet timing');
    expect(found).toMatchObject({ clockMhz: above, clock: { meetsTiming: false, fmaxMhz: clock.fmaxMhz } });
    expect(found.latencyAtFmaxUs).toBeGreaterThan(found.latencyUs);
  });

  it('is refused by spmv, too', async () => {
    const product = ['--matrix', 'examples/spmv/A.npz', '--vector', 'examples/spmv/x.npy'];
    const asked = (...more: readonly string[]) => session('spmv', ...small, ...product, ...more);
    const { code, err } = await asked('--set', 'clockMhz=4000');
    expect(code).toBe(2);
    expect(err).toContain('csr: ');
    expect((await asked('--set', 'clockMhz=4000', '--allow-overflow')).code).toBe(0);
  });
});

describe('clockMhz: auto', () => {
  it('is the highest clock at which the design meets timing, which results name as their clock', async () => {
    const found = await clockOf('--set', 'clockMhz=auto');
    expect(found.clockMhz).toBe(found.clock.fmaxMhz);
    expect(found.config.clockMhz).toBe(found.clockMhz);
    expect(found.clock.meetsTiming).toBe(true);
    expect(found.latencyUs).toBe(found.latencyAtFmaxUs);
    expect(found.latencyUs).toBeCloseTo((await clockOf()).latencyAtFmaxUs, 9);
  });

  const out = folder();
  it.each([
    ['run', ...timed.slice(1), '--program'],
    ['run', 'tiny', ...small, '--vcd', join(out, 'run.vcd')],
    ['spmv', ...small, '--matrix', 'examples/spmv/A.npz', '--vector', 'examples/spmv/x.npy', '--stepped'],
    [
      'spmv',
      ...[...small, '--matrix', 'examples/spmv/A.npz', '--vector', 'examples/spmv/x.npy'],
      ...['--vcd', join(out, 'spmv.vcd'), '--out', join(out, 'spmv')],
    ],
  ])('is taken by %s %s', async (...words) => {
    const { code, err } = await session(...words, '--set', 'clockMhz=auto');
    expect(code, err).toBe(0);
  });
});
