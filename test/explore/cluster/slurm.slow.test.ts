import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { StoreWatch } from '../../../src/explore/cluster/store-watch.ts';
import { shardsOf } from '../store/records.ts';
import { program, rows, runHere, smallSweep } from './small-sweep.ts';

const script = fileURLToPath(new URL('./slurm-up.sh', import.meta.url));

const pathWithDaemons = `${process.env.PATH}:/usr/sbin`;

/** Why the tests cannot run, or null. Throws where they are required. */
function missing(): string | null {
  const isThere = (name: string) =>
    pathWithDaemons.split(':').some((folder) => existsSync(join(folder, name)));
  const absent = ['slurmctld', 'slurmd', 'sbatch', 'munged'].filter((name) => !isThere(name));
  const isRoot = process.getuid?.() === 0;
  const reason = absent.length > 0 ? `${absent.join(', ')} not installed` : isRoot ? null : 'not root';
  if (reason !== null && process.env.BBSIM_REQUIRE_SLURM === '1')
    throw new Error(`${reason}, and BBSIM_REQUIRE_SLURM=1 requires a Slurm that can be started`);
  return reason;
}

const reason = missing();

describe.skipIf(reason !== null)(
  `a sweep on a real Slurm${reason === null ? '' : ` (skipped: ${reason})`}`,
  () => {
    let root = '';
    let following: ChildProcess | null = null;
    const slurm = (command: string) => {
      const { status, stderr } = spawnSync(script, [command, root], { encoding: 'utf8' });
      expect({ status, stderr: status === 0 ? '' : stderr }).toEqual({ status: 0, stderr: '' });
    };
    const env = () => ({ ...process.env, SLURM_CONF: join(root, 'slurm.conf') });
    const pidOf = (path: string) => Number(/\d+/.exec(readFileSync(path, 'utf8'))?.[0]);

    beforeAll(() => {
      root = mkdtempSync(join(tmpdir(), 'bbsim-slurm-'));
      slurm('up');
    });

    afterEach(() => {
      following?.kill('SIGKILL');
    });

    afterAll(() => {
      slurm('down');
      const left = ['munged', 'slurmctld', 'slurmd'].filter((daemon) => isAlive(join(root, `${daemon}.pid`)));
      expect(left).toEqual([]);
      rmSync(root, { recursive: true, force: true });
    });

    const isAlive = (path: string) => existsSync(path) && existsSync(`/proc/${pidOf(path)}`);

    /** Starts a sweep as a user does; `err` is what it has said so far. */
    function start(path: string, dir: string, ...words: readonly string[]) {
      const command = [...program.slice(1), 'sweep', path, '--out', dir, '--engine', 'slurm', ...words];
      const child = spawn(program[0], command, { env: env(), stdio: ['ignore', 'pipe', 'pipe'] });
      following = child;
      const said = { out: '', err: '' };
      child.stdout.on('data', (text) => {
        said.out += text;
      });
      child.stderr.on('data', (text) => {
        said.err += text;
      });
      const ended = once(child, 'close').then(([code]) => ({ code, ...said }));
      return { child, ended, said };
    }

    /** Waits until a store has so many points, or its sweep has ended. */
    async function until(watch: StoreWatch, points: number, child: ChildProcess): Promise<void> {
      while (watch.done < points && child.exitCode === null) {
        await new Promise((resume) => setTimeout(resume, 50));
        await watch.poll();
      }
      expect(child.exitCode).toBeNull();
    }

    async function setUp(name: string, seeds: number) {
      const folder = join(root, name);
      mkdirSync(folder);
      const { path, loaded } = smallSweep(folder, seeds);
      const [here, there] = [join(folder, 'here'), join(folder, 'there')];
      const { points } = await runHere(loaded, here);
      return { path, here, there, points, watch: new StoreWatch(there, loaded.space.hash, points) };
    }

    it('has the rows of a local run, though slurmd is killed and started again', async () => {
      const { path, here, there, points, watch } = await setUp('it\'s a "sweep" 5%', 20);
      const { child, ended } = start(path, there, '--chunks', '24', '--max-running', '2');
      await until(watch, points / 4, child);
      process.kill(pidOf(join(root, 'slurmd.pid')), 'SIGKILL');
      await new Promise((resume) => setTimeout(resume, 1500));
      slurm('slurmd');
      const { code, out, err } = await ended;
      expect({ code, err }).toEqual({
        code: 0,
        err: expect.stringContaining('24 of 24 parts of about 5 points'),
      });
      expect(out).toMatch(/ok +120\n/);
      expect(await rows(there)).toEqual(await rows(here));
      expect(shardsOf(there)).toHaveLength(1);
    });

    it('submits the parts again whose tasks are killed', async () => {
      const { path, here, there, points, watch } = await setUp('killed', 10);
      const { child, ended } = start(path, there, '--chunks', '12', '--max-running', '1');
      await until(watch, points / 4, child);
      let killed: ReadonlySet<number> = new Set();
      while (killed.size < 2 && child.exitCode === null) {
        killed = killTasks(there, killed);
        await new Promise((resume) => setTimeout(resume, 5));
      }
      const { code, err } = await ended;
      expect(code, err).toBe(0);
      expect(err).toMatch(/points are missing: their parts are submitted again/);
      expect(await rows(there)).toEqual(await rows(here));
    });

    /**
     * Kills the tasks that work on a store, but none of `before` again. Returns the numbers of all of them.
     */
    function killTasks(dir: string, before: ReadonlySet<number>): ReadonlySet<number> {
      const locks = readdirSync(join(dir, 'locks')).filter((name) => /^chunk-.*\.lock$/.test(name));
      const killed = locks.flatMap((name) => {
        try {
          const { pid } = JSON.parse(readFileSync(join(dir, 'locks', name), 'utf8'));
          return before.has(pid) || !process.kill(pid, 'SIGKILL') ? [] : [pid];
        } catch {
          // Not written yet, or ended.
          return [];
        }
      });
      return new Set([...before, ...killed]);
    }

    it('goes on when it is not followed any more, and can be followed again', async () => {
      const { path, here, there, points, watch } = await setUp('left', 10);
      const first = start(path, there, '--chunks', '6', '--max-running', '1');
      await until(watch, points / 6, first.child);
      first.child.kill('SIGINT');
      const left = await first.ended;
      expect(left.code).toBe(130);
      expect(left.err).toMatch(
        /the jobs go on; follow them with: bbsim sweep .* end them with: scancel \d+ \d+\n/,
      );
      const again = await start(path, there).ended;
      expect(again.code, again.err).toBe(0);
      expect(again.err).toMatch(/^following the jobs that were submitted before/);
      expect(await rows(there)).toEqual(await rows(here));
    });

    it('says what Slurm refuses', async () => {
      const { path, there } = await setUp('refused', 1);
      const { code, err } = await start(path, there, '--slurm-options', '--partition=none').ended;
      expect({ code, err }).toEqual({ code: 2, err: expect.stringMatching(/^bbsim: sbatch: .*partition/) });
    });
  },
);
