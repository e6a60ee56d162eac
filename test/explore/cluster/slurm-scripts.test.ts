import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { indexRanges } from '../../../src/explore/cluster/index-ranges.ts';
import { defaultParts, incompleteParts, refuseEmptyParts } from '../../../src/explore/cluster/parts.ts';
import {
  arrayWords,
  mergeWords,
  partitionOf,
  refuseOwnOptions,
} from '../../../src/explore/cluster/sbatch-words.ts';
import {
  arrayScript,
  type ClusterSweep,
  jobName,
  mergeScript,
  refuseUnnameable,
} from '../../../src/explore/cluster/slurm-scripts.ts';
import { indicesOf } from '../../../src/explore/engine/chunk.ts';
import { casesOf } from '../../drawn.ts';
import { directories } from '../store/records.ts';

const newFolder = directories();

const sweep: ClusterSweep = {
  program: ['/opt/node', '/opt/bbsim/bin/bbsim.js'],
  spec: '/data/small.yaml',
  given: [],
  dir: '/data/out',
  name: 'small',
  hash: '0123456789ab',
  jobs: 4,
  limit: 1000,
  retriesFailed: false,
};

const odd: ClusterSweep = {
  ...sweep,
  spec: "/data/it's.yaml",
  given: ['--weights', '/data/a model.pt', '--direction', 'both'],
  dir: '/data/my "own" 50%',
  name: 'PEs & banks\n#SBATCH',
  retriesFailed: true,
};

describe('the script of an array', () => {
  it('runs the part of its task', () => {
    expect(arrayScript(sweep, 8)).toBe(
      `#!/bin/bash
#SBATCH --job-name=bbsim-small-0123456789ab
#SBATCH --requeue
#SBATCH --open-mode=append
#SBATCH --cpus-per-task=4
#SBATCH --output=/data/out/slurm/%A_%a.log
# The 8 parts of a sweep, one for each task of the array. Written by bbsim sweep --engine slurm.
exec /opt/node /opt/bbsim/bin/bbsim.js sweep /data/small.yaml --out /data/out --limit 1000 --chunk "\${SLURM_ARRAY_TASK_ID:?this script is for sbatch --array}/8" --jobs "\${SLURM_CPUS_PER_TASK:-4}"
`,
    );
  });

  it('quotes what a user may call things', () => {
    expect(arrayScript(odd, 2)).toBe(
      `#!/bin/bash
#SBATCH --job-name=bbsim-PEs-banks-SBATCH-0123456789ab
#SBATCH --requeue
#SBATCH --open-mode=append
#SBATCH --cpus-per-task=4
#SBATCH --output="/data/my \\"own\\" 50%%/slurm/%A_%a.log"
# The 2 parts of a sweep, one for each task of the array. Written by bbsim sweep --engine slurm.
exec /opt/node /opt/bbsim/bin/bbsim.js sweep '/data/it'\\''s.yaml' --weights '/data/a model.pt' --direction both --out '/data/my "own" 50%' --limit 1000 --retry-failed --chunk "\${SLURM_ARRAY_TASK_ID:?this script is for sbatch --array}/2" --jobs "\${SLURM_CPUS_PER_TASK:-4}"
`,
    );
  });

  it('gives the program the same words, whatever is in the paths', () => {
    const script = join(newFolder(), 'a script.sh');
    const text = fc.string({ unit: 'binary' }).map((one) => `/${one.replaceAll('\0', '')}`);
    const print = ['printf', '%s\\0'];
    const act = (spec: string, dir: string) => {
      writeFileSync(script, arrayScript({ ...sweep, program: print, spec, dir }, 9));
      expect(spawnSync('bash', ['-n', script]).status).toBe(0);
      const env = { ...process.env, SLURM_ARRAY_TASK_ID: '7', SLURM_CPUS_PER_TASK: '3' };
      const { stdout } = spawnSync('bash', [script], { encoding: 'utf8', env });
      const options = ['--out', dir, '--limit', '1000', '--chunk', '7/9', '--jobs', '3'];
      expect(stdout.split('\0').slice(0, -1)).toEqual(['sweep', spec, ...options]);
    };
    // A path of several lines has no name for its log, and is refused before.
    const onLine = text.filter((one) => !/[\r\n]/.test(one));
    fc.assert(fc.property(text, onLine, act), { numRuns: casesOf(5, 100) });
  });

  it('fails where there is no array', () => {
    const { SLURM_ARRAY_TASK_ID: _, ...env } = process.env;
    const { status, stderr } = spawnSync('bash', ['-c', arrayScript(sweep, 2)], { encoding: 'utf8', env });
    expect(status).not.toBe(0);
    expect(stderr).toContain('this script is for sbatch --array');
  });
});

