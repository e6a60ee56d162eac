import { BadInput } from '../../errors/bad-input.ts';
import type { Genome } from '../search/discrete-space.ts';
import type { LoadedSweep } from '../space/load-sweep.ts';
import type { Points } from '../space/points.ts';
import { isAllowed, pointAt, type Space, spaceSize } from '../space/space.ts';

/** The designs of a specification as a search sees them: a gene for the accelerator and one per axis. */
export interface DesignSpace {
  /** How many levels every gene has; that of the accelerator is the first. */
  readonly levels: readonly number[];
  /** All combinations, by their number in the grid; filters are not applied. */
  readonly points: Points;
  /** The number of a genome's design in the grid. */
  codeOf(genome: Genome): number;
  /** Whether a genome's design passes the filters. */
  isAllowed(genome: Genome): boolean;
}

/**
 * The designs of a specification. Throws BadInput for what a search could only ignore (a sampling,
 * for it chooses the points itself), for what it would take for designs (several workloads or
 * seeds, of which the easiest would win), and for axes that are missing, continuous, or too many
 * for their combinations to be numbered.
 */
export function designSpace({ space, sampling }: LoadedSweep): DesignSpace {
  const { name, axes, basis, seeds } = space;
  if (sampling.method !== 'grid')
    throw new BadInput(
      `${name}: sampling ${sampling.method}: a search chooses its points itself; expected no sampling, or method: grid`,
    );
  if (axes.length === 0) throw new BadInput(`${name}: no axes; expected at least one to search along`);
  refuseSeveral(name, 'workloads', basis.workloads.length);
  refuseSeveral(name, 'seeds', seeds.length);
  const size = sizeOf(space);
  const levels = [basis.accelerators.length, ...axes.map(levelsOf(name))];
  const points: Points = { count: size, at: (index) => ({ index, ...pointAt(space, index) }) };
  // Genes in the order of the grid's digits, the last axis changing fastest.
  const codeOf = (genome: Genome) => genome.reduce((code, level, gene) => code * levels[gene] + level, 0);
  return { levels, points, codeOf, isAllowed: (genome) => isAllowed(space, pointAt(space, codeOf(genome))) };
}

function refuseSeveral(name: string, what: string, count: number): void {
  if (count > 1)
    throw new BadInput(
      `${name}: ${count} ${what}; expected one, since a search compares designs and not what they are given to do`,
    );
}

function levelsOf(name: string) {
  return ({ count, fields }: Space['axes'][number]): number => {
    if (count !== null) return count;
    throw new BadInput(
      `${name}: axis ${fields.join(', ')}: a range without step or count has no levels to search; expected one of them`,
    );
  };
}

function sizeOf(space: Space): number {
  for (const axis of space.axes) levelsOf(space.name)(axis);
  const size = spaceSize(space);
  if (size > Number.MAX_SAFE_INTEGER)
    throw new BadInput(
      `${space.name}: ${size.toPrecision(3)} combinations, expected at most 2^53, which can be numbered`,
    );
  return size;
}
