import type { CountedAction } from '../hw/accounts/actions.ts';
import type { Cause } from '../hw/accounts/stalls.ts';
import type { Account, LayerAccount } from './account.ts';
import type { RunResult } from './result.ts';

/** A step of all layers. */
export type LayerTotals = Pick<RunResult, 'cycles' | 'stalls'> & {
  readonly actions: readonly CountedAction[];
};

/** The sums over all layers of a step. */
export function layerTotalsOf({ phases, causes, layers }: Account): LayerTotals {
  const sum = (of: (layer: LayerAccount) => number) => layers.reduce((total, layer) => total + of(layer), 0);
  const cyclesIn = ({ name }: Cause) => [name, sum(({ cycles }) => cycles[name])] as const;
  const stallsOf = ({ name }: Cause) => [name, sum(({ stalls }) => stalls[name])] as const;
  return {
    cycles: { total: sum(({ cycles }) => cycles.total), ...Object.fromEntries(phases.map(cyclesIn)) },
    stalls: Object.fromEntries(causes.map(stallsOf)),
    actions: layers[0].actions.map((action, i) => ({
      ...action,
      count: sum(({ actions }) => actions[i].count),
    })),
  };
}
