import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folder, session } from './session.ts';

const here = folder();
const product = ['--matrix', 'examples/spmv/A.npz', '--vector', 'examples/spmv/x.npy'];
const array = ['--set', 'pes=3', '--set', 'banks=7'];

describe('numbers of banks and PEs that are no powers of two', () => {
  // 24 inputs and 32 cells in 40 banks: fewer columns than banks, so that nothing is pruned.
  it('make a run, whose values are checked', async () => {
    const size = ['--set', 'banks=40', '--set', 'pes=48'];
    const { code, out } = await session('run', 'tiny', ...size, '--format', 'json');
    expect(code).toBe(0);
    expect(JSON.parse(out).config).toMatchObject({ pes: 48, banks: 40, pattern: { banks: 40 } });
  });

  it('make a waveform', async () => {
    const waveform = join(here, 'product.vcd');
    const words = ['--accelerator', 'csr', ...array, ...product, '--vcd', waveform];
    expect((await session('spmv', ...words)).code).toBe(0);
    expect(readFileSync(waveform, 'utf8')).toContain('bank[6]');
  });

  it.each(['csr', 'csr-window', 'csr-shuffle', 'csr-shared', 'banked', 'banked-decoupled', 'replicated'])(
    'are clocked register by register as they are timed: a product on %s',
    async (kind) => {
      const { code, err } = await session('spmv', '--accelerator', kind, ...array, ...product, '--stepped');
      expect(err).not.toContain('expected');
      expect(code).toBe(0);
    },
  );

  it('are compared', async () => {
    const { code, out } = await session(
      'compare',
      'tiny',
      '--accelerators',
      'bbs,csr-window',
      ...array,
      '--format',
      'csv',
    );
    expect(code).toBe(0);
    expect(out).toContain('csr-window');
  });

  it('refuse copies of the vector buffer that do not divide the lanes', async () => {
    const copies = ['--set', 'vectorCopies=2'];
    const { code, err } = await session('run', 'tiny', '--accelerator', 'csr', ...array, ...copies);
    expect(err).toContain('expected a divisor of the lanes of a PE (banks: 7), found 2');
    expect(code).toBe(2);
  });
});
