import { spawnSync } from 'node:child_process';
import { rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { type NpzEntry, writeNpz } from '../../src/tensors/npy/npz.ts';
import { folder, put } from './session.ts';

const program = fileURLToPath(new URL('../../bin/bbsim.js', import.meta.url));
const here = folder();
const MIB = 2 ** 20;

/** Says what the kernel knows of the most memory that the process held; resourceUsage counts its parent's. */
const probe = put(
  here,
  'probe.cjs',
  `const peak = () => /VmHWM:\\s+(\\d+)/.exec(require('fs').readFileSync('/proc/self/status', 'utf8'))[1];
process.on('exit', () => process.stderr.write('\\npeak ' + peak()));`,
);

/** Runs the program without keeping what it prints: its exit code, standard error and peak memory in MiB. */
function peakOf(...words: string[]) {
  const { status, stderr } = spawnSync(process.execPath, ['--require', probe, program, ...words], {
    cwd: here,
    encoding: 'utf8',
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const [err, kib] = stderr.split('\npeak ');
  return { status, err, mib: Number(kib) / 1024 };
}

const codes = (name: string, ...shape: number[]): NpzEntry => ({
  name,
  shape,
  data: new Int16Array(shape.reduce((product, size) => product * size, 1)),
});

describe('peak memory', () => {
  const idle = peakOf('--version').mib;

  it('does not grow with a file of weights that is refused', () => {
    const bomb = put(here, 'bomb.npz', writeNpz([codes('weight_ih_l0', 65_536, 1000)], { compress: true }));
    const { status, err, mib } = peakOf('run', '--weights', bomb);
    expect(status).toBe(2);
    expect(err).toContain('has no tensor weight_hh_l0');
    expect(mib).toBeLessThan(idle + 100);
  });

  it('of a file of weights that is read is a few times its unpacked size', () => {
    const entries = [codes('weight_ih_l0', 8192, 2048), codes('weight_hh_l0', 8192, 2048)];
    const unpacked = entries.reduce((sum, { data }) => sum + data.byteLength, 0) / MIB;
    const file = put(here, 'large.npz', writeNpz(entries, { compress: true }));
    const { status, mib } = peakOf('run', '--weights', file, '--no-values', '--allow-overflow');
    expect(status).toBe(0);
    expect(mib - idle).toBeLessThan(12 * unpacked);
  });

  it('of a long run does not grow with what it prints', () => {
    const run = (steps: string) => peakOf('run', 'tiny', '--no-values', '--format', 'json', '--steps', steps);
    const [short, long] = [run('1000'), run('1000000')];
    expect([short.status, long.status]).toEqual([0, 0]);
    // 440 MB of text; the records of the steps themselves are some 60 bytes each.
    expect(long.mib - short.mib).toBeLessThan(250);
  });

  it('of a trace does not grow with the steps that it has', () => {
    const file = join(here, 'trace.json');
    const chained = [
      '--accelerator',
      'dense',
      '--set',
      'ewop.style=chained',
      '--set',
      'pes=4',
      '--set',
      'banks=8',
    ];
    const run = (steps: string) => {
      const words = ['run', 'tiny', ...chained, '--no-values', '--steps', steps, '--format', 'csv'];
      const { status, mib } = peakOf(...words, '--trace', file, '--trace-limit', '4000');
      const { size } = statSync(file);
      rmSync(file);
      return { status, mib, size };
    };
    const [short, long] = [run('100'), run('100000')];
    expect([short.status, long.status]).toEqual([0, 0]);
    expect(long.size).toBeGreaterThan(900 * short.size);
    // The file has hundreds of megabytes; a megabyte of text at a time leaves some work to the collector.
    expect(long.mib - short.mib).toBeLessThan(150);
  });

  it('of a run that writes its result stays as low', () => {
    const words = ['run', 'tiny', '--no-values', '--steps', '300000', '--format', 'csv'];
    const { status, mib } = peakOf(...words, '--out', join(here, 'out'));
    expect(status).toBe(0);
    expect(mib).toBeLessThan(idle + 350);
  });
});
