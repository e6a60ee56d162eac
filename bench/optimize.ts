/**
 * How much of the true front `bbsim optimize` finds within a budget, against as many designs at random: the
 * space of configs/sweeps/timit-10k, which is simulated whole first. Run with
 * `npm run build && node --import tsx/esm bench/optimize.ts`.
 */
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { allCores } from '../src/explore/engine/pool.ts';
import { runSweep } from '../src/explore/engine/sweep.ts';
import { optimize } from '../src/explore/optimize/optimize.ts';
import { type Row, readResults } from '../src/explore/query/results.ts';
import { loadSweep } from '../src/explore/space/load-sweep.ts';
import { type Column, formatTable } from '../src/report/tables/table.ts';
import { qualityOf, sampled, worstAndMean } from '../test/explore/optimize/optimize-quality.ts';

const SPACE = 'timit-10k';
const OBJECTIVES = [
  ['latency_us', 'dsp'],
  ['latency_us', 'dsp', 'power_w'],
];
/** Shares of the space. */
const BUDGETS = [0.01, 0.02, 0.05, 0.1];
const SEEDS = ['1', '2', '3', '4', '5'];
const running = { jobs: allCores(), isStopped: () => false, retriesFailed: false, onProgress: () => {} };

const loaded = loadSweep(SPACE, () => {
  throw new Error('no weights are read');
});

/**
 * The evaluated designs of a search. What a sweep of the whole space has left in
 * `whole` is not simulated again.
 */
async function searched(whole: string, objectives: readonly string[], budget: number, seed: string) {
  const dir = mkdtempSync(join(tmpdir(), 'bbsim-bench-'));
  try {
    cpSync(whole, dir, { recursive: true });
    const request = {
      minimize: objectives.join(),
      maximize: null,
      where: null,
      budget,
      populationSize: null,
      seed,
    };
    return (await optimize(loaded, dir, request, running)).front;
  } finally {
    rmSync(dir, { recursive: true });
  }
}

async function measured(whole: string, rows: readonly Row[], objectives: readonly string[], share: number) {
  const quality = qualityOf(rows, objectives);
  const budget = Math.round(share * rows.length);
  const fronts: Row[][] = [];
  for (const seed of SEEDS) fronts.push([...(await searched(whole, objectives, budget, seed))]);
  const search = worstAndMean(fronts.map((front) => quality.of(front)));
  const sample = worstAndMean(SEEDS.map((seed) => quality.of(sampled(rows, budget, seed))));
  const percent = (value: number) => 100 * value;
  return {
    objectives: objectives.join(', '),
    front: quality.size,
    budget,
    points: percent(search.mean.points),
    worstPoints: percent(search.worst.points),
    sampledPoints: percent(sample.mean.points),
    volume: percent(search.mean.volume),
    worstVolume: percent(search.worst.volume),
    sampledVolume: percent(sample.mean.volume),
  };
}

const columns: Column[] = [
  { key: 'objectives', title: 'minimised' },
  { key: 'front', title: 'true front' },
  { key: 'budget', title: 'budget' },
  { key: 'points', title: 'points found', unit: '%', digits: 1 },
  { key: 'worstPoints', title: 'worst', unit: '%', digits: 1 },
  { key: 'sampledPoints', title: 'at random', unit: '%', digits: 1 },
  { key: 'volume', title: 'hypervolume', unit: '%', digits: 1 },
  { key: 'worstVolume', title: 'worst', unit: '%', digits: 1 },
  { key: 'sampledVolume', title: 'at random', unit: '%', digits: 1 },
];

const whole = mkdtempSync(join(tmpdir(), 'bbsim-bench-'));
try {
  await runSweep(loaded, whole, { ...running, limit: 100_000, chunk: null });
  const { rows } = await readResults(whole);
  const found = [];
  for (const objectives of OBJECTIVES) {
    for (const share of BUDGETS) found.push(await measured(whole, rows, objectives, share));
  }
  const title = `${SPACE}: ${rows.length} designs, means and worst of ${SEEDS.length} seeds`;
  console.log(formatTable({ title, columns, rows: found }, 'table'));
} finally {
  rmSync(whole, { recursive: true });
}