describe('the script of the merge', () => {
  it('merges the store', () => {
    expect(mergeScript(odd)).toBe(
      `#!/bin/bash
#SBATCH --job-name=bbsim-PEs-banks-SBATCH-0123456789ab
#SBATCH --requeue
#SBATCH --open-mode=append
#SBATCH --ntasks=1
#SBATCH --output="/data/my \\"own\\" 50%%/slurm/merge_%j.log"
# Makes one sorted shard of those of the parts. Written by bbsim sweep --engine slurm.
exec /opt/node /opt/bbsim/bin/bbsim.js sweep --merge --out '/data/my "own" 50%'
`,
    );
  });
});

it('jobs of a sweep have a name that Slurm prints as it is', () => {
  expect(jobName({ name: 'größe|a b', hash: '0123456789ab' })).toBe('bbsim-gr-e-a-b-0123456789ab');
});

it.each(['/data/a\\b', '/data/a\nb'])('a store whose logs would have no name is refused: %j', (dir) => {
  expect(() => refuseUnnameable(dir)).toThrow('expected a path without backslashes');
  expect(() => refuseUnnameable('/data/a \'b\' "c" 5% ü')).not.toThrow();
});

describe('the words for sbatch', () => {
  it('have those of the user first', () => {
    const words = arrayWords('/s.sh', { ranges: '1-3', maxRunning: 2 }, ['-p', 'long']);
    expect(words).toEqual(['-p', 'long', '--parsable', '--array=1-3%2', '/s.sh']);
    expect(arrayWords('/s.sh', { ranges: '5', maxRunning: null }, [])).toEqual([
      '--parsable',
      '--array=5',
      '/s.sh',
    ]);
    expect(mergeWords('/m.sh', '12', ['-p', 'long'])).toEqual([
      '-p',
      'long',
      '--parsable',
      '--dependency=afterany:12',
      '/m.sh',
    ]);
  });

  it.each([
    ['--array=1-2'],
    ['-a', '1'],
    ['-a1'],
    ['--wrap', 'x'],
    ['--dependency=after:1'],
    ['-o', 'x'],
    ['-J'],
  ])('refuse %s, which bbsim sets', (...words) => {
    expect(() => refuseOwnOptions(words)).toThrow(`${words[0]} is set by bbsim itself`);
  });

  it('may hold all others', () => {
    expect(() =>
      refuseOwnOptions(['-p', 'a', '--time=1', '--account', 'b', '--array-x', '-t1']),
    ).not.toThrow();
  });

  it.each([
    [['-p', 'a'], 'a'],
    [['-pa'], 'a'],
    [['--partition=a'], 'a'],
    [['--partition', 'a', '-p', 'b'], 'b'],
    [['--parsable'], null],
    [['-p'], null],
  ])('name a partition: %j', (words, partition) => expect(partitionOf(words)).toBe(partition));
});

describe('the parts of a sweep', () => {
  it.each([
    { points: 1, cpus: 64, jobs: 1, parts: 1 },
    { points: 99, cpus: 64, jobs: 1, parts: 1 },
    { points: 200, cpus: 64, jobs: 1, parts: 4 },
    { points: 100_000, cpus: 64, jobs: 1, parts: 256 },
    { points: 100_000, cpus: 64, jobs: 16, parts: 16 },
    { points: 100_000, cpus: 4, jobs: 16, parts: 4 },
    { points: 100_000, cpus: null, jobs: 1, parts: 1000 },
    { points: 10_000_000, cpus: 4096, jobs: 1, parts: 1000 },
  ])('$parts for $points points on $cpus CPUs with $jobs each', ({ points, cpus, jobs, parts }) => {
    expect(defaultParts(points, cpus, jobs)).toBe(parts);
  });

  it('are at most as many as points', () => {
    expect(() => refuseEmptyParts(7, 6)).toThrow('expected at most one for each of 6 points, found 7');
    expect(() => refuseEmptyParts(6, 6)).not.toThrow();
  });

  it('are incomplete when they lack a point', () => {
    const act = (points: number, of: number, missing: readonly number[]) => {
      const lacks = (part: number) => indicesOf(points, { index: part, of }).some((i) => missing.includes(i));
      const expected = Array.from({ length: of }, (_, i) => i + 1).filter(lacks);
      expect(incompleteParts(points, of, (i) => !missing.includes(i))).toEqual(expected);
    };
    const size = fc.integer({ min: 1, max: 40 });
    fc.assert(fc.property(size, size, fc.array(fc.nat(45)), act));
  });

  it('are written as ranges', () => {
    expect(indexRanges([1])).toBe('1');
    expect(indexRanges([1, 2, 3, 5, 7, 8])).toBe('1-3,5,7-8');
  });
});
