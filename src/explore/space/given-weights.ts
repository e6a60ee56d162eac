import { relative, resolve } from 'node:path';
import type { ConfigFile } from '../../config/presets.ts';
import { BadInput } from '../../errors/bad-input.ts';
import type { WeightsChoice } from '../../run/load-model.ts';
import type { SweepSpec } from './spec.ts';

/** A file of weights for the workload of a specification that names none, and what chooses in it. */
export type GivenWeights = { readonly weights: string } & Partial<WeightsChoice>;

/**
 * The specification with weights for its one workload, by a path as it would write it: relative to its own
 * place, or whole where that is bbsim's own. Throws BadInput for several workloads, and for one with weights.
 */
export function withWeights(
  spec: SweepSpec,
  { weights, ...choice }: GivenWeights,
  { source, folder }: ConfigFile,
  isOfUser: boolean,
): SweepSpec {
  const [entry, ...others] = spec.workloads;
  const has = others.length > 0 ? `${others.length + 1} workloads` : null;
  const names = typeof entry !== 'string' && entry.weights !== undefined ? entry.weights : null;
  if (has !== null || names !== null)
    throw new BadInput(
      `${source}: --weights is for a sweep of one workload that names no weights; it has ${has ?? `the weights ${names}`}`,
    );
  const path = isOfUser ? relative(resolve(folder), resolve(weights)) : resolve(weights);
  const whole = typeof entry === 'string' ? { use: entry, set: {}, prune: true } : entry;
  const chosen = Object.fromEntries(Object.entries(choice).filter(([, value]) => value != null));
  return { ...spec, workloads: [{ ...whole, weights: path, ...chosen }] };
}
