import { type EnergyReport, energyOf } from '../../energy/energy.ts';
import { longestOf } from '../../hw/accounts/rounds.ts';
import { clockMhzOf } from '../../hw/config/clock.ts';
import type { Account } from '../../run/account.ts';
import { chargedRun } from '../../run/charged-run.ts';
import type { FinishedRun } from '../../run/finished-run.ts';
import { type LayerTotals, layerTotalsOf } from '../../run/layer-totals.ts';
import { machineOf } from '../../run/machines.ts';
import { resourcesResult } from '../../run/price-result.ts';
import { areaFigures } from '../../run/resource-figures.ts';
import { meetsTiming } from '../../run/timing-check.ts';
import type { Cost } from './explain-result.ts';

/** A finished step with its accounts. */
export interface StepFigures {
  readonly run: FinishedRun;
  readonly account: Account;
  readonly totals: LayerTotals;
  readonly energy: EnergyReport;
  readonly cost: Cost;
}

/** Accounts for a finished step: the same cycles and joules as in its result. */
export function figuresOf(run: FinishedRun): StepFigures {
  const { design, used } = run;
  const { config } = design.array;
  const machine = machineOf(config);
  const account = machine.account(design, run.timelines);
  const totals = layerTotalsOf(account);
  const clockMhz = clockMhzOf(config);
  const latencyUs = totals.cycles.total / clockMhz;
  const energy = energyOf(chargedRun(run, totals, latencyUs));
  const resources = resourcesResult(machine.footprint(design));
  const cost = {
    cycles: totals.cycles.total,
    latencyUs,
    energyUj: energy.totalUj,
    fits: resources.fits,
    clockMhz,
    fmaxMhz: design.fit.clock.fmaxMhz,
    meetsTiming: meetsTiming(design),
    areaPercent: areaFigures[0].of(resources),
    keptWeights: used.pruned.flat().reduce((sum, { kept }) => sum + kept, 0),
  };
  return { run, account, totals, energy, cost };
}

/** The passes whose cycles a step is made of: of those that run at the same time the longest. */
export function followedPasses({ account }: Pick<StepFigures, 'account'>): readonly number[] {
  const cyclesOf = (at: number) => account.layers[at].cycles.total;
  return account.rounds.map((round) => longestOf(round, cyclesOf));
}
