/**
 * Wall time and peak memory of the main job, `bbsim compare --out`, as a user runs it: the built
 * program in a process of its own.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Figure } from './figure.ts';

const MIB = 1024;
const LIMITS = { seconds: 10, mebibytes: 400 };

/** Runs the main job once and relates its time and memory to what it may take. */
export function benchCompare(): Figure[] {
  const out = mkdtempSync(join(tmpdir(), 'bbsim-bench-'));
  const program = fileURLToPath(new URL('../bin/bbsim.js', import.meta.url));
  const script = `process.argv.splice(1, 1); process.on('exit', () => process.stderr.write('\\nmaxRss ' + process.resourceUsage().maxRSS)); await import(process.argv[1]);`;
  const start = process.hrtime.bigint();
  const args = ['--input-type=module', '-e', script, '--', 'x', program, 'compare', '--out', out];
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  rmSync(out, { recursive: true });
  if (status !== 0) throw new Error(`bbsim compare ended with ${status}: ${stderr}`);
  const mebibytes = Number(/maxRss (\d+)$/.exec(stderr)?.[1]) / MIB;
  return [
    {
      name: 'compare with charts: share of 10 s',
      ratio: seconds / LIMITS.seconds,
      detail: `${seconds.toFixed(1)} s on this machine`,
    },
    {
      name: 'compare with charts: share of 400 MB',
      ratio: mebibytes / LIMITS.mebibytes,
      detail: `${mebibytes.toFixed(0)} MiB at the peak`,
    },
  ];
}
