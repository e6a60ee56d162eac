import { clip, didYouMean } from '../../config/wording.ts';
import { BadInput } from '../../errors/bad-input.ts';
import { storedMetrics } from '../../run/metrics.ts';
import { namesOf } from '../query/columns.ts';
import type { Objective } from '../query/objective.ts';

/** What is to be small and what large, as lists of metrics with commas between; null: not given. */
export interface WantedObjectives {
  readonly minimize: string | null;
  readonly maximize: string | null;
}

/**
 * The objectives of a search, those to minimise first. Throws BadInput, naming the option, for no
 * objective, one that is no metric or no number, one twice, and `output_error` where no values
 * are computed (`hasValues` false).
 */
export function searchObjectives({ minimize, maximize }: WantedObjectives, hasValues: boolean): Objective[] {
  const objectives = [...listed(minimize, '--minimize'), ...listed(maximize, '--maximize')];
  if (objectives.length === 0)
    throw new BadInput(
      'expected --minimize or --maximize with metrics, as in --minimize latency_us,energy_uj',
    );
  const names = objectives.map(({ name }) => name);
  const twice = names.find((name, i) => names.indexOf(name) < i);
  if (twice !== undefined)
    throw new BadInput(`--maximize: expected each metric once, found ${twice}, which --minimize has`);
  if (!hasValues && names.includes('output_error'))
    throw new BadInput(
      'no design would have an `output_error`: this specification is of timing only, and needs `values: true`',
    );
  return objectives;
}

function listed(text: string | null, option: '--minimize' | '--maximize'): Objective[] {
  if (text === null) return [];
  return namesOf(text, option).map((name) => {
    refuseOther(name, option);
    return { name, isMaximised: option === '--maximize' };
  });
}

function refuseOther(name: string, option: string): void {
  const found = storedMetrics.find((metric) => metric.name === name);
  if (found?.better === null) throw new BadInput(`${option}: \`${name}\` is text, expected numbers`);
  if (found !== undefined) return;
  const names = storedMetrics.filter(({ better }) => better !== null).map((metric) => metric.name);
  const meant = didYouMean(name, names) || `; there are ${names.join(', ')}`;
  throw new BadInput(`${option}: unknown metric \`${clip(name)}\`${meant}`);
}
