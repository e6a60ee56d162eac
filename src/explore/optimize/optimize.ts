import { resultsSince, version } from '../../config/version.ts';
import { BadInput } from '../../errors/bad-input.ts';
import { openWorkers, type Workers } from '../engine/pool.ts';
import { rememberingWorkers } from '../engine/remembering-workers.ts';
import { Stopped } from '../engine/stopped.ts';
import type { Genome } from '../search/discrete-space.ts';
import { nsga2 } from '../search/nsga2.ts';
import type { Ending } from '../search/search-problem.ts';
import type { LoadedSweep } from '../space/load-sweep.ts';
import { axisColumns } from '../space/space.ts';
import { acquireLock } from '../store/lock.ts';
import { findManifest, writeManifest } from '../store/manifest.ts';
import { openShard } from '../store/shard.ts';
import { AskedDesigns } from './asked-designs.ts';
import { type DesignSearch, designSearch, type SearchRequest } from './design-search.ts';
import { evaluationOf } from './evaluation-of.ts';
import { knownResults } from './known-results.ts';
import { type OptimizeSummary, optimizeSummary } from './summary.ts';

/** How a search is run. */
export interface OptimizeOptions {
  /** Threads. */
  readonly jobs: number;
  /** Whether designs that ended with an error are tried again. */
  readonly retriesFailed: boolean;
  /** True: designs in flight are finished, and no more are started. */
  readonly isStopped: () => boolean;
  readonly onProgress: (progress: OptimizeProgress) => void;
}

/** Where a search is. */
export interface OptimizeProgress {
  /** Designs that may be evaluated, and those that are. */
  readonly points: number;
  readonly done: number;
  /** Of those that are, the ones whose results the store had. */
  readonly known: number;
  /** The generation that is worked on, counted from 1. */
  readonly generation: number;
  /** Designs that nothing dominated when the last generation was complete. */
  readonly frontSize: number;
}

/**
 * Searches the designs of a specification for those that nothing dominates (NSGA-II, see nsga2), into the
 * store at `dir`. The search is decided by the request: what the store knows of it is not simulated again, so
 * that a search that was ended goes on. A budget no smaller than the space makes it an enumeration. Throws
 * BadInput for a request or specification that designSearch refuses, when no design passes the filters, and
 * as runSweep for the directory.
 */
export async function optimize(
  loaded: LoadedSweep,
  dir: string,
  request: SearchRequest,
  options: OptimizeOptions,
): Promise<OptimizeSummary> {
  const search = designSearch(loaded, request);
  const lock = await acquireLock(dir, { kind: 'whole' });
  const { basis } = search.space;
  const workers = rememberingWorkers(basis, openWorkers(basis, options.jobs, options.isStopped));
  try {
    await describe(dir, search);
    return await runSearch(search, dir, workers, options);
  } finally {
    await workers.close();
    await lock.release();
  }
}

/** The most designs that a search evaluates. */
const mostPoints = ({ designs, request }: DesignSearch): number =>
  Math.min(request.budget, designs.points.count);

/** The manifest names the search that the directory is about: the newest. */
async function describe(dir: string, search: DesignSearch): Promise<void> {
  const { space } = search;
  const known = await findManifest(dir);
  if (known?.sweep === space.hash) return;
  await writeManifest(dir, {
    version,
    resultsSince,
    sweep: space.hash,
    name: space.name,
    kind: 'optimize',
    spec: space.spec,
    points: mostPoints(search),
    axes: [...axisColumns(space)],
  });
}

async function runSearch(
  search: DesignSearch,
  dir: string,
  workers: Workers,
  { retriesFailed, isStopped, onProgress }: OptimizeOptions,
): Promise<OptimizeSummary> {
  const objectives = search.objectives.map(({ name }) => name);
  const known = await knownResults(dir, search.space.hash, retriesFailed, objectives);
  const shard = await openShard(dir);
  let [generations, frontSize] = [0, 0];
  const onResults = () =>
    onProgress({
      points: mostPoints(search),
      done: asked.count,
      known: asked.before + asked.reused,
      generation: generations + 1,
      frontSize,
    });
  const asked = new AskedDesigns({ search, dir, known, workers, shard, isStopped, onResults });
  try {
    const ending = await searched(search, asked, (generation, found) => {
      generations = generation;
      frontSize = found;
    });
    if (asked.count === 0 && ending !== 'interrupted') throw noneAllowed(search, ending);
    return optimizeSummary(search, asked, { ending, generations, damage: known.damage });
  } finally {
    await shard.close();
  }
}

/** Runs the search to its end, or to where it was told to stop. */
async function searched(
  search: DesignSearch,
  asked: AskedDesigns,
  onGeneration: (generation: number, frontSize: number) => void,
): Promise<Ending | 'interrupted'> {
  const { designs, request } = search;
  const { budget, seed, populationSize } = request;
  const evaluate = async (genomes: readonly Genome[]) =>
    (await asked.of(genomes.map(designs.codeOf))).map((record) => evaluationOf(record, search));
  try {
    const { ending } = await nsga2({
      levels: designs.levels,
      budget,
      seed,
      ...(populationSize === null ? {} : { populationSize }),
      isAllowed: designs.isAllowed,
      evaluate,
      onGeneration: ({ generation, frontSize }) => onGeneration(generation, frontSize),
    });
    return ending;
  } catch (error) {
    if (error instanceof Stopped) return 'interrupted';
    throw error;
  }
}

function noneAllowed({ space, designs }: DesignSearch, ending: Ending): BadInput {
  const found =
    ending === 'none-found'
      ? `none of many designs at random, of ${designs.points.count}, passes the filters`
      : 'no point passes the filters';
  return new BadInput(`${space.name}: ${found}`);
}
