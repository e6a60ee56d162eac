import { hasReverse } from '../../lstm/passes.ts';
import type { PlacedLayer } from '../accounts/placed-layer.ts';
import { arraysOf, longestOf, roundsOf } from '../accounts/rounds.ts';
import type { AcceleratorConfig } from '../config/config.ts';
import type { Timeline } from '../sequencer/timeline.ts';

/** Layers that an array runs one after the other, so many times, from the cycle after `before` on. */
export interface Turn {
  readonly before: number;
  readonly layers: readonly number[];
  readonly times: number;
}

/** What the arrays of a design do in a run, and when it ends. */
export interface RunTurns {
  /** For each array. */
  readonly arrays: readonly (readonly Turn[])[];
  readonly cycles: number;
}

/**
 * The turns of a run. A reverse pass begins with the last step, so the layers of a network that has one take
 * the whole sequence each, in other networks all layers a step. docs/timing.md section 4.
 */
export function turnsOf(
  config: AcceleratorConfig,
  layers: readonly PlacedLayer[],
  timelines: readonly Timeline[],
  steps: number,
): RunTurns {
  const programs = layers.map(({ program }) => program);
  const cyclesOf = (pass: number) => timelines[pass].cycles;
  if (!hasReverse(programs)) {
    const all = layers.map((_, l) => l);
    const cycles = steps * all.reduce((sum, l) => sum + cyclesOf(l), 0);
    return { arrays: [[{ before: 0, layers: all, times: steps }]], cycles };
  }
  const arrays = arraysOf(config, programs);
  const turns: Turn[][] = arrays.map(() => []);
  let before = 0;
  for (const round of roundsOf(config, programs)) {
    for (const [at, passes] of arrays.entries()) {
      const own = round.filter((pass) => passes.includes(pass));
      if (own.length > 0) turns[at].push({ before, layers: own, times: steps });
    }
    before += steps * cyclesOf(longestOf(round, cyclesOf));
  }
  return { arrays: turns, cycles: before };
}

/**
 * The layer that runs on an array in a cycle of a run, and the cycle of its step (1 is its first); null while
 * the array has nothing to do.
 */
export function placeOf(
  cycle: number,
  timelines: readonly Timeline[],
  turns: readonly Turn[],
): { readonly layer: number; readonly local: number } | null {
  for (const { before, layers, times } of turns) {
    const once = layers.reduce((sum, l) => sum + timelines[l].cycles, 0);
    if (cycle <= before || cycle > before + times * once) continue;
    let local = ((cycle - before - 1) % once) + 1;
    let at = 0;
    while (local > timelines[layers[at]].cycles) local -= timelines[layers[at++]].cycles;
    return { layer: layers[at], local };
  }
  return null;
}
