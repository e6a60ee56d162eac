import { arePassesOfTwo, isBidirectional, passesByLayer } from '../../lstm/passes.ts';
import type { Program } from '../../lstm/program/program.ts';
import type { AcceleratorConfig } from '../config/config.ts';

type Directions = Pick<AcceleratorConfig, 'directions'>;
type Passes = readonly Pick<Program, 'direction'>[];

/**
 * Whether a design has a second array, for the reverse passes: where it is to run both directions at the same
 * time and a layer has two. docs/timing.md section 4.
 */
export function hasSecondArray({ directions }: Directions, passes: Passes): boolean {
  return directions === 'parallel' && isBidirectional(passes);
}

/**
 * The passes that run at the same time, each on an array of its own, by their place in the list: rounds
 * follow one another.
 */
export function roundsOf(config: Directions, passes: Passes): readonly (readonly number[])[] {
  return hasSecondArray(config, passes) ? passesByLayer(passes) : passes.map((_, pass) => [pass]);
}

/** The pass of a round that takes longest, the first of equals: the round takes as long. */
export function longestOf(round: readonly number[], cyclesOf: (pass: number) => number): number {
  return round.reduce((longest, pass) => (cyclesOf(pass) > cyclesOf(longest) ? pass : longest));
}

/** Cycles of a step of all layers, from those of each pass. */
export function cyclesOfStep(
  config: Directions,
  passes: Passes,
  timelines: readonly { readonly cycles: number }[],
): number {
  const cyclesOf = (pass: number) => timelines[pass].cycles;
  const rounds = roundsOf(config, passes);
  return rounds.reduce((sum, round) => sum + cyclesOf(longestOf(round, cyclesOf)), 0);
}

/**
 * The passes that each array of a design runs, by their place: all, or on the second the reverse ones of
 * layers that have two.
 */
export function arraysOf(config: Directions, passes: Passes): readonly (readonly number[])[] {
  const all = passes.map((_, pass) => pass);
  if (!hasSecondArray(config, passes)) return [all];
  const areTwo = arePassesOfTwo(passes);
  const isSecond = (pass: number) => areTwo[pass] && passes[pass].direction === 'reverse';
  return [all.filter((pass) => !isSecond(pass)), all.filter(isSecond)];
}
