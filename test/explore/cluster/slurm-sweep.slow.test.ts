import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Watcher } from '../../../src/explore/cluster/follow.ts';
import { runOnSlurm, type SlurmOptions } from '../../../src/explore/cluster/slurm-sweep.ts';
import { encodeRecord } from '../../../src/explore/store/record-line.ts';
import { contents, directories, shardsOf, writeShards } from '../store/records.ts';
import { fakeSlurm } from './fake-slurm.ts';
import { clusterSweep, rows, runHere, smallSweep } from './small-sweep.ts';

const newDir = directories();
const slurm = fakeSlurm();

const sweep = smallSweep(newDir(), 2);
const { loaded } = sweep;
const options: SlurmOptions = {
  parts: 4,
  maxRunning: 3,
  slurmOptions: ['-p', 'main'],
  again: 'bbsim sweep again',
};

/** Notes what it is told; `until` says, of all notes and progress so far, whether it leaves. */
function watcher(until: (seen: readonly string[]) => boolean = () => false) {
  const seen: string[] = [];
  const notes: string[] = [];
  const one: Watcher = {
    onProgress: ({ done, points }, jobs) => seen.push(`${done}/${points} ${jobs}`),
    note: (text) => notes.push(text),
    pause: () => new Promise((resume) => setTimeout(resume, 50)),
    isStopped: () => until(seen),
  };
  return { ...one, seen, notes };
}

describe('a sweep on Slurm', () => {
  it('ends with the store of a local run, though a task dies', async () => {
    const [here, there] = [newDir(), join(newDir(), "the 'store' 5%")];
    const local = await runHere(loaded, here);
    process.env.FAKE_DIES = '1_2';
    process.env.FAKE_STORE = there;
    const watching = watcher();
    const summary = await runOnSlurm(loaded, clusterSweep(sweep, there), options, watching);
    expect(summary).toEqual(local);
    expect(await rows(there)).toEqual(await rows(here));
    const { indexes } = await contents(there);
    expect(indexes).toEqual(Array.from({ length: 12 }, (_, i) => i));
    expect(shardsOf(there)).toHaveLength(1);
    const slurmFolder = join(there, 'slurm');
    expect(slurm.calls()).toEqual([
      `-p main --parsable --array=1-4%3 ${slurmFolder}/array.sh`,
      `-p main --parsable --dependency=afterany:1 ${slurmFolder}/merge.sh`,
      `-p main --parsable --array=2%3 ${slurmFolder}/array.sh`,
      `-p main --parsable --dependency=afterany:3 ${slurmFolder}/merge.sh`,
    ]);
    expect(watching.notes[0]).toBe(`job 1: 4 of 4 parts of about 3 points; logs in ${slurmFolder}`);
    expect(watching.notes[1]).toMatch(/^\d points are missing: their parts are submitted again$/);
    expect(watching.seen.at(-1)).toBe('12/12 ');
    expect(readFileSync(join(slurmFolder, '1_1.log'), 'utf8')).toContain('small (sweep');
  });

  it('submits nothing when every point is there', async () => {
    const dir = newDir();
    await runHere(loaded, dir);
    const summary = await runOnSlurm(loaded, clusterSweep(sweep, dir), options, watcher());
    expect(summary).toMatchObject({ points: 12, before: 12, fresh: 0 });
    expect(slurm.calls).toThrow('ENOENT');
  });

  it('uses what another sweep has simulated', async () => {
    const dir = newDir();
    await runHere(smallSweep(newDir(), 1).loaded, dir);
    const summary = await runOnSlurm(loaded, clusterSweep(sweep, dir), { ...options, parts: 1 }, watcher());
    expect(summary).toMatchObject({ points: 12, before: 0, reused: 6, fresh: 6 });
  });

  it('gives up after three rounds, with what the log says', async () => {
    const dir = newDir();
    const broken = { ...clusterSweep(sweep, dir), program: ['bash', '-c', 'echo no luck >&2; exit 1'] };
    const watching = watcher();
    await expect(runOnSlurm(loaded, broken, { ...options, parts: 2 }, watching)).rejects.toMatchObject({
      name: 'FailedPoints',
      message:
        '12 of 12 points are missing after their parts were submitted 3 times; parts 1-2 are incomplete: ' +
        `see ${dir}/slurm/5_1.log, whose last line is: no luck\ncontinue with: bbsim sweep again`,
    });
    expect(slurm.calls()).toHaveLength(6);
  });

  it('goes on when the watcher leaves, and is followed again', async () => {
    const dir = newDir();
    process.env.FAKE_HOLD = slurm.file('go');
    const leaving = watcher((seen) => seen.length > 1);
    const cluster = clusterSweep(sweep, dir);
    await expect(runOnSlurm(loaded, cluster, { ...options, parts: 2 }, leaving)).rejects.toMatchObject({
      name: 'Interrupted',
      message: 'the jobs go on; follow them with: bbsim sweep again; end them with: scancel 1 2',
    });
    expect(leaving.seen[0]).toBe('0/12 0 tasks running, 2 waiting (Resources)');
    const otherSweep = smallSweep(newDir(), 1);
    const other = clusterSweep(otherSweep, dir);
    await expect(runOnSlurm(otherSweep.loaded, other, options, watcher())).rejects.toThrow(
      /the jobs of another sweep \(bbsim-small-\w+\) have not ended: wait for them, or end them with: scancel 1 2$/,
    );
    process.env.FAKE_SILENT = '1';
    await expect(runOnSlurm(loaded, cluster, options, watcher())).rejects.toThrow(
      'squeue does not say whether the jobs 1 2 of',
    );
    process.env.FAKE_SILENT = '';
    writeFileSync(slurm.file('go'), '');
    const following = watcher();
    const summary = await runOnSlurm(loaded, cluster, options, following);
    expect(summary.counts.ok).toBe(12);
    expect(following.notes).toEqual(['following the jobs that were submitted before (1 2, 2 parts)']);
    expect(slurm.calls()).toHaveLength(2);
  });

  it('is not submitted again when somebody cancels it', async () => {
    const dir = newDir();
    process.env.FAKE_HOLD = slurm.file('go');
    const { spawnSync } = await import('node:child_process');
    let isDone = false;
    const cancelling = watcher((seen) => {
      if (seen.length === 1 && !isDone) isDone = spawnSync('scancel', ['1', '2']).status !== null;
      return false;
    });
    await expect(runOnSlurm(loaded, clusterSweep(sweep, dir), options, cancelling)).rejects.toMatchObject({
      name: 'Interrupted',
      message: 'the jobs were cancelled; 0 of 12 points are in the store; continue with: bbsim sweep again',
    });
    expect(slurm.calls()).toHaveLength(2);
  });

  it('merges the shards itself when Slurm takes no merge job', async () => {
    const dir = newDir();
    process.env.FAKE_REFUSES = 'merge';
    const watching = watcher();
    await runOnSlurm(loaded, clusterSweep(sweep, dir), { ...options, parts: 2 }, watching);
    expect(watching.notes[0]).toBe(
      'sbatch: no merge jobs today: no merge job; who follows the sweep merges it',
    );
    expect(shardsOf(dir)).toHaveLength(1);
  });
});

