import { type Random, seeded } from '../num/random.ts';

/** Draws from one seeded generator. */
export class RandomDraws {
  private readonly random: Random;

  constructor(seed: string) {
    this.random = seeded(seed);
  }

  /** An integer from `low` to `high`. */
  integer(low: number, high: number): number {
    return low + Math.floor(this.random() * (high - low + 1));
  }

  /** One of the choices. */
  of<Choice>(choices: readonly Choice[]): Choice {
    return choices[this.integer(0, choices.length - 1)];
  }

  /** True with probability `share`. */
  chance(share: number): boolean {
    return this.random() < share;
  }

  /** A code of `bits` bits: anywhere, small, or an extreme. */
  code(bits: number): number {
    const limit = 2 ** (bits - 1);
    const kind = this.random();
    if (kind < 0.05) return -limit;
    if (kind < 0.1) return limit - 1;
    if (kind < 0.15) return 0;
    const range = kind < 0.5 ? Math.min(limit, 16) : limit;
    return this.integer(-range, range - 1);
  }

  /** `count` different integers below `below`, ascending. */
  subset(below: number, count: number): number[] {
    const left = Array.from({ length: below }, (_, i) => i);
    const chosen = Array.from(
      { length: Math.min(below, count) },
      () => left.splice(this.integer(0, left.length - 1), 1)[0],
    );
    return chosen.sort((a, b) => a - b);
  }
}
