import type { CountedAction } from '../hw/accounts/actions.ts';
import { longestOf } from '../hw/accounts/rounds.ts';
import type { Cause } from '../hw/accounts/stalls.ts';
import type { Account, LayerAccount } from './account.ts';
import type { RunResult } from './result.ts';

/** A step of all layers. */
export type LayerTotals = Pick<RunResult, 'cycles' | 'stalls'> & {
  readonly actions: readonly CountedAction[];
};

/**
 * The sums over all layers of a step. Of passes that run at the same time the longest counts, and its cycles
 * are followed; what is done all of them do. docs/timing.md section 7.
 */
export function layerTotalsOf({ phases, causes, layers, rounds }: Account): LayerTotals {
  const followed = rounds.map((round) => layers[longestOf(round, (at) => layers[at].cycles.total)]);
  const sum = (of: (layer: LayerAccount) => number) =>
    followed.reduce((total, layer) => total + of(layer), 0);
  const cyclesIn = ({ name }: Cause) => [name, sum(({ cycles }) => cycles[name])] as const;
  const stallsOf = ({ name }: Cause) => [name, sum(({ stalls }) => stalls[name])] as const;
  return {
    cycles: { total: sum(({ cycles }) => cycles.total), ...Object.fromEntries(phases.map(cyclesIn)) },
    stalls: Object.fromEntries(causes.map(stallsOf)),
    actions: layers[0].actions.map((action, i) => ({
      ...action,
      count: layers.reduce((total, { actions }) => total + actions[i].count, 0),
    })),
  };
}
