import { BadInput } from '../../errors/bad-input.ts';
import { indicesOf } from '../engine/chunk.ts';

/**
 * Fewer points are not worth a task: Slurm takes a second or more to start one, and each
 * reads and plans the sweep anew.
 */
const LEAST_POINTS = 50;
/**
 * Parts for each task that fits the partition at once, so that a part which takes long
 * does not keep the rest waiting.
 */
const PARTS_PER_TASK = 4;
/** As many tasks as Slurm lets an array have, unless it is told otherwise. */
const MOST_PARTS = 1000;

/**
 * In how many parts a sweep is divided when nobody says; `cpus` of the partition
 * are null when Slurm does not say.
 */
export function defaultParts(points: number, cpus: number | null, jobs: number): number {
  const atOnce = cpus === null ? MOST_PARTS : Math.max(1, Math.floor(cpus / jobs));
  return Math.max(1, Math.min(Math.floor(points / LEAST_POINTS), PARTS_PER_TASK * atOnce, MOST_PARTS));
}

/** Throws BadInput for more parts than points. */
export function refuseEmptyParts(parts: number, points: number): void {
  if (parts > points)
    throw new BadInput(`--chunks: expected at most one for each of ${points} points, found ${parts}`);
}

/** The parts, from 1, of `of` that have a point which is not done. */
export function incompleteParts(points: number, of: number, isDone: (index: number) => boolean): number[] {
  const parts = Array.from({ length: of }, (_, i) => i + 1);
  return parts.filter((index) => !indicesOf(points, { index, of }).every(isDone));
}
