import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { manyPointsText } from '../explore/space/sweep-texts.ts';
import { folder, put } from './session.ts';

const program = fileURLToPath(new URL('../../bin/bbsim.js', import.meta.url));
const here = folder();

/** Weights that take the better part of a minute to make and prune. */
const heavy = put(
  here,
  'heavy.yaml',
  `
name: heavy
accelerators: [bbs]
workloads: [{use: tiny, set: {layers: [{inputs: 4096, hidden: 4096}]}}]
axes: [{field: workload.sparsity, range: {from: 0.5, to: 0.95, count: 400}}]
`,
);

describe('Ctrl-C', () => {
  it.each(['1', '2', '1000'])('ends a sweep of --jobs %s in the midst of its first weights', async (jobs) => {
    const store = `jobs-${jobs}`;
    const words = [program, 'sweep', heavy, '--out', store, '--jobs', jobs];
    const child = spawn(process.execPath, words, { cwd: here });
    let stderr = '';
    child.stderr.on('data', (part) => {
      stderr += part;
    });
    const closed = new Promise((resolve) => child.on('close', resolve));
    while (!existsSync(join(here, store, 'sweep.json'))) await setTimeout(20);
    await setTimeout(1000);
    child.kill('SIGINT');
    expect(await closed).toBe(130);
    expect(stderr).toContain('interrupted: 0 of 400 points are in the store; continue with: ');
    expect(stderr.includes('--jobs 1000: this machine runs ')).toBe(jobs === '1000');
  });
});

describe('a dry run of ten million points', () => {
  it('says how many there are, how many are feasible, and how long they would take', async () => {
    const spec = put(here, 'many.yaml', `${manyPointsText}constraints: ['clock_mhz <= 200']\n`);
    const child = spawn(process.execPath, [program, 'sweep', spec, '--dry-run', '--format', 'json']);
    let [out, err] = ['', ''];
    child.stdout.on('data', (part) => {
      out += part;
    });
    child.stderr.on('data', (part) => {
      err += part;
    });
    expect(await new Promise((resolve) => child.on('close', resolve))).toBe(0);
    for (const phase of ['planning 2000 points', 'fitting 2 memory images', 'timing '])
      expect(err).toContain(`many: ${phase}`);
    const found = JSON.parse(out);
    expect(found).toMatchObject({ points: 9_960_040, isCounted: true, planned: 2000, encoded: 2 });
    expect(found.feasible / 9_960_040).toBeCloseTo(0.8, 1);
    expect(found.feasible + found.constrained + found.misfits).toBe(9_960_040);
    expect(found.estimatedMs).toBeGreaterThan(60_000);
  });
});
