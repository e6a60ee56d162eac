import { afterEach, describe, expect, it, vi } from 'vitest';
import { inScratchFolder } from '../../../src/cosim/bench/scratch-folder.ts';
import { BadInput } from '../../../src/errors/bad-input.ts';

afterEach(() => vi.unstubAllEnvs());

describe('a folder for temporary files', () => {
  it.each([
    ['/nowhere', 'no such file or directory'],
    ['/dev/null', 'a part of its path is a file, not a directory'],
  ])('that cannot be made is bad input which names TMPDIR: %s', async (tmp, reason) => {
    vi.stubEnv('TMPDIR', tmp);
    const asked = inScratchFolder('bbsim-', async () => {});
    await expect(asked).rejects.toThrow(
      new BadInput(`TMPDIR: cannot make a temporary folder in ${tmp}: ${reason}`),
    );
  });

  it('that is full is bad input; a file that is missing in it is a fault', async () => {
    const failing = (code: string) =>
      inScratchFolder('bbsim-', async () => {
        throw Object.assign(new Error(code), { code, syscall: 'write' });
      });
    await expect(failing('ENOSPC')).rejects.toThrow(/^TMPDIR: cannot work in .*: the disk is full$/);
    await expect(failing('ENOSPC')).rejects.toThrow(BadInput);
    await expect(failing('ENOENT')).rejects.not.toThrow(BadInput);
  });
});
