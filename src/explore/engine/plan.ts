import type { Points } from '../space/points.ts';
import { workInOrder } from './in-order.ts';
import type { PointProblem } from './point-problem.ts';
import type { Workers } from './pool.ts';
import { untilStopped } from './stopped.ts';
import type { PointKeys } from './tasks.ts';

/** A point in the plan of a sweep: its number, its key, and the numbers of what it shares with others. */
export interface PlannedPoint {
  readonly index: number;
  readonly key: string;
  readonly model: string;
  readonly prepared: string;
  readonly encoded: string;
  readonly array: string;
  /** Why the point cannot be simulated; null: it can. */
  readonly problem: PointProblem | null;
}

/** Points whose keys are worked out by one task. */
const POINTS_PER_TASK = 256;

/**
 * Works out what tells the points apart, in the order of their numbers. Ends early when stopped. `onPlanned`
 * is called with how many there are so far.
 */
export async function planPoints(
  points: Points,
  indices: readonly number[],
  workers: Workers,
  isStopped: () => boolean,
  onPlanned: (count: number) => void = () => {},
): Promise<PlannedPoint[]> {
  const planned: PlannedPoint[] = [];
  const number = numbering();
  const all = workInOrder(slices(indices, POINTS_PER_TASK), {
    inFlight: 2 * workers.count,
    start: (part) => workers.run<'keys'>({ kind: 'keys', points: part.map((index) => points.at(index)) }),
    finish: async (keys, part) => {
      keys.forEach((found, at) => {
        planned.push(plannedPoint(part[at], found, number));
      });
      onPlanned(planned.length);
    },
    isStopped,
  });
  await untilStopped(all);
  return planned;
}

function plannedPoint(
  index: number,
  { key, modelKey, preparedKey, encodedKey, arrayKey, problem }: PointKeys,
  number: (kind: string, key: string) => string,
): PlannedPoint {
  return {
    index,
    key,
    model: number('model', modelKey),
    prepared: number('prepared', preparedKey),
    encoded: number('encoded', encodedKey),
    array: number('array', arrayKey),
    problem,
  };
}

/** Plans of this process so far. */
let plans = 0;

/**
 * Numbers in the order of appearance, as short text: the keys themselves are long, and there may be a
 * million. Those of two plans differ: a worker tells memory images apart by them, and outlives a plan.
 */
function numbering(): (kind: string, key: string) => string {
  const known = new Map<string, string>();
  const plan = String(plans++).padStart(8, '0');
  return (kind, key) => {
    const full = `${kind} ${key}`;
    const found = known.get(full) ?? `${plan}.${String(known.size).padStart(8, '0')}`;
    known.set(full, found);
    return found;
  };
}

function* slices<T>(items: readonly T[], length: number): Generator<readonly T[]> {
  for (let from = 0; from < items.length; from += length) yield items.slice(from, from + length);
}

/** Some of the points that share a memory image. */
export interface PlannedBatch {
  readonly points: readonly PlannedPoint[];
  readonly model: string;
  readonly prepared: string;
  readonly encoded: string;
}

/**
 * Points of a batch: few, for they are lost when the process is killed, and enough for a message
 * between threads to be worth it.
 */
const POINTS_PER_BATCH = 16;

/** Points in batches of one memory image, ordered so that what is shared is needed for a short time only. */
export function batchesOf(planned: readonly PlannedPoint[]): PlannedBatch[] {
  const ordered = [...planned].sort(
    (a, b) =>
      compare(a.model, b.model) ||
      compare(a.prepared, b.prepared) ||
      compare(a.encoded, b.encoded) ||
      compare(a.array, b.array) ||
      a.index - b.index,
  );
  const batches: PlannedBatch[] = [];
  let from = 0;
  for (let to = 1; to <= ordered.length; to++) {
    const { model, prepared, encoded } = ordered[from];
    if (to < ordered.length && to - from < POINTS_PER_BATCH && ordered[to].encoded === encoded) continue;
    batches.push({ points: ordered.slice(from, to), model, prepared, encoded });
    from = to;
  }
  return batches;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
