import { spawn, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { seeded } from '../../../src/num/random.ts';
import { folder, rowsOf, run, specIn } from './specs.ts';

const program = fileURLToPath(new URL('../../../bin/bbsim.js', import.meta.url));

/** 720 points of some milliseconds, and 36 prunings. */
const spec = `
name: killed
accelerators: [bbs, csr]
workloads: [{use: tiny, set: {layers: [{inputs: 153, hidden: 512}], sparsity: 0.875}}]
keep: as-bank-balanced
axes:
  - {field: banks, values: [8, 16, 32]}
  - {field: workload.sparsity, values: [0.5, 0.6, 0.7, 0.8, 0.875, 0.9]}
  - {field: pes, values: [2, 4, 6, 8, 10, 12, 14, 16, 20, 24]}
  - {field: ports, values: [1, 2]}
`;

const KILLS = 20;

describe('a sweep that is killed', () => {
  it(`${KILLS} times at random moments and then completed has the rows of one that was not`, async () => {
    const dir = folder();
    const path = join(dir, 'spec-of-kill.yaml');
    const loaded = specIn(dir, spec);
    writeFileSync(path, spec);
    const undisturbed = folder();
    await run(loaded, undisturbed);
    const store = join(dir, 'store');
    const random = seeded('kills');
    const words = [program, 'sweep', path, '--out', store, '--jobs', '3'];
    let most = 0;
    for (let kill = 0; kill < KILLS; kill++) {
      const child = spawn(process.execPath, words, { stdio: 'ignore' });
      const ended = new Promise((resolve) => child.on('close', resolve));
      // Start-up takes half a second; later kills wait longer, so that all phases are met.
      await new Promise((resolve) => setTimeout(resolve, 300 + 700 * random()));
      child.kill('SIGKILL');
      await ended;
      const done = await rowsOf(store).then(
        (rows) => rows.length,
        () => 0,
      );
      // Nothing that was written is lost.
      expect(done).toBeGreaterThanOrEqual(most);
      most = done;
    }
    const completed = spawnSync(process.execPath, [...words, '--format', 'json'], { encoding: 'utf8' });
    expect(completed.status).toBe(0);
    expect(JSON.parse(completed.stdout)).toMatchObject({ points: 720, isInterrupted: false });
    expect(await rowsOf(store)).toEqual(await rowsOf(undisturbed));
  });
});