describe('points that failed', () => {
  const failedStore = async () => {
    const dir = newDir();
    await runHere(loaded, dir);
    const [first, ...others] = await rows(dir);
    const failed = { ...first, status: 'failed', reason: 'why not', metrics: {} } as const;
    const store = newDir();
    writeShards(store, { 'a.ndjson': [failed, ...others].map(encodeRecord).join('') });
    return { store, dir };
  };

  it('are not missing', async () => {
    const { store } = await failedStore();
    const summary = await runOnSlurm(loaded, clusterSweep(sweep, store), options, watcher());
    expect(summary.counts).toEqual({ ok: 11, infeasible: 0, failed: 1 });
  });

  it('are tried again on request', async () => {
    const { store, dir } = await failedStore();
    const retrying = { ...clusterSweep(sweep, store), retriesFailed: true };
    const summary = await runOnSlurm(loaded, retrying, options, watcher());
    expect(summary).toMatchObject({ before: 11, fresh: 1, counts: { ok: 12, failed: 0 } });
    expect(slurm.calls()[0]).toContain('--array=1%3');
    expect(await rows(store)).toEqual(await rows(dir));
  });
});

describe('before anything is submitted', () => {
  const refused = (changes: Partial<SlurmOptions>, dir = newDir()) =>
    runOnSlurm(loaded, clusterSweep(sweep, dir), { ...options, ...changes }, watcher());

  it('wrong options are refused', async () => {
    await expect(refused({ parts: 13 })).rejects.toThrow('at most one for each of 12 points, found 13');
    await expect(refused({ slurmOptions: ['--array=1'] })).rejects.toThrow(
      '--array=1 is set by bbsim itself',
    );
    const few = { ...clusterSweep(sweep, newDir()), limit: 11 };
    await expect(runOnSlurm(loaded, few, options, watcher())).rejects.toThrow(
      '12 points, expected at most 11',
    );
    expect(slurm.calls).toThrow('ENOENT');
  });

  it('a machine without Slurm is refused, and a folder that cannot be made', async () => {
    await expect(refused({}, join(newDir(), 'a\\b'))).rejects.toThrow('expected a path without backslashes');
    await expect(refused({}, '/proc/none')).rejects.toMatchObject({ name: 'BadInput' });
    process.env.PATH = newDir();
    await expect(refused({})).rejects.toThrow("Slurm's sbatch is not on PATH");
  });

  it('what Slurm refuses is said in its words', async () => {
    process.env.FAKE_REFUSES = 'array';
    await expect(refused({})).rejects.toMatchObject({
      name: 'BadInput',
      message: 'sbatch: no array jobs today',
    });
  });
});
