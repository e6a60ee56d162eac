import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { folder, put } from './session.ts';

const program = fileURLToPath(new URL('../../bin/bbsim.js', import.meta.url));
const here = folder();

function bbsim(...words: string[]) {
  return spawnSync(process.execPath, [program, ...words], { cwd: here, encoding: 'utf8' });
}

/** 36 points with nine memory images. */
const small = put(
  here,
  'small.yaml',
  `
name: small
accelerators: [bbs, csr]
workloads: [tiny]
axes:
  - {field: banks, values: [2, 4, 8]}
  - {field: workload.sparsity, values: [0.5, 0.75, 0.9]}
  - {field: pes, values: [2, 4]}
`,
);

/** The bytes of the only shard of a store. */
function shardOf(store: string): Buffer {
  const [shard, ...others] = readdirSync(join(here, store, 'shards'));
  expect(others).toEqual([]);
  return readFileSync(join(here, store, 'shards', shard));
}

describe('bbsim sweep', () => {
  it('writes the same bytes with one worker and with three', () => {
    for (const jobs of ['1', '3']) {
      const { status, stdout, stderr } = bbsim('sweep', small, '--out', `jobs${jobs}`, '--jobs', jobs);
      // On a slow machine a line of progress comes now and then.
      const remarks = stderr.replace(/^small: \d+ of 36 points .*\n/gm, '');
      expect({ status, remarks }).toEqual({ status: 0, remarks: '' });
      expect(stdout).toMatch(/^small \(sweep [0-9a-f]{12}\)\n/);
    }
    expect(shardOf('jobs3').equals(shardOf('jobs1'))).toBe(true);
  });
});
