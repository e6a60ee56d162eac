import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { smallSweepText } from '../explore/space/sweep-texts.ts';
import { folder, put } from './session.ts';

const program = fileURLToPath(new URL('../../bin/bbsim.js', import.meta.url));
const here = folder();

function bbsim(...words: string[]) {
  return spawnSync(process.execPath, [program, ...words], { cwd: here, encoding: 'utf8' });
}

const small = put(here, 'small.yaml', smallSweepText);

/** The bytes of the only shard of a store. */
function shardOf(store: string): Buffer {
  const [shard, ...others] = readdirSync(join(here, store, 'shards'));
  expect(others).toEqual([]);
  return readFileSync(join(here, store, 'shards', shard));
}

describe('bbsim sweep', () => {
  it('writes the same bytes with one worker and with as many as the machine runs at a time', () => {
    for (const jobs of ['1', '3']) {
      const { status, stdout, stderr } = bbsim('sweep', small, '--out', `jobs${jobs}`, '--jobs', jobs);
      // On a slow machine a line of progress comes now and then; on a small one three workers are too many.
      const remarks = stderr.replace(/^(small: \d+ of 36 points|--jobs 3: this machine runs) .*\n/gm, '');
      expect({ status, remarks }).toEqual({ status: 0, remarks: '' });
      expect(stdout).toMatch(/^small \(sweep [0-9a-f]{12}\)\n/);
    }
    expect(shardOf('jobs3').equals(shardOf('jobs1'))).toBe(true);
  });

  it('counts points and estimates their time without writing anything', () => {
    const before = readdirSync(here);
    const { status, stdout } = bbsim('sweep', small, '--dry-run');
    expect(status).toBe(0);
    expect(stdout).toMatch(/all +36\n/);
    expect(stdout).toMatch(/feasible +36\n/);
    expect(stdout).toMatch(/1 model, 12 prunings and 18 memory images/);
    expect(stdout).toMatch(/About \d+ s with \d+ workers?, from a sample/);
    expect(readdirSync(here)).toEqual(before);
  });

  it('ends within seconds on Ctrl-C, says how to continue, and continues', async () => {
    const spec = put(
      here,
      'long.yaml',
      'name: long\naccelerators: [bbs]\nworkloads: [timit]\naxes:\n  - {field: workload.sparsity, range: {from: 0.5, to: 0.95, count: 40}}\n',
    );
    const child = spawn(process.execPath, [program, 'sweep', spec, '--out', 'long', '--jobs', '2'], {
      cwd: here,
    });
    let stderr = '';
    child.stderr.on('data', (part) => {
      stderr += part;
    });
    // It listens for signals before it makes the store.
    while (!existsSync(join(here, 'long', 'sweep.json'))) await setTimeout(20);
    child.kill('SIGINT');
    const code = await new Promise((resolve) => child.on('close', resolve));
    expect(code).toBe(130);
    expect(stderr).toMatch(/ending within seconds/);
    const [, done] =
      /interrupted: (\d+) of 40 points are in the store; continue with: bbsim sweep \S+long\.yaml --out long --jobs 2\n/.exec(
        stderr,
      ) ?? [];
    expect(Number(done)).toBeLessThan(40);
    const status = JSON.parse(bbsim('sweep', '--status', '--out', 'long', '--format', 'json').stdout);
    expect(status).toMatchObject({ counts: { ok: Number(done) }, damage: { torn: 0 } });
  });
});
