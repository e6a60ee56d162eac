import { describe, expect, it } from 'vitest';
import { session } from './session.ts';

describe('help', () => {
  it('states the defaults', async () => {
    const { out: run } = await session('run', '--help');
    expect(run).toContain('(default: "bbs")');
    expect(run).toMatch(/choices: "table", "json",\s+"csv", "markdown", default: "table"/);
    const { out: compare } = await session('compare', '--help');
    expect(compare).toContain('"bbs,csr-window,csr,banked-decoupled,banked,csr-bbs-mask,dense"');
  });

  it('of the program names the exit codes and the version', async () => {
    const { out } = await session('--help');
    expect(out.replace(/\s+/g, ' ')).toContain(
      'Exit codes: 0 done, 1 the run found a mismatch, missed a bar or has points that failed, 2 bad input, 130 interrupted.',
    );
    expect((await session('--version')).out).toMatch(/^\d+\.\d+\.\d+\s*$/);
  });

  it('is shown, with exit code 2, when no command is given', async () => {
    const { code, err } = await session();
    expect(code).toBe(2);
    expect(err).toContain('Usage: bbsim');
  });
});
