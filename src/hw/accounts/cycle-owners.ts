import type { Timeline } from '../sequencer/timeline.ts';
import { type ActivityName, activities, intervalsOf } from './stalls.ts';

/** Cycles of a step that belong to one instruction, by what was active in them. */
export interface OwnedCycles {
  /** Place of the instruction in the timeline. */
  readonly instruction: number;
  readonly activity: ActivityName;
  readonly cycles: number;
}

/**
 * Assigns every cycle of a step to one instruction, by the rules of `stallsOfStep`: where units overlap to
 * that of the activity which is followed, with nothing active to the one that is waited for, which is the
 * next to issue, or at the end of a step the last to be written. The cycles sum to those of the step.
 */
export function ownersOf({ cycles, issued }: Timeline): readonly OwnedCycles[] {
  const intervals = issued.flatMap((one, instruction) =>
    intervalsOf(one).map((interval) => ({ ...interval, instruction })),
  );
  const bounds = new Set([1, cycles + 1]);
  for (const { from, to } of intervals) bounds.add(from).add(Math.min(to, cycles + 1));
  const edges = [...bounds].filter((edge) => edge >= 1).sort((a, b) => a - b);
  const byStart = intervals.toSorted((a, b) => a.from - b.from);
  const owned: OwnedCycles[] = [];
  let active: typeof intervals = [];
  let next = 0;
  for (let e = 0; e + 1 < edges.length; e++) {
    const [from, to] = [edges[e], edges[e + 1]];
    while (next < byStart.length && byStart[next].from <= from) active.push(byStart[next++]);
    active = active.filter((interval) => interval.to > from);
    const highest = active.reduce<(typeof intervals)[number] | null>(
      (best, one) => (best === null || one.rank > best.rank ? one : best),
      null,
    );
    owned.push({
      instruction: highest?.instruction ?? waitedForAt(issued, from),
      activity: highest === null ? 'dependency' : activities[highest.rank],
      cycles: to - from,
    });
  }
  return owned;
}

/** The first instruction that issues later than a cycle; behind all of them the one that is written last. */
function waitedForAt(issued: Timeline['issued'], cycle: number): number {
  const next = issued.findIndex(({ issuedAt }) => issuedAt > cycle);
  if (next >= 0) return next;
  return issued.reduce((last, { writtenAt }, i) => (writtenAt > issued[last].writtenAt ? i : last), 0);
}
