import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { builtProgramIn, program } from './built-program.ts';
import { folder } from './session.ts';

const here = folder();
const bbsim = builtProgramIn(here);

describe('the built program', () => {
  it('prints results on standard output and progress on standard error', () => {
    const { status, stdout, stderr } = bbsim(
      'compare',
      'tiny',
      '--accelerators',
      'bbs,dense',
      '--format',
      'csv',
    );
    expect(status).toBe(0);
    expect(stdout.split('\n')[0]).toMatch(/^accelerator,cycles/);
    expect(stderr).toBe('bbs\ndense\n');
  });

  it('ends with 2 and a message without a stack on bad input', () => {
    const { status, stdout, stderr } = bbsim('run', 'timt');
    expect(status).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/^bbsim: unknown workload "timt", did you mean `timit`\?[^\n]*\n$/);
  });

  it('gives up on a folder that the file system cannot make', () => {
    const { status, stderr } = bbsim('compare', 'tiny', '--accelerators', 'bbs', '--out', '/proc/none/such');
    expect(status).toBe(2);
    expect(stderr).toContain('cannot make /proc/none/such');
  });

  it('leaves an old result whole when a run fails', () => {
    writeFileSync(join(here, 'result.json'), 'old');
    expect(bbsim('compare', 'tiny', '--accelerators', 'bbs,nope', '--out', '.').status).toBe(2);
    expect(readFileSync(join(here, 'result.json'), 'utf8')).toBe('old');
    expect(readdirSync(here)).toEqual(['result.json']);
  });

  it('ends with 2 and one line where its results cannot be written', () => {
    const command = `"${process.execPath}" "${program}" list > /dev/full`;
    const { status, stderr } = spawnSync('sh', ['-c', command], { encoding: 'utf8' });
    expect({ status, stderr }).toEqual({
      status: 2,
      stderr: 'bbsim: cannot write standard output: the disk is full\n',
    });
  });

  it('survives a reader that stops early', () => {
    const command = `"${process.execPath}" "${program}" run tiny --format json | head -c 10`;
    const { status, stderr } = spawnSync('bash', ['-o', 'pipefail', '-c', command], { encoding: 'utf8' });
    expect(stderr).toBe('');
    expect(status).toBe(0);
  });
});
