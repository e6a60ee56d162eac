/**
 * Sweeps as a user runs them, the built program in a process of its own: ten thousand designs of TIMIT in
 * time and memory, the speed-up of several workers against that of busy loops on the same machine, and the
 * cost of a point from a thousand to a hundred thousand of them. `npm run bench:sweep`.
 */
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { type Figure, printFigures } from './figure.ts';
import { priceMs } from './price.ts';

const program = fileURLToPath(new URL('../bin/bbsim.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'bbsim-bench-'));
const cores = Math.min(4, availableParallelism());

interface Timed {
  readonly seconds: number;
  readonly mebibytes: number;
  readonly store: string;
}

let stores = 0;

/** Runs a sweep to its end and looks at its time and the most memory that it took. */
function timedSweep(spec: string, jobs: number): Timed {
  const store = join(folder, `store-${stores++}`);
  const script =
    "process.argv.splice(1, 1); process.on('exit', () => process.stderr.write('\\nmaxRss ' + process.resourceUsage().maxRSS)); await import(process.argv[1]);";
  const args = ['--input-type=module', '-e', script, '--', 'x', program, 'sweep', spec, '--out', store];
  const start = process.hrtime.bigint();
  const ran = spawnSync(process.execPath, [...args, '--jobs', String(jobs)], { encoding: 'utf8' });
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  if (ran.status !== 0) throw new Error(`bbsim sweep ended with ${ran.status}: ${ran.stderr}`);
  return { seconds, mebibytes: Number(/maxRss (\d+)$/.exec(ran.stderr)?.[1]) / 1024, store };
}

/** Seconds until so many busy loops have ended, all at once. */
async function busySeconds(count: number): Promise<number> {
  const start = process.hrtime.bigint();
  const loop = () =>
    new Promise((resolve, reject) => {
      const thread = new Worker(new URL('./busy-loop.mjs', import.meta.url));
      thread.on('message', resolve);
      thread.on('error', reject);
    });
  await Promise.all(Array.from({ length: count }, loop));
  return Number(process.hrtime.bigint() - start) / 1e9;
}

const bytesOf = ({ store }: Timed): Buffer => {
  const [shard] = readdirSync(join(store, 'shards'));
  return readFileSync(join(store, 'shards', shard));
};

/** Seconds of so many independent processes that each do the whole sweep alone, all at once. */
async function copiesSeconds(spec: string, count: number): Promise<number> {
  const start = process.hrtime.bigint();
  const copy = () =>
    new Promise((resolve, reject) => {
      const words = [program, 'sweep', spec, '--out', join(folder, `store-${stores++}`), '--jobs', '1'];
      const child = spawn(process.execPath, words, { stdio: 'ignore' });
      child.on('close', (code) =>
        code === 0 ? resolve(code) : reject(new Error(`bbsim sweep ended with ${code}`)),
      );
    });
  await Promise.all(Array.from({ length: count }, copy));
  return Number(process.hrtime.bigint() - start) / 1e9;
}

async function benchTimit(): Promise<Figure[]> {
  const one = timedSweep('timit-10k', 1);
  const many = timedSweep('timit-10k', cores);
  if (!bytesOf(one).equals(bytesOf(many))) throw new Error('the results depend on the number of workers');
  const speedUp = one.seconds / many.seconds;
  const loops = (cores * (await busySeconds(1))) / (await busySeconds(cores));
  const copies = (cores * one.seconds) / (await copiesSeconds('timit-10k', cores));
  const text = (value: number) => value.toFixed(2);
  return [
    {
      name: `10,000 designs of TIMIT, ${cores} workers: share of 60 s (at most 1)`,
      ratio: many.seconds / 60,
      detail: `${many.seconds.toFixed(1)} s, one worker ${one.seconds.toFixed(1)} s, on this machine; equal bytes`,
    },
    {
      name: `speed-up of ${cores} workers over that of ${cores} busy loops in registers (at least 0.8)`,
      ratio: speedUp / loops,
      detail: `${text(speedUp)} over ${text(loops)}`,
    },
    {
      name: `speed-up of ${cores} workers over that of ${cores} independent copies of the same sweep`,
      ratio: speedUp / copies,
      detail: `${text(speedUp)} over ${text(copies)}: what the caches and memory of the machine allow for this work`,
    },
    priceFigure(one.seconds / 10_000),
    {
      name: 'memory: share of 1 GB (at most 1)',
      ratio: many.mebibytes / 1024,
      detail: `${many.mebibytes.toFixed(0)} MiB at the peak`,
    },
  ];
}

/** What the models of clock, area and energy take of a point. */
function priceFigure(secondsOfPoint: number): Figure {
  const { fitMs, energyMs } = priceMs();
  const us = (ms: number) => `${(1000 * ms).toFixed(0)} us`;
  return {
    name: 'share of clock, area and energy in the time of a point of the 10,000, one worker',
    ratio: (fitMs + energyMs) / (1000 * secondsOfPoint),
    detail: `clock and area ${us(fitMs)}, energy ${us(energyMs)}, of ${us(1000 * secondsOfPoint)}`,
  };
}

/** A sweep of small designs, 100 for each clock. */
function smallSpec(clocks: number): string {
  const path = join(folder, `small-${clocks}.yaml`);
  const lines = [
    'name: small',
    'accelerators: [bbs, csr]',
    'workloads: [tiny]',
    'axes:',
    '  - {field: banks, values: [2, 4]}',
    '  - {field: pes, values: [2, 4, 8, 16, 32]}',
    '  - {field: ewop.lanes, values: [4, 8, 12, 16, 24]}',
    `  - {field: clockMhz, range: {from: 100, to: 400, count: ${clocks}}}`,
  ];
  writeFileSync(path, lines.join('\n'));
  return path;
}

function benchScale(): Figure[] {
  const [thousand, tenThousand, hundredThousand] = [10, 100, 1000].map((clocks) =>
    timedSweep(smallSpec(clocks), cores),
  );
  // What every run takes before its first point is the same and no cost of points.
  const few = (tenThousand.seconds - thousand.seconds) / 9_000;
  const many = (hundredThousand.seconds - tenThousand.seconds) / 90_000;
  return [
    {
      name: 'cost of a point, 10,000 to 100,000 over 1,000 to 10,000 (about 1 or less)',
      ratio: many / few,
      detail: `${(1e6 * many).toFixed(0)} us over ${(1e6 * few).toFixed(0)} us; 100,000 points in ${hundredThousand.seconds.toFixed(1)} s, ${hundredThousand.mebibytes.toFixed(0)} MiB`,
    },
  ];
}

try {
  printFigures([...(await benchTimit()), ...benchScale()]);
} finally {
  rmSync(folder, { recursive: true });
}
