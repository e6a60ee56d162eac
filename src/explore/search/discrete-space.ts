import type { Random } from '../../num/random.ts';

/**
 * The code of a design in a discrete space: one level per gene. Whoever is given a genome must not change it.
 */
export type Genome = Uint32Array;

/** A text that tells genomes apart. */
export function genomeKey(genome: Genome): string {
  return genome.join();
}

/** An integer in 0..count-1, each as likely. */
export function randomBelow(count: number, random: Random): number {
  return Math.floor(random() * count);
}

/** All vectors of levels, gene g in 0..levels[g]-1, in the order of counting: the last gene changes first. */
export class DiscreteSpace {
  readonly levels: readonly number[];
  /** How many genomes there are; rounded above 2^53. */
  readonly size: number;

  /** Throws a RangeError without genes, and on a gene without levels or with more than 2^32. */
  constructor(levels: readonly number[]) {
    if (levels.length === 0) throw new RangeError('a space without genes');
    const wrong = levels.findIndex((count) => !(Number.isInteger(count) && count >= 1 && count <= 2 ** 32));
    if (wrong >= 0) throw new RangeError(`gene ${wrong} has ${levels[wrong]} levels`);
    this.levels = [...levels];
    this.size = levels.reduce((size, count) => size * count, 1);
  }

  /** A genome, each as likely. */
  randomGenome(random: Random): Genome {
    return Uint32Array.from(this.levels, (count) => randomBelow(count, random));
  }

  /**
   * Every genome once, counting from `start` (default: all zeros) to the end and on from
   * all zeros; each is a new array.
   */
  *countFrom(start: Genome = new Uint32Array(this.levels.length)): Generator<Genome> {
    const end = genomeKey(start);
    let genome = start;
    do {
      yield genome;
      genome = this.successor(genome);
    } while (genomeKey(genome) !== end);
  }

  private successor(genome: Genome): Genome {
    const next = genome.slice();
    for (let g = next.length - 1; g >= 0; g--) {
      next[g] = next[g] + 1 === this.levels[g] ? 0 : next[g] + 1;
      if (next[g] !== 0) break;
    }
    return next;
  }
}
