import { seeded } from '../../num/random.ts';
import type { PlannedPoint } from './plan.ts';
import { type BatchWork, runBatches } from './run-batches.ts';
import type { Fit } from './tasks.ts';

/** What fitting some points to their devices has shown. */
export interface FitSample {
  /** Points that were looked at. */
  readonly examined: readonly PlannedPoint[];
  readonly feasible: readonly PlannedPoint[];
  /** Share of the points that fit their device and meet the constraints, and that miss one. */
  readonly shares: Readonly<Record<Fit, number>>;
  /** Memory images that were looked at, and the time for all, with all workers at work. */
  readonly images: number;
  readonly elapsedMs: number;
}

/** How points are fitted. */
export interface FitWork extends Pick<BatchWork<never>, 'points' | 'workers'> {
  readonly planned: readonly PlannedPoint[];
  readonly seed: string;
  readonly clockMs: () => number;
  /** Called with the memory images that were looked at. */
  readonly onProgress: (done: number, of: number) => void;
}

/** Memory images that are looked at whatever it takes, and the time in which as many as possible are. */
const LEAST_IMAGES = 8;
const MOST_MS = 4000;
/** Points of an image that are looked at. */
const MOST_PER_IMAGE = 250;

/**
 * Fits points to their devices without simulating them: all, or those of some memory images in random order
 * as far as a few seconds reach. Making the weights of an image takes longer than fitting its points.
 */
export async function fitSample(work: FitWork): Promise<FitSample> {
  const { seed, clockMs, onProgress } = work;
  const images = shuffled([...grouped(work.planned).values()], seed);
  const startedMs = clockMs();
  const fits = new Map<PlannedPoint, Fit>();
  let done = 0;
  for (let next = LEAST_IMAGES; done < images.length && next > 0; ) {
    const round = images.slice(done, done + next);
    await fitAll(
      work,
      round.flatMap((image) => spread(image, MOST_PER_IMAGE)),
      fits,
    );
    done += round.length;
    onProgress(done, images.length);
    const soFarMs = clockMs() - startedMs;
    next = Math.floor(((MOST_MS - soFarMs) * done) / Math.max(1, soFarMs));
  }
  const elapsedMs = clockMs() - startedMs;
  const examined = [...fits.keys()];
  const feasible = examined.filter((point) => fits.get(point) === 'feasible');
  return { examined, feasible, shares: sharesOf(images.slice(0, done), fits), images: done, elapsedMs };
}

async function fitAll(
  { points, workers }: FitWork,
  planned: readonly PlannedPoint[],
  fits: Map<PlannedPoint, Fit>,
): Promise<void> {
  await runBatches<readonly Fit[]>({
    points,
    planned,
    workers,
    isStopped: () => false,
    work: (batch) => workers.run<'fit'>({ kind: 'fit', ...batch }),
    // A design whose weights cannot be made is not simulated either.
    onFailure: (_, batch) => batch.points.map(() => 'misfit' as const),
    finish: async (found, batch) => {
      for (const [at, point] of batch.points.entries()) fits.set(point, found[at]);
    },
  });
}

/** Each image stands for all its points, also where only some were looked at. */
function sharesOf(
  images: readonly (readonly PlannedPoint[])[],
  fits: ReadonlyMap<PlannedPoint, Fit>,
): Record<Fit, number> {
  const sums = { feasible: 0, misfit: 0, constrained: 0 };
  let all = 0;
  for (const image of images) {
    const found = image.flatMap((point) => fits.get(point) ?? []);
    for (const fit of found) sums[fit] += image.length / found.length;
    all += image.length;
  }
  const share = (fit: Fit) => sums[fit] / Math.max(1, all);
  return { feasible: share('feasible'), misfit: share('misfit'), constrained: share('constrained') };
}

function grouped(planned: readonly PlannedPoint[]): Map<string, PlannedPoint[]> {
  const groups = new Map<string, PlannedPoint[]>();
  for (const point of planned) {
    const group = groups.get(point.encoded);
    if (group === undefined) groups.set(point.encoded, [point]);
    else group.push(point);
  }
  return groups;
}

function shuffled<T>(items: readonly T[], seed: string): T[] {
  const random = seeded(seed);
  return items
    .map((item) => ({ item, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}

/** At most `most` of the items, at even distances. */
export function spread<T>(items: readonly T[], most: number): T[] {
  if (items.length <= most) return [...items];
  return Array.from({ length: most }, (_, i) => items[Math.floor((i * items.length) / most)]);
}
