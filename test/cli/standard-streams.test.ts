import { describe, expect, it } from 'vitest';
import { runCommandLine } from '../../src/cli/command-line.ts';
import { printingTo } from '../../src/cli/standard-streams.ts';

/** A stream whose writes fail with an error of that code, as the system reports it: a moment later. */
function failing(code: string | null) {
  let written = '';
  const listeners: ((error: Error) => void)[] = [];
  return {
    write(text: string, done?: unknown) {
      if (code === null) written += text;
      else
        for (const tell of listeners) process.nextTick(() => tell(Object.assign(new Error(code), { code })));
      if (typeof done === 'function') process.nextTick(done as () => void);
      return true;
    },
    on(_: string, listener: (error: Error) => void) {
      listeners.push(listener);
      return this;
    },
    written: () => written,
  };
}

async function ended(words: readonly string[], stdout: string | null, stderr: string | null = null) {
  const streams = { stdout: failing(stdout), stderr: failing(stderr) };
  const printing = printingTo(streams as unknown as Parameters<typeof printingTo>[0]);
  const code = await runCommandLine(
    { ...printing, wantsColour: false, terminal: null, clockMs: () => 0, onInterrupt: () => () => {} },
    words,
  );
  return { code, out: streams.stdout.written(), err: streams.stderr.written() };
}

describe('standard output that cannot be written', () => {
  it.each([
    ['ENOSPC', 'the disk is full'],
    ['EDQUOT', 'the disk quota is used up'],
    ['EIO', 'EIO'],
  ])('ends a command with one line and code 2: %s', async (code, reason) => {
    const refused = { code: 2, out: '', err: `bbsim: cannot write standard output: ${reason}\n` };
    for (const words of [['list'], ['--help'], ['--version'], ['schema', 'workload']])
      expect(await ended(words, code)).toEqual(refused);
  });

  it('is no error when its reader has stopped early', async () => {
    expect(await ended(['list'], 'EPIPE')).toEqual({ code: 0, out: '', err: '' });
  });

  it('is said to nobody when standard error fails too, and the code stays', async () => {
    expect((await ended(['list'], 'ENOSPC', 'ENOSPC')).code).toBe(2);
    expect((await ended(['run', 'timt'], null, 'ENOSPC')).code).toBe(2);
    expect((await ended(['--version'], null, 'EIO')).code).toBe(0);
  });
});
