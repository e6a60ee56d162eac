import { BadInput } from '../../errors/bad-input.ts';
import { configHash } from '../../num/digest.ts';
import type { Objective } from '../query/objective.ts';
import type { LoadedSweep } from '../space/load-sweep.ts';
import type { Space } from '../space/space.ts';
import { type Constraint, constraintOf } from './constraint.ts';
import { type DesignSpace, designSpace } from './design-space.ts';
import { searchObjectives, type WantedObjectives } from './objectives.ts';

/** What is searched for, as it is asked. */
export interface SearchRequest extends WantedObjectives {
  /** A condition that designs must meet; null: none. */
  readonly where: string | null;
  /** How many designs may be evaluated. */
  readonly budget: number;
  /** Null: as many as the budget suggests. */
  readonly populationSize: number | null;
  readonly seed: string;
}

/** A search that was read and checked. */
export interface DesignSearch {
  /** The space, under the name of this search: its `hash` stands for the request, too. */
  readonly space: Space;
  readonly designs: DesignSpace;
  readonly objectives: readonly Objective[];
  readonly constraint: Constraint | null;
  readonly request: SearchRequest;
}

/**
 * Reads and checks a request against a specification. Throws BadInput, naming
 * the option or the specification.
 */
export function designSearch(loaded: LoadedSweep, request: SearchRequest): DesignSearch {
  const { space } = loaded;
  const { budget, populationSize, seed, where } = request;
  if (!(Number.isInteger(budget) && budget >= 2))
    throw new BadInput(`--budget: expected at least 2 designs, found ${budget}`);
  if (
    populationSize !== null &&
    !(Number.isInteger(populationSize) && populationSize >= 2 && populationSize <= budget)
  )
    throw new BadInput(
      `--population: expected 2 designs to the budget of ${budget}, found ${populationSize}`,
    );
  const objectives = searchObjectives(request, space.basis.hasValues);
  const constraint = where === null ? null : constraintOf(where, space.basis.fields);
  const designs = designSpace(loaded);
  // What decides which designs are evaluated, and in what order.
  const search = { algorithm: 'nsga2', objectives, where, budget, populationSize, seed };
  const hash = configHash({ space: space.hash, search });
  const spec = { ...space.spec, search };
  return { space: { ...space, hash, spec }, designs, objectives, constraint, request };
}
