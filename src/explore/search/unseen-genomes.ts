import type { Random } from '../../num/random.ts';
import { type DiscreteSpace, type Genome, genomeKey } from './discrete-space.ts';

/** Tries of rejection sampling before a space is scanned or given up. */
const RANDOM_TRIES = 10_000;

/** Spaces of at most this many genomes are scanned when sampling finds nothing; larger ones are given up. */
const SCAN_LIMIT = 1_000_000;

/** The genomes of a space that are allowed and have not been handed out: each is handed out once. */
export class UnseenGenomes {
  private readonly space: DiscreteSpace;
  private readonly isAllowed: (genome: Genome) => boolean;
  private readonly random: Random;
  private readonly seen = new Set<string>();

  constructor(space: DiscreteSpace, isAllowed: (genome: Genome) => boolean, random: Random) {
    this.space = space;
    this.isAllowed = isAllowed;
    this.random = random;
  }

  /** What a genome is at the moment; `free` can be taken. */
  stateOf(genome: Genome): 'free' | 'seen' | 'forbidden' {
    if (this.seen.has(genomeKey(genome))) return 'seen';
    return this.isAllowed(genome) ? 'free' : 'forbidden';
  }

  /** Marks a genome as seen and hands it back. */
  take(genome: Genome): Genome {
    this.seen.add(genomeKey(genome));
    return genome;
  }

  /** A free genome at random, taken; null when none was found: in a space that `scansAll`, there is none. */
  draw(): Genome | null {
    for (let tries = 0; tries < RANDOM_TRIES; tries++) {
      const genome = this.space.randomGenome(this.random);
      if (this.stateOf(genome) === 'free') return this.take(genome);
    }
    return this.scansAll ? this.scan() : null;
  }

  /** True when `draw` finds whatever there is. */
  get scansAll(): boolean {
    return this.space.size <= SCAN_LIMIT;
  }

  private scan(): Genome | null {
    for (const genome of this.space.countFrom(this.space.randomGenome(this.random))) {
      if (this.stateOf(genome) === 'free') return this.take(genome);
    }
    return null;
  }
}
