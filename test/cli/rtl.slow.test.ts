import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { missingTool } from '../cosim/rtl-tools.ts';
import { folder, session, smallProduct } from './session.ts';

const here = folder();
const product = smallProduct(here, [5, 6, 0, 0]);

describe('bbsim rtl', () => {
  it.skipIf(missingTool('verilator'))('writes a bench that passes under Verilator too', async () => {
    const out = join(here, 'verilated');
    await session('rtl', ...product, '--out', out);
    const log = execFileSync('sh', ['-c', 'make verilator 2>&1 || true'], { cwd: out, encoding: 'utf8' });
    expect(log).toContain('PASS 3 rows');
  });
});

describe.skipIf(missingTool('verilator'))('bbsim cosim', () => {
  it('compares random cases, the same for the same seed, of one kind if it is asked for', async () => {
    const [first, again] = [
      await session('cosim', '--cases', '2', '--seed', '5'),
      await session('cosim', '--cases', '2', '--seed', '5'),
    ];
    expect(first.code).toBe(0);
    expect(again.out).toBe(first.out);
    const { out } = await session('cosim', '--cases', '3', '--accelerator', 'csr', '--format', 'csv');
    expect(
      out
        .trim()
        .split('\n')
        .slice(1)
        .every((line) => / csr /.test(line)),
    ).toBe(true);
  });
});
