import { spawn, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { folder, put } from './session.ts';

const program = fileURLToPath(new URL('../../bin/bbsim.js', import.meta.url));
const here = folder();

/** 840 designs. */
const spec = put(
  here,
  'designs.yaml',
  `
name: designs
accelerators: [bbs, csr]
workloads: [tiny]
axes:
  - { field: pes, powersOfTwo: { from: 1, to: 64 } }
  - { field: banks, powersOfTwo: { from: 2, to: 64 } }
  - { field: ewop.lanes, powersOfTwo: { from: 1, to: 16 } }
  - { field: clockMhz, values: [100, 200] }
`,
);

const asked = ['--minimize', 'latency_us,dsp', '--budget', '60', '--population', '10'];

function bbsim(...line: string[]) {
  return spawnSync(process.execPath, [program, ...line], { cwd: here, encoding: 'utf8' });
}

const shardText = (store: string): string =>
  readdirSync(join(store, 'shards'))
    .map((name) => readFileSync(join(store, 'shards', name), 'utf8'))
    .join('');

describe('bbsim optimize as a program', () => {
  it('finds the same with one worker and with three', () => {
    const found = ['1', '3'].map((jobs) => {
      const { status, stdout } = bbsim('optimize', spec, '--out', `jobs${jobs}`, ...asked, '--jobs', jobs);
      expect(status).toBe(0);
      return { stdout, records: shardText(join(here, `jobs${jobs}`)) };
    });
    expect(found[1]).toEqual(found[0]);
  });

  it.each(['SIGINT', 'SIGKILL'] as const)('goes on after %s, and comes to the same end', async (signal) => {
    const line = ['optimize', spec, '--minimize', 'latency_us,dsp', '--budget', '400', '--format', 'json'];
    const child = spawn(process.execPath, [program, ...line, '--out', signal, '--jobs', '1'], { cwd: here });
    let said = '';
    child.stderr.on('data', (text) => {
      said += text;
    });
    const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
    const store = join(here, signal);
    const lines = (): number => {
      try {
        return shardText(store).split('\n').length - 1;
      } catch {
        return 0;
      }
    };
    while (lines() < 50 && child.exitCode === null) await setTimeout(5);
    child.kill(signal);
    const code = await ended;
    if (signal === 'SIGINT') {
      expect(said).toContain('designs of a budget of 400 are evaluated; the same command continues');
      expect(code).toBe(130);
    }
    expect(lines()).toBeLessThan(400);
    const { before, fresh, damage, ...rest } = JSON.parse(bbsim(...line, '--out', signal).stdout);
    expect(before).toBeGreaterThanOrEqual(50);
    expect([before + fresh, damage.damagedLines]).toEqual([400, 0]);
    const whole = JSON.parse(bbsim(...line, '--out', `${signal}-whole`).stdout);
    expect(rest).toEqual({ ...rest, ...whole, before: rest.before, fresh: rest.fresh, damage: rest.damage });
  });
});
